import { createMailbox } from '../../people/public'
import { pending } from '../../shared/outbox/deliver'
import type { World } from '../../shared/ports/index'

/**
 * Puts a word into inboxes for what no document carries an outbox for: requests that also stand in the reader's own list, so
 * that nothing is lost when this does not come through. Never rejects.
 */
export async function tell(
  world: World,
  openids: readonly string[],
  told: { cause: string; title: string; body: string; page: string },
): Promise<void> {
  const nowMs = world.clock.nowMs()
  const { cause, title, body, page } = told
  try {
    for (const openid of new Set(openids)) {
      const messageId = `message_${world.ids.from('told', cause, openid)}` as const
      const message = pending({ messageId, openid, kind: 'taskOffered', title, body, page, data: null }, nowMs)
      await createMailbox(world).receive(message, nowMs)
    }
  } catch (error) {
    world.log('warn', 'inbox.untold', { cause, error: error instanceof Error ? error.name : '' })
  }
}
