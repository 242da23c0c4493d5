import type { Me, MessageKind } from '../../typings/people'
import { call } from './cloud'
import { newKey } from './keys'

/**
 * Asks to send messages, at a tap that makes sense of it (WeChat shows its sheet only within a tap). One tap buys one
 * message of each kind. Resolves with the kinds that were allowed and booked; a refusal is an answer, not an error.
 */
export async function askForMessages(me: Me, kinds: readonly MessageKind[]): Promise<readonly MessageKind[]> {
  let answer: Record<string, unknown>
  try {
    answer = await wx.requestSubscribeMessage({ tmplIds: kinds.map((kind) => me.templateIds[kind]) })
  } catch {
    return []
  }
  const allowed = kinds.filter((kind) => answer[me.templateIds[kind]] === 'accept')
  if (allowed.length === 0) return []
  const grantKey = newKey()
  try {
    await call('people.addMessageCredits', { kinds: allowed, grantKey })
  } catch {
    // One more try with the same key, which makes the repeat harmless; then the inbox has to do.
    try {
      await call('people.addMessageCredits', { kinds: allowed, grantKey })
    } catch {
      return []
    }
  }
  return allowed
}
