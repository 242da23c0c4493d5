import type { NeedId } from '../../../typings/ids'
import { careBehavior } from '../../behaviors/care'
import { type Poll, poll } from '../../behaviors/poll'
import { type Remote, type RemoteReader, remote } from '../../behaviors/remote'
import { knownMe, readMe } from '../../behaviors/session'
import { failureLine } from '../../format/errors'
import { dial, tell } from '../../platform/device'
import { askForMessages } from '../../platform/subscription'
import { getNeed, withdrawNeed } from '../../services/needs'
import { type NeedView, needView } from './view'

interface NeedData {
  care: boolean
  need: Remote<NeedView>
  whyOpen: boolean
  asking: boolean
  withdrawing: boolean
}

const data: NeedData = {
  care: false,
  need: { status: 'loading' },
  whyOpen: false,
  asking: false,
  withdrawing: false,
}

Page({
  behaviors: [careBehavior],
  data,
  needId: '' as NeedId | '',
  reader: null as RemoteReader<NeedView> | null,
  polling: null as Poll | null,

  onLoad(query) {
    const { needId } = query
    if (!isNeedId(needId)) {
      void wx.switchTab({ url: '/pages/needs/needs' })
      return
    }
    this.needId = needId
    this.reader = remote({
      read: async () => needView(await getNeed(needId), Date.now()),
      show: (need) => this.setData({ need }),
    })
    this.polling = poll({ ask: () => this.lookAgain() })
    readMe().catch(() => undefined)
  },
  async onShow() {
    await this.reader?.load()
    this.polling?.start()
  },
  onHide() {
    this.polling?.stop()
  },
  onUnload() {
    this.polling?.stop()
    this.reader?.stop()
  },
  async onPullDownRefresh() {
    await this.reader?.load()
    this.polling?.start()
    wx.stopPullDownRefresh()
  },
  onShareAppMessage() {
    return { title: '有难处，社区有人应', path: '/pages/home/home' }
  },

  /** Reads once more; true when the need moved, so that the next look comes soon. */
  async lookAgain(): Promise<boolean> {
    const before = versionOf(this.data.need)
    await this.reader?.load()
    return versionOf(this.data.need) !== before
  },
  async retry() {
    await this.reader?.load()
  },

  toggleWhy() {
    this.setData({ whyOpen: !this.data.whyOpen })
  },
  async callPoint() {
    const { need } = this.data
    if (need.status === 'ready') await dial(need.value.servicePoint.phone)
  },
  async askMessages() {
    const me = knownMe()
    if (me === null) return
    const allowed = await askForMessages(me, ['needProgress'])
    tell(allowed.length > 0 ? '好的，有进展会发微信给您' : '没关系，这里随时能看到进展')
  },

  askWithdraw() {
    this.setData({ asking: true })
  },
  keepNeed() {
    this.setData({ asking: false })
  },
  async withdraw() {
    const { need, withdrawing } = this.data
    if (need.status !== 'ready' || this.needId === '' || withdrawing) return
    this.setData({ asking: false, withdrawing: true })
    try {
      const withdrawn = await withdrawNeed(this.needId, need.value.version, '')
      this.reader?.put(needView(withdrawn, Date.now()))
      tell('已撤回')
    } catch (error) {
      tell(failureLine(error))
      await this.reader?.load()
    } finally {
      this.setData({ withdrawing: false })
    }
  },
  askAgain() {
    void wx.navigateTo({ url: '/pages/need-new/need-new' })
  },
})

function isNeedId(text: string | undefined): text is NeedId {
  return text?.startsWith('need_') === true
}

function versionOf(need: Remote<NeedView>): number {
  return need.status === 'ready' ? need.value.version : -1
}
