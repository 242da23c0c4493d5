import type { CaseTerms, RoutingPolicyCard } from '../../../../typings/routing'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { readMe } from '../../../behaviors/session'
import { failureWords } from '../../../format/errors'
import { holds } from '../../../format/people'
import { dayAndTime } from '../../../format/time'
import { tell } from '../../../platform/device'
import { getRoutingPolicy, setRoutingPolicy } from '../../../services/routing'
import { type TermGroup, termGap, termGroups, withDays } from './view'

interface TermsData {
  care: boolean
  card: Remote<RoutingPolicyCard>
  groups: readonly TermGroup[]
  counts: CaseTerms['counts']
  /** Who set what holds, and why; in words. */
  set: string
  mayChange: boolean
  changed: boolean
  note: string
  missing: string
  busy: boolean
}

const data: TermsData = {
  care: false,
  card: { status: 'loading' },
  groups: [],
  counts: 'calendar',
  set: '',
  mayChange: false,
  changed: false,
  note: '',
  missing: '',
  busy: false,
}

const districtDigits = 6

Page({
  behaviors: [careBehavior],
  data,
  terms: null as CaseTerms | null,
  reader: null as RemoteReader<RoutingPolicyCard> | null,
  ...readerHandlers,

  onLoad() {
    this.reader = remote({
      read: async () => {
        const { duties } = await readMe()
        const duty =
          duties.find(({ role }) => role === 'districtStaff') ?? duties.find(({ role }) => role === 'stationSupervisor')
        this.setData({ mayChange: holds(duties, 'districtStaff') })
        return getRoutingPolicy((duty?.territoryCode ?? '').slice(0, districtDigits))
      },
      show: (card) => this.show(card),
    })
  },
  async onShow() {
    // What is being changed is not read over.
    if (!this.data.changed) await this.reader?.load()
  },
  show(card: Remote<RoutingPolicyCard>) {
    this.setData({ card })
    if (card.status !== 'ready') return
    const { setAtMs, setByName, note, version } = card.value
    const set =
      setAtMs === null
        ? '现在用的是系统预设'
        : `第 ${version} 版 · ${setByName ?? ''} ${dayAndTime(setAtMs, Date.now())} · ${note}`
    this.setData({ set })
    this.put(card.value.policy.casework, false)
  },
  put(terms: CaseTerms, changed: boolean) {
    this.terms = terms
    this.setData({ groups: termGroups(terms), counts: terms.counts, changed, missing: '' })
  },
  step({ currentTarget }: Tap<{ path: string; change: number }>) {
    if (this.terms === null || !this.data.mayChange) return
    this.put(withDays(this.terms, currentTarget.dataset.path, Number(currentTarget.dataset.change)), true)
  },
  count({ currentTarget }: Tap<{ counts: CaseTerms['counts'] }>) {
    if (this.terms === null || !this.data.mayChange) return
    this.put({ ...this.terms, counts: currentTarget.dataset.counts }, true)
  },
  type({ detail }: Said<{ value: string }>) {
    this.setData({ note: detail.value, missing: '' })
  },
  async save() {
    const { card, busy } = this.data
    const note = this.data.note.trim()
    if (busy || card.status !== 'ready' || this.terms === null) return
    const gap = termGap(this.terms)
    if (gap !== '') return this.setData({ missing: gap })
    if ([...note].length < 2) return this.setData({ missing: '请写一句为什么改，大家都看得到' })
    this.setData({ busy: true })
    try {
      const { districtCode, version, policy } = card.value
      this.reader?.put(await setRoutingPolicy(districtCode, version, { ...policy, casework: this.terms }, note))
      this.setData({ note: '' })
      tell('改好了，从每件个案的下一步起算')
    } catch (error) {
      const { code, title, advice } = failureWords(error)
      this.setData({
        missing: code === 'CONFLICT' ? '刚有别人改过，已为您读出新的，请再看一遍' : `${title}，${advice}`,
      })
      if (code === 'CONFLICT') await this.reader?.load()
    } finally {
      this.setData({ busy: false })
    }
  },
})
