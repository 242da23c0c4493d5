import type { Me, MessageKind } from '../../../typings/people'
import { careBehavior } from '../../behaviors/care'
import type { Tap } from '../../behaviors/events'
import { readerHandlers } from '../../behaviors/handlers'
import { type Remote, type RemoteReader, remote } from '../../behaviors/remote'
import { knownMe, readMe } from '../../behaviors/session'
import { holds } from '../../format/people'
import { askingRoles, spendingRoles } from '../../format/spending'
import { tell } from '../../platform/device'
import { askForMessages } from '../../platform/subscription'

interface KindRow {
  kind: MessageKind
  icon: string
  name: string
  hint: string
  left: number
  /** 还能提醒 2 次 */
  words: string
  few: boolean
}

interface NoticesData {
  care: boolean
  kinds: Remote<readonly KindRow[]>
  busy: MessageKind | ''
}

const data: NoticesData = { care: false, kinds: { status: 'loading' }, busy: '' }
/** Below this a worker could miss a task. */
const few = 3

Page({
  behaviors: [careBehavior],
  data,
  reader: null as RemoteReader<readonly KindRow[]> | null,
  ...readerHandlers,

  onLoad() {
    this.reader = remote({
      read: async () => kindRows(await readMe(true)),
      show: (kinds) => this.setData({ kinds }),
    })
  },
  async onShow() {
    await this.reader?.load()
  },

  /** WeChat gives one message for one tap: so it is said, and one may tap again. */
  async add({ currentTarget }: Tap<{ kind: MessageKind }>) {
    const { kind } = currentTarget.dataset
    const me = knownMe()
    if (me === null || this.data.busy !== '') return
    this.setData({ busy: kind })
    const allowed = await askForMessages(me, [kind])
    this.setData({ busy: '' })
    if (allowed.length === 0) return tell('没关系，消息里随时能看到')
    await this.reader?.load()
    tell('加好了，多一次提醒')
  },
  openInbox() {
    void wx.navigateTo({ url: '/pages/inbox/inbox' })
  },
})

const looks: Readonly<Record<MessageKind, readonly [icon: string, name: string, hint: string]>> = {
  taskOffered: ['work', '新任务', '有人求助、有事等您办'],
  needProgress: ['needs', '求助进展', '谁来帮您、到了哪一步'],
  giftReceived: ['gift', '捐赠到账', '善款收到了'],
  giftReminder: ['calendar', '每月提醒', '您定的捐赠日子到了'],
  giftSpent: ['fund', '善款用出', '您捐的钱买了什么'],
  fundTask: ['vote', '基金待办', '要您签署、表决或付款'],
  fundProgress: ['fund', '申请进度', '您申请的钱批了没有'],
}

/** Tasks only for whoever has a duty; for them they come first. */
function kindRows(me: Me): KindRow[] {
  const own: readonly MessageKind[] = ['needProgress', 'giftReceived', 'giftSpent', 'giftReminder']
  const kinds: readonly MessageKind[] = [
    ...(me.duties.length > 0 ? (['taskOffered'] as const) : []),
    ...(holds(me.duties, ...spendingRoles) ? (['fundTask'] as const) : []),
    ...(holds(me.duties, ...askingRoles) ? (['fundProgress'] as const) : []),
    ...own,
  ]
  return kinds.map((kind) => {
    const [icon, name, hint] = looks[kind]
    const left = me.messageCredits[kind]
    const low = kind === 'taskOffered' && left < few
    return { kind, icon, name, hint, left, words: left === 0 ? '没有了' : `还能提醒 ${left} 次`, few: low }
  })
}
