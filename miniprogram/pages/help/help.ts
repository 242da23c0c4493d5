import type { CommunityCard } from '../../../typings/territory'
import { careBehavior } from '../../behaviors/care'
import { type Remote, type RemoteReader, remote } from '../../behaviors/remote'
import { readMe } from '../../behaviors/session'
import { dial } from '../../platform/device'

interface HelpData {
  care: boolean
  /** Null: no community is chosen yet. */
  community: Remote<CommunityCard | null>
  ways: readonly { icon: string; title: string; words: string }[]
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
}

Page({
  behaviors: [careBehavior],
  data,
  reader: null as RemoteReader<CommunityCard | null> | null,

  onLoad() {
    this.reader = remote({
      read: async () => (await readMe()).community,
      show: (community) => this.setData({ community }),
    })
  },
  async onShow() {
    await this.reader?.load()
  },
  onUnload() {
    this.reader?.stop()
  },
  async retry() {
    await this.reader?.load()
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
