import type { MessageId } from '../../../typings/ids'
import type { InboxItem, MessageKind } from '../../../typings/people'
import { careBehavior } from '../../behaviors/care'
import type { Tap } from '../../behaviors/events'
import { listHandlers } from '../../behaviors/handlers'
import { type Listing, type Paging, paging, type Remote } from '../../behaviors/remote'
import { setUnreadCount } from '../../behaviors/session'
import { ago } from '../../format/time'
import { listInbox, setInboxRead } from '../../services/people'

interface MessageRow {
  messageId: MessageId
  icon: string
  kind: MessageKind
  title: string
  body: string
  page: string
  time: string
  read: boolean
}

interface InboxData {
  care: boolean
  inbox: Remote<Listing<MessageRow>>
}

const data: InboxData = { care: false, inbox: { status: 'loading' } }

const icons: Record<MessageKind, string> = {
  taskOffered: 'work',
  needProgress: 'needs',
  giftReceived: 'gift',
  giftReminder: 'gift',
  giftSpent: 'gift',
  fundTask: 'fund',
  fundProgress: 'fund',
}
const tabPages = ['/pages/home/home', '/pages/needs/needs', '/pages/funds/funds', '/pages/me/me']

Page({
  behaviors: [careBehavior],
  data,
  list: null as Paging | null,
  ...listHandlers,

  onLoad() {
    this.list = paging({ read: listInbox, present: messageRow, show: (inbox) => this.setData({ inbox }) })
  },
  async onShow() {
    await this.list?.load()
  },

  open({ currentTarget }: Tap<{ id: MessageId; page: string }>) {
    const { id, page } = currentTarget.dataset
    // Being read is a convenience: when it cannot be noted, the page opens all the same.
    setInboxRead(id)
      .then(({ unreadCount }) => setUnreadCount(unreadCount))
      .catch(() => undefined)
    const [path = ''] = page.split('?')
    if (tabPages.includes(path)) void wx.switchTab({ url: path })
    else void wx.navigateTo({ url: page })
  },
})

function messageRow(item: InboxItem): MessageRow {
  const { messageId, kind, title, body, page, read } = item
  return { messageId, kind, title, body, page, read, icon: icons[kind], time: ago(item.atMs, Date.now()) }
}
