import { careBehavior } from '../../behaviors/care'
import { type Remote, type RemoteReader, remote } from '../../behaviors/remote'
import { chooseCommunity, knownMe, readMe, takeScannedCommunity } from '../../behaviors/session'
import { showTab } from '../../behaviors/tab'
import { failureLine } from '../../format/errors'
import { dial, tell } from '../../platform/device'
import { scan } from '../../platform/scan'
import { getFund } from '../../services/funds'
import { getCommunityFigures, listTasks, listTriage } from '../../services/needs'
import { listSpending } from '../../services/spending'
import {
  type FigureView,
  figuresSentence,
  figureViews,
  type HomeView,
  homeView,
  type StoryView,
  storyView,
  type WorkView,
  workView,
} from './view'

interface HomeData {
  care: boolean
  me: Remote<HomeView>
  figures: Remote<{ list: FigureView[]; sentence: string }>
  story: Remote<StoryView>
  work: Remote<WorkView>
}

interface Readers {
  me: RemoteReader<HomeView>
  figures: RemoteReader<{ list: FigureView[]; sentence: string }>
  story: RemoteReader<StoryView>
  work: RemoteReader<WorkView>
}

const data: HomeData = {
  care: false,
  me: { status: 'loading' },
  figures: { status: 'loading' },
  story: { status: 'loading' },
  work: { status: 'loading' },
}

Page({
  behaviors: [careBehavior],
  data,
  readers: null as Readers | null,

  onLoad() {
    this.readers = {
      me: remote({
        read: async () => homeView(await readMe(true), Date.now()),
        show: (me) => this.setData({ me }),
      }),
      figures: remote({
        read: async () => {
          const figures = await getCommunityFigures(communityCode())
          return { list: figureViews(figures), sentence: figuresSentence(figures) }
        },
        show: (figures) => this.setData({ figures }),
      }),
      story: remote({
        read: async () => storyView(await getFund(communityFund()), Date.now()),
        show: (story) => this.setData({ story }),
      }),
      work: remote({
        read: async () => {
          const { me } = this.data
          const duties = me.status === 'ready' ? me.value : { isWorker: false, isSupervisor: false, isSpender: false }
          const [tasks, triage, spending] = await Promise.all([
            duties.isWorker ? listTasks(null) : null,
            duties.isSupervisor ? listTriage(null) : null,
            duties.isSpender ? listSpending('waiting', null) : null,
          ])
          return workView(tasks, triage, spending)
        },
        show: (work) => this.setData({ work }),
      }),
    }
  },

  async onShow() {
    showTab(this, 'pages/home/home')
    await this.takeScanned()
    const me = knownMe()
    if (me !== null) this.readers?.me.put(homeView(me, Date.now()))
    await this.load()
  },

  onUnload() {
    const { readers } = this
    if (readers !== null) for (const reader of [readers.me, readers.figures, readers.story, readers.work]) reader.stop()
  },

  async onPullDownRefresh() {
    await this.load()
    wx.stopPullDownRefresh()
  },

  onShareAppMessage() {
    const { me } = this.data
    const community = me.status === 'ready' ? me.value.community : null
    if (community === null) return { title: '有难处，社区有人应', path: '/pages/home/home' }
    return {
      title: `${community.name}：有难处，社区有人应`,
      path: `/pages/home/home?scene=${encodeURIComponent(`c=${community.territoryCode}`)}`,
    }
  },

  async load() {
    const { readers } = this
    if (readers === null) return
    await readers.me.load()
    const { me } = this.data
    if (me.status !== 'ready') return
    const { community, isWorker, isSupervisor, isSpender } = me.value
    const parts: Promise<void>[] = []
    if (isWorker || isSupervisor || isSpender) parts.push(readers.work.load())
    if (community !== null) parts.push(readers.figures.load())
    if (community?.fundId) parts.push(readers.story.load())
    await Promise.all(parts)
  },

  /** The app was opened with a community's code: from now on it is this person's community. */
  async takeScanned() {
    try {
      const code = await takeScannedCommunity()
      if (code === null) return
      const community = await chooseCommunity(code)
      tell(`您在${community.name}`)
    } catch (error) {
      tell(failureLine(error))
    }
  },

  retry() {
    return this.load()
  },
  retryFigures() {
    return this.readers?.figures.load()
  },
  retryStory() {
    return this.readers?.story.load()
  },
  retryWork() {
    return this.readers?.work.load()
  },

  chooseCommunity() {
    void wx.navigateTo({ url: '/pages/community/community' })
  },

  async scanCode() {
    const target = await scan()
    if (target === 'cancelled') return
    if (target === 'unknown') return tell('这不是社区或基金的码，请换一个再扫')
    if (target.kind === 'fund' || target.fundPage !== null) {
      const url = target.kind === 'fund' ? `/pages/fund/fund?fundId=${target.fundId}` : target.fundPage
      if (url !== null) void wx.navigateTo({ url })
    }
    if (target.kind === 'fund' || (target.fundPage !== null && knownMe()?.community)) return
    try {
      const community = await chooseCommunity(target.territoryCode)
      tell(`您在${community.name}`)
      await this.load()
    } catch (error) {
      tell(failureLine(error))
    }
  },

  async callEmergency() {
    const { me } = this.data
    if (me.status === 'ready') await dial(me.value.emergencyPhone)
  },

  askForHelp() {
    void wx.navigateTo({ url: '/pages/need-new/need-new' })
  },
  give() {
    const fundId = knownMe()?.community?.fundId
    if (fundId) void wx.navigateTo({ url: `/pages/fund/fund?fundId=${fundId}` })
    else void wx.switchTab({ url: '/pages/funds/funds' })
  },
  help() {
    void wx.navigateTo({ url: '/pages/help/help' })
  },
  openFund() {
    this.give()
  },
  openInbox() {
    void wx.navigateTo({ url: '/pages/inbox/inbox' })
  },
  openTasks() {
    void wx.navigateTo({ url: '/worker/pages/tasks/tasks' })
  },
  openSpending() {
    void wx.navigateTo({ url: '/committee/pages/queue/queue' })
  },
  openDay() {
    void wx.navigateTo({ url: '/worker/pages/day/day' })
  },
  openReview() {
    void wx.navigateTo({ url: '/station/pages/review/review' })
  },
  openDesk() {
    void wx.navigateTo({ url: '/station/pages/desk/desk' })
  },
  openTriage() {
    void wx.navigateTo({ url: '/worker/pages/triage/triage' })
  },
})

function communityCode(): string {
  const code = knownMe()?.community?.territoryCode
  if (code === undefined) throw new Error('figures are read only once a community is chosen')
  return code
}

function communityFund(): `fund_${string}` {
  const id = knownMe()?.community?.fundId
  if (!id?.startsWith('fund_')) throw new Error('the story is read only where the community has a fund')
  return id as `fund_${string}`
}
