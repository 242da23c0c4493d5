import { z } from 'zod'
import { stepLimit } from '../../shared/access/rate-limit'
import { require } from '../../shared/errors'
import { cursor, messageId } from '../../shared/fields'
import { readPage } from '../../shared/paging'
import { procedure } from '../../shared/procedure'
import type { InboxRecord } from '../records'
import { countUnread } from '../unread'

const PAGE_SIZE = 20

/** Newest first. */
export const listInbox = procedure({
  name: 'people.listInbox',
  input: z.strictObject({ cursor }),
  access: 'anyone',
  async run({ world, openid }, input) {
    const page = await readPage<InboxRecord>(world.database, 'inbox', {
      where: { openid },
      sortBy: 'atMs',
      direction: 'desc',
      size: PAGE_SIZE,
      cursor: input.cursor,
    })
    const rows = page.rows.map(({ _id, kind, title, body, page: opens, atMs, read }) => ({
      messageId: _id,
      kind,
      title,
      body,
      page: opens,
      atMs,
      read,
    }))
    return { rows, nextCursor: page.nextCursor }
  },
})

/** Again is fine; another person's item is not there. */
export const setInboxRead = procedure({
  name: 'people.setInboxRead',
  input: z.strictObject({ messageId }),
  access: 'anyone',
  limit: stepLimit('people.setInboxRead'),
  async run({ world, openid }, input) {
    const changed = await world.database.update(
      'inbox',
      input.messageId,
      { openid, read: false },
      { set: { read: true } },
    )
    if (!changed) {
      const item = await world.database.get<InboxRecord>('inbox', input.messageId)
      require(item?.openid === openid, 'NOT_FOUND', 'no such message')
    }
    return { unreadCount: await countUnread(world, openid) }
  },
})
