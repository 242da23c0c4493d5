import type { Territory } from '../../../typings/territory'
import { careBehavior } from '../../behaviors/care'
import type { Said, Tap } from '../../behaviors/events'
import { type Remote, type RemoteReader, remote } from '../../behaviors/remote'
import { chooseCommunity } from '../../behaviors/session'
import { failureLine } from '../../format/errors'
import { tell } from '../../platform/device'
import { scan } from '../../platform/scan'
import { listTerritories, searchCommunities } from '../../services/people'

type Found = Territory & { streetName: string }

interface CommunityData {
  care: boolean
  text: string
  /** The way down the tree: district, then street. */
  path: readonly Territory[]
  level: Remote<readonly Territory[]>
  found: Remote<readonly Found[]>
  /** The community that is being set, to show its row at work. */
  setting: string
}

const data: CommunityData = {
  care: false,
  text: '',
  path: [],
  level: { status: 'loading' },
  found: { status: 'loading' },
  setting: '',
}

/** Time to stop typing before the search goes out. */
const typingPauseMs = 350

Page({
  behaviors: [careBehavior],
  data,
  level: null as RemoteReader<readonly Territory[]> | null,
  found: null as RemoteReader<readonly Found[]> | null,
  typing: null as ReturnType<typeof setTimeout> | null,

  async onLoad() {
    this.level = remote({
      read: () => this.readLevel(),
      show: (level) => this.setData({ level }),
      isEmpty: (list) => list.length === 0,
    })
    this.found = remote({
      read: () => searchCommunities(this.data.text.trim()),
      show: (found) => this.setData({ found }),
      isEmpty: (list) => list.length === 0,
    })
    await this.level.load()
  },

  onUnload() {
    this.level?.stop()
    this.found?.stop()
    if (this.typing !== null) clearTimeout(this.typing)
  },

  /** Where there is one district alone, its streets come at once. */
  async readLevel(): Promise<readonly Territory[]> {
    const last = this.data.path[this.data.path.length - 1]
    if (last !== undefined) return listTerritories(last.territoryCode)
    const districts = await listTerritories(null)
    const only = districts.length === 1 ? districts[0] : undefined
    if (only === undefined) return districts
    this.setData({ path: [only] })
    return listTerritories(only.territoryCode)
  },

  type({ detail }: Said<{ value: string }>) {
    this.setData({ text: detail.value })
    if (this.typing !== null) clearTimeout(this.typing)
    if (detail.value.trim() === '') return
    this.setData({ found: { status: 'loading' } })
    this.typing = setTimeout(() => {
      void this.found?.load()
    }, typingPauseMs)
  },
  clear() {
    this.setData({ text: '' })
  },
  retryFound() {
    return this.found?.load()
  },
  retryLevel() {
    return this.level?.load()
  },

  async open({ currentTarget }: Tap<{ code: string }>) {
    const { level } = this.data
    if (level.status !== 'ready') return
    const chosen = level.value.find((territory) => territory.territoryCode === currentTarget.dataset.code)
    if (chosen === undefined) return
    if (chosen.level === 'community' || chosen.level === 'village') return this.choose(chosen.territoryCode)
    this.setData({ path: [...this.data.path, chosen], level: { status: 'loading' } })
    await this.level?.load()
  },

  /** Back up to a place named in the path. */
  async goUp({ currentTarget }: Tap<{ index: number }>) {
    const path = this.data.path.slice(0, currentTarget.dataset.index + 1)
    if (path.length === this.data.path.length) return
    this.setData({ path, level: { status: 'loading' } })
    await this.level?.load()
  },

  async pick({ currentTarget }: Tap<{ code: string }>) {
    await this.choose(currentTarget.dataset.code)
  },

  async scanCode() {
    const target = await scan()
    if (target === 'cancelled') return
    if (target === 'unknown' || target.kind !== 'community') return tell('这不是社区码，请换一个再扫')
    await this.choose(target.territoryCode)
  },

  async choose(territoryCode: string) {
    if (this.data.setting !== '') return
    this.setData({ setting: territoryCode })
    try {
      const community = await chooseCommunity(territoryCode)
      tell(`您在${community.name}`)
      if (getCurrentPages().length > 1) void wx.navigateBack()
      else void wx.switchTab({ url: '/pages/home/home' })
    } catch (error) {
      this.setData({ setting: '' })
      tell(failureLine(error))
    }
  },
})
