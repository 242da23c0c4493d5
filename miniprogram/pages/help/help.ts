import type { HelpCall } from '../../../typings/case-sharing'
import type { CommunityCard } from '../../../typings/territory'
import { careBehavior } from '../../behaviors/care'
import type { Said, Tap } from '../../behaviors/events'
import { type Remote, type RemoteReader, remote } from '../../behaviors/remote'
import { readMe } from '../../behaviors/session'
import { failureWords } from '../../format/errors'
import { isMobile, plainPhone } from '../../format/people'
import { dayAndTime } from '../../format/time'
import { dial, tell } from '../../platform/device'
import { newKey } from '../../platform/keys'
import { joinHelpCall, leaveHelpCall, listHelpCalls } from '../../services/cases'
import { listConsents } from '../../services/residents'

interface HelpData {
  care: boolean
  /** Null: no community is chosen yet. */
  community: Remote<CommunityCard | null>
  ways: readonly { icon: string; title: string; words: string }[]
  calls: Remote<readonly CallRow[]>
  /** The request that the person is signing up for. */
  joining: string
  name: string
  phone: string
  missing: string
  busy: boolean
}

interface CallRow {
  requestId: string
  what: string
  place: string
  when: string
  left: string
  joined: boolean
}

const data: HelpData = {
  care: false,
  community: { status: 'loading' },
  ways: [
    { icon: 'elder', title: '陪伴探访', words: '陪独居老人聊聊天、买买菜' },
    { icon: 'child', title: '陪孩子', words: '辅导功课、带着做游戏' },
    { icon: 'hands', title: '出一技之长', words: '理发、维修、法律、急救' },
    { icon: 'users', title: '社区活动', words: '搭把手，维持秩序' },
  ],
  calls: { status: 'loading' },
  joining: '',
  name: '',
  phone: '',
  missing: '',
  busy: false,
}

Page({
  behaviors: [careBehavior],
  data,
  reader: null as RemoteReader<CommunityCard | null> | null,
  calls: null as RemoteReader<readonly CallRow[]> | null,
  key: newKey(),

  onLoad() {
    this.reader = remote({
      read: async () => (await readMe()).community,
      show: (community) => this.setData({ community }),
    })
    this.calls = remote({
      read: async () => {
        const { community } = await readMe()
        return community === null ? [] : callRows(await listHelpCalls(community.territoryCode), Date.now())
      },
      show: (calls) => this.setData({ calls }),
      isEmpty: (rows) => rows.length === 0,
    })
  },
  async onShow() {
    await Promise.all([this.reader?.load(), this.calls?.load()])
  },
  onUnload() {
    this.reader?.stop()
    this.calls?.stop()
  },
  async retry() {
    await this.reader?.load()
  },
  async onPullDownRefresh() {
    await Promise.all([this.reader?.load(), this.calls?.load()])
    wx.stopPullDownRefresh()
  },
  async retryCalls() {
    await this.calls?.load()
  },

  start({ currentTarget }: Tap<{ id: string }>) {
    this.key = newKey()
    this.setData({ joining: currentTarget.dataset.id, missing: '' })
  },
  stop() {
    this.setData({ joining: '' })
  },
  type({ detail, currentTarget }: Said<{ value: string }, { name: 'name' | 'phone' }>) {
    this.setData({ [currentTarget.dataset.name]: detail.value, missing: '' })
  },
  async join() {
    const { joining: requestId, busy } = this.data
    const [name, phone] = [this.data.name.trim(), plainPhone(this.data.phone)]
    if (busy || requestId === '') return
    if ([...name].length < 2) return this.setData({ missing: '请写您的姓名' })
    if (!isMobile(phone)) return this.setData({ missing: '请写您的手机号，社工好联系您' })
    await this.change(async () => {
      const consentVersion = await contactConsentVersion()
      await joinHelpCall({ requestId, key: this.key, name, phone, consentVersion })
      this.setData({ joining: '' })
      tell('报上名了，社工会联系您')
    })
  },
  async leave({ currentTarget }: Tap<{ id: string }>) {
    const { confirm } = await wx.showModal({
      title: '来不了了？',
      content: '会告诉社工，名额让给别人。',
      confirmText: '来不了',
      cancelText: '还是去',
    })
    if (!confirm || this.data.busy) return
    await this.change(async () => {
      await leaveHelpCall(currentTarget.dataset.id, newKey())
      tell('已告诉社工')
    })
  },
  async change(send: () => Promise<void>) {
    this.setData({ busy: true, missing: '' })
    try {
      await send()
    } catch (error) {
      const { code, title, advice } = failureWords(error)
      if (code !== 'OFFLINE') this.key = newKey()
      const words = code === 'NOT_NOW' && error instanceof Error ? error.message : `${title}，${advice}`
      if (this.data.joining === '') tell(words)
      else this.setData({ missing: words })
    } finally {
      this.setData({ busy: false })
      await this.calls?.load()
    }
  },
  async call() {
    const { community } = this.data
    if (community.status === 'ready' && community.value !== null) await dial(community.value.servicePoint.phone)
  },
  chooseCommunity() {
    void wx.navigateTo({ url: '/pages/community/community' })
  },
  give() {
    const { community } = this.data
    const fundId = community.status === 'ready' ? community.value?.fundId : null
    if (fundId) void wx.navigateTo({ url: `/pages/fund/fund?fundId=${fundId}` })
    else void wx.switchTab({ url: '/pages/funds/funds' })
  },
})

/** What the person is told below the fields holds in the version that is in force. */
async function contactConsentVersion(): Promise<string> {
  return (await listConsents()).find(({ text }) => text.kind === 'contact')?.text.version ?? ''
}

function callRows(calls: readonly HelpCall[], nowMs: number): CallRow[] {
  return calls.map(({ requestId, what, communityName, onMs, minutes, left, joined }) => ({
    requestId,
    what,
    place: communityName,
    when: `${dayAndTime(onMs, nowMs)} · 约 ${minutes} 分钟`,
    left: joined ? '' : `还差 ${left} 人`,
    joined,
  }))
}
