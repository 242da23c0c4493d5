import type { World } from '../shared/ports/index'

/** Inbox items that the person has not opened. */
export function countUnread({ database }: Pick<World, 'database'>, openid: string): Promise<number> {
  return database.count('inbox', { openid, read: false })
}
