import type { CaseAction } from '../../../../typings/cases'
import type { NeedId } from '../../../../typings/ids'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { isIdOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { type CaseView, caseView } from '../../../format/case-view'
import { failureLine, failureWords } from '../../../format/errors'
import { type ReadRow, readRow } from '../../../format/reads'
import { dial, tell } from '../../../platform/device'
import { newKey } from '../../../platform/keys'
import { onNetworkBack } from '../../../platform/network'
import { getCase, listSensitiveReads, setCaseStage, setReferral, setVolunteerRequest } from '../../../services/cases'
import { draftOf, followVisits, sendWaiting, unsentVisits } from '../../visits-on-phone'

interface CaseData {
  care: boolean
  kase: Remote<CaseView>
  /** Visits of this phone that the cloud does not have yet. */
  unsent: number
  /** A visit of this case that is half written. */
  writing: boolean
  actions: readonly { action: CaseAction; icon: string; name: string }[]
  busy: boolean
  /** It went to a colleague, or the time to read it is over. */
  away: boolean
  reads: readonly ReadRow[]
  readsOpen: boolean
}

const data: CaseData = {
  care: false,
  kase: { status: 'loading' },
  unsent: 0,
  writing: false,
  actions: [],
  busy: false,
  away: false,
  reads: [],
  readsOpen: false,
}

/** What stands below the one big step, in this order. */
const others: readonly { action: CaseAction; icon: string; name: string }[] = [
  { action: 'planVisit', icon: 'calendar', name: '约下次' },
  { action: 'recordVisit', icon: 'edit', name: '记服务' },
  { action: 'recordAssessment', icon: 'paper', name: '重新预估' },
  { action: 'submitPlan', icon: 'list', name: '修订计划' },
  { action: 'startEvaluation', icon: 'star', name: '转入评估' },
  { action: 'resumeIntervention', icon: 'refresh', name: '继续服务' },
  { action: 'refer', icon: 'swap', name: '转介' },
  { action: 'askVolunteers', icon: 'hands', name: '请志愿者' },
  { action: 'askFund', icon: 'fund', name: '向基金申请' },
  { action: 'submitClosure', icon: 'done', name: '提前结案' },
]

const recordSteps: readonly CaseAction[] = [
  'recordIntake',
  'recordAssessment',
  'submitPlan',
  'recordEvaluation',
  'submitClosure',
  'planVisit',
  'askVolunteers',
]

Page({
  behaviors: [careBehavior],
  data,
  needId: '' as NeedId | '',
  reader: null as RemoteReader<CaseView> | null,
  leaving: [] as (() => void)[],

  onLoad(query) {
    const { needId } = query
    if (!isIdOf(needId, 'need_')) {
      void wx.redirectTo({ url: '/worker/pages/tasks/tasks' })
      return
    }
    this.needId = needId
    this.reader = remote({
      read: async () => {
        try {
          const kase = caseView(await getCase(needId), Date.now())
          this.setData({ away: false })
          return kase
        } catch (error) {
          if (failureWords(error).code === 'NOT_FOUND') this.setData({ away: true })
          throw error
        }
      },
      show: (kase) => this.show(kase),
    })
    this.leaving = [followVisits(() => this.countUnsent()), onNetworkBack(() => void this.onShow())]
  },
  async onShow() {
    this.countUnsent()
    await this.reader?.load()
    await this.send()
  },
  onUnload() {
    this.reader?.stop()
    for (const leave of this.leaving) leave()
  },
  async onPullDownRefresh() {
    await this.send()
    await this.reader?.load()
    wx.stopPullDownRefresh()
  },
  async retry() {
    await this.reader?.load()
  },

  show(kase: Remote<CaseView>) {
    const view = kase.status === 'ready' ? kase.value : null
    const next = view?.next?.action
    const possible = others.filter(({ action }) => view?.can.includes(action) && action !== next)
    const early = possible.filter(({ action }) => action !== 'submitClosure' || view?.stage !== 'closure')
    this.setData({ kase, actions: early })
  },
  countUnsent() {
    const { needId } = this
    if (needId === '') return
    this.setData({
      unsent: unsentVisits().filter((draft) => draft.needId === needId).length,
      writing: draftOf(needId) !== null,
    })
  },
  /** Visits that wait go out by themselves; what came of it is seen in the records. */
  async send() {
    const { sent } = await sendWaiting()
    if (sent > 0) await this.reader?.load()
  },

  async goOn() {
    const { kase } = this.data
    if (kase.status === 'ready' && kase.value.next !== null) await this.take(kase.value.next.action)
  },
  async act({ currentTarget }: Tap<{ action: CaseAction }>) {
    await this.take(currentTarget.dataset.action)
  },
  async take(action: CaseAction) {
    const { needId } = this
    if (action === 'recordVisit') this.writeVisit()
    else if (action === 'refer') void wx.navigateTo({ url: `/worker/pages/refer/refer?needId=${needId}` })
    else if (action === 'askFund') this.askFund()
    else if (action === 'startEvaluation') await this.setStage('evaluation')
    else if (action === 'resumeIntervention') await this.setStage('intervention')
    else if (recordSteps.includes(action)) {
      void wx.navigateTo({ url: `/worker/pages/record/record?needId=${needId}&step=${action}` })
    }
  },
  /** The page gets the case's name along: without a network it could not ask for it. */
  writeVisit() {
    const { kase } = this.data
    const about = kase.status === 'ready' ? `${kase.value.about} · ${kase.value.place}` : ''
    void wx.navigateTo({ url: `/worker/pages/visit/visit?needId=${this.needId}&about=${encodeURIComponent(about)}` })
  },
  askFund() {
    const { kase } = this.data
    if (kase.status !== 'ready') return
    const { field } = kase.value
    void wx.navigateTo({ url: `/committee/pages/new/new?needId=${this.needId}&field=${field}` })
  },
  async setStage(stage: 'evaluation' | 'intervention') {
    await this.change(async (needId, version) => setCaseStage({ needId, key: newKey(), version, stage }))
  },
  async answerReferral({ detail }: Said<{ id: string; state: 'accepted' | 'declined' | 'done' }>) {
    await this.change(async (needId) => {
      await setReferral({ needId, key: newKey(), referralId: detail.id, state: detail.state, note: '' })
      return getCase(needId)
    })
  },
  async settleVolunteers({ detail }: Said<{ id: string; state: 'done' | 'cancelled' }>) {
    await this.change((needId) =>
      setVolunteerRequest({ needId, key: newKey(), requestId: detail.id, state: detail.state }),
    )
  },
  async change(send: (needId: NeedId, version: number) => ReturnType<typeof getCase>) {
    const { kase, busy } = this.data
    if (busy || kase.status !== 'ready' || this.needId === '') return
    this.setData({ busy: true })
    try {
      this.reader?.put(caseView(await send(this.needId, kase.value.version), Date.now()))
    } catch (error) {
      tell(failureLine(error))
      await this.reader?.load()
    } finally {
      this.setData({ busy: false })
    }
  },

  openLetter({ detail }: Said<{ id: string; code: string }>) {
    const { id, code } = detail
    void wx.navigateTo({ url: `/worker/pages/letter/letter?needId=${this.needId}&referralId=${id}&code=${code}` })
  },
  async callHelper({ detail }: Said<{ phone: string }>) {
    await dial(detail.phone)
  },
  async toggleReads() {
    const { readsOpen } = this.data
    this.setData({ readsOpen: !readsOpen })
    if (readsOpen || this.needId === '') return
    try {
      const nowMs = Date.now()
      const { rows } = await listSensitiveReads(this.needId, null)
      this.setData({ reads: rows.map((read, index) => readRow(read, index, nowMs, false)) })
    } catch (error) {
      tell(failureLine(error))
    }
  },
  openUnsent() {
    void wx.navigateTo({ url: '/worker/pages/unsent/unsent' })
  },
})
