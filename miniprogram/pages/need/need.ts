import type { NeedId } from '../../../typings/ids'
import type { NeedDetail } from '../../../typings/needs'
import { careBehavior } from '../../behaviors/care'
import type { Said } from '../../behaviors/events'
import { type Poll, poll } from '../../behaviors/poll'
import { isIdOf } from '../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../behaviors/remote'
import { knownMe, readMe } from '../../behaviors/session'
import { failureLine } from '../../format/errors'
import { dial, tell } from '../../platform/device'
import { askForMessages } from '../../platform/subscription'
import { getNeed, withdrawNeed } from '../../services/needs'
import { askPerson, askToEnd, eraseNeed, rateNeed, reopenNeed } from '../../services/residents'
import { type NeedView, needView } from './view'

interface NeedData {
  care: boolean
  need: Remote<NeedView>
  whyOpen: boolean
  asking: boolean
  withdrawing: boolean
  erasing: boolean
  busy: boolean
}

const data: NeedData = {
  care: false,
  need: { status: 'loading' },
  whyOpen: false,
  asking: false,
  withdrawing: false,
  erasing: false,
  busy: false,
}

Page({
  behaviors: [careBehavior],
  data,
  needId: '' as NeedId | '',
  reader: null as RemoteReader<NeedView> | null,
  polling: null as Poll | null,

  onLoad(query) {
    const { needId } = query
    if (!isIdOf(needId, 'need_')) {
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
  /** One step of the person's; what comes back is the need as it is now. */
  async act(step: (needId: NeedId, version: number) => Promise<NeedDetail>, said: string) {
    const { need, busy } = this.data
    if (need.status !== 'ready' || this.needId === '' || busy) return
    this.setData({ busy: true })
    try {
      this.reader?.put(needView(await step(this.needId, need.value.version), Date.now()))
      tell(said)
      this.polling?.start()
    } catch (error) {
      tell(failureLine(error))
      await this.reader?.load()
    } finally {
      this.setData({ busy: false })
    }
  },
  rate({ detail }: Said<{ solved: boolean; satisfied: boolean; comment: string }>) {
    const { solved, satisfied, comment } = detail
    return this.act((needId, version) => rateNeed({ needId, version, solved, satisfied, comment }), '谢谢您的评价')
  },
  async startReopen() {
    const { confirm, content } = await wx.showModal({
      title: '重新求助',
      editable: true,
      placeholderText: '说说现在怎么样了',
      confirmText: '重新求助',
      cancelText: '先不用',
    })
    const reason = (content ?? '').trim()
    if (!confirm) return
    if (reason.length < 2) return tell('请写一句现在怎么样了')
    await this.act((needId, version) => reopenNeed(needId, version, reason), '已重新求助，正在找社工')
  },
  async startAskPerson() {
    const { confirm, content } = await wx.showModal({
      title: '请人来挑社工',
      editable: true,
      placeholderText: '有什么要求？可以不写',
      confirmText: '请人来挑',
      cancelText: '不用了',
    })
    if (!confirm) return
    const note = [...(content ?? '').trim()].slice(0, 100).join('')
    await this.act((needId, version) => askPerson(needId, version, note), '已转给社工站，由人来挑')
  },
  async startEnding() {
    const { confirm, content } = await wx.showModal({
      title: '想结束服务？',
      editable: true,
      placeholderText: '为什么？可以不写',
      confirmText: '告诉社工',
      cancelText: '先不结束',
    })
    if (!confirm) return
    const note = [...(content ?? '').trim()].slice(0, 100).join('')
    await this.act((needId, version) => askToEnd(needId, version, true, note), '已告诉社工，会和您确认')
    // What happens now stands at the top.
    void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
  },
  goOnAfterAll() {
    return this.act((needId, version) => askToEnd(needId, version, false, ''), '好的，服务照常继续')
  },
  rewrite() {
    void wx.navigateTo({ url: `/pages/rewrite/rewrite?needId=${this.needId}` })
  },
  openThread() {
    void wx.navigateTo({ url: `/resident/pages/thread/thread?needId=${this.needId}` })
  },
  askErase() {
    this.setData({ erasing: true })
  },
  keepInfo() {
    this.setData({ erasing: false })
  },
  async erase() {
    if (this.needId === '' || this.data.busy) return
    this.setData({ erasing: false, busy: true })
    try {
      await eraseNeed(this.needId)
      tell('已删除')
      void wx.switchTab({ url: '/pages/needs/needs' })
    } catch (error) {
      tell(failureLine(error))
    } finally {
      this.setData({ busy: false })
    }
  },
  askAgain() {
    void wx.navigateTo({ url: '/pages/need-new/need-new' })
  },
})

function versionOf(need: Remote<NeedView>): number {
  return need.status === 'ready' ? need.value.version : -1
}
