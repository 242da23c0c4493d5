import type { CaseDetail } from '../../../../typings/cases'
import type { NeedId, RequestKey } from '../../../../typings/ids'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { isIdOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { failureWords } from '../../../format/errors'
import { tell } from '../../../platform/device'
import { newKey } from '../../../platform/keys'
import { forget, keep, recall } from '../../../platform/storage'
import { getCase } from '../../../services/cases'
import { type CaseForm, type Entered, firstEntries, formGaps, formOf, type StepName } from '../../case-forms'
import { senders } from '../../case-sending'

/** A form that is being filled in. Its key is that of the one step it becomes. */
interface FormDraft extends Entered {
  key: RequestKey
}

interface RecordData {
  care: boolean
  kase: Remote<CaseDetail>
  form: CaseForm | null
  entered: Entered
  gaps: Record<string, string>
  restored: boolean
  sending: boolean
  /** What happened, and that the words are safe; empty when nothing did. */
  trouble: string
  resultChoices: readonly { value: string; name: string }[]
}

const empty: Entered = { texts: {}, goals: [], results: {} }
const data: RecordData = {
  care: false,
  kase: { status: 'loading' },
  form: null,
  entered: empty,
  gaps: {},
  restored: false,
  sending: false,
  trouble: '',
  resultChoices: [
    { value: 'met', name: '达到了' },
    { value: 'partly', name: '部分达到' },
    { value: 'dropped', name: '没达到' },
  ],
}

const mostGoals = 6

Page({
  behaviors: [careBehavior],
  data,
  needId: '' as NeedId | '',
  step: 'recordIntake' as StepName,
  key: '' as RequestKey,
  done: false,
  reader: null as RemoteReader<CaseDetail> | null,

  onLoad(query) {
    const { needId, step } = query
    if (!isIdOf(needId, 'need_') || step === undefined || !(step in senders)) {
      void wx.navigateBack()
      return
    }
    this.needId = needId
    this.step = step as StepName
    this.key = newKey()
    this.reader = remote({
      read: () => getCase(needId),
      show: (kase) => this.show(kase),
    })
    void this.reader.load()
  },
  onHide() {
    this.keepDraft()
  },
  onUnload() {
    this.keepDraft()
    this.reader?.stop()
  },
  async retry() {
    await this.reader?.load()
  },

  show(kase: Remote<CaseDetail>) {
    this.setData({ kase })
    if (kase.status !== 'ready' || this.data.form !== null) return
    const form = formOf(this.step, kase.value)
    const kept = recall(this.draftKey(), isDraft)
    if (kept !== null) this.key = kept.key
    const first = firstEntries(this.step, kase.value, Date.now())
    const entered = kept === null ? first : { ...kept, texts: { ...first.texts, ...kept.texts } }
    this.setData({ form, entered, restored: kept !== null })
    void wx.setNavigationBarTitle({ title: form.title })
  },
  draftKey(): string {
    return `case-form:${this.needId}:${this.step}`
  },
  keepDraft() {
    if (this.done || this.data.form === null) return
    keep(this.draftKey(), { ...this.data.entered, key: this.key })
  },

  put(change: Partial<Entered>, gap: string) {
    const { entered, gaps } = this.data
    this.setData({ entered: { ...entered, ...change }, gaps: { ...gaps, [gap]: '' } })
  },
  putText(name: string, value: string) {
    this.put({ texts: { ...this.data.entered.texts, [name]: value } }, name)
  },
  type({ detail, currentTarget }: Said<{ value: string }, { name: string }>) {
    this.putText(currentTarget.dataset.name, detail.value)
  },
  blur() {
    this.keepDraft()
  },
  choose({ currentTarget }: Tap<{ name: string; value: string }>) {
    const { name, value } = currentTarget.dataset
    this.putText(name, String(value))
    this.keepDraft()
  },
  chooseDay({ detail, currentTarget }: Said<{ value: string }, { name: string }>) {
    const { name } = currentTarget.dataset
    const clock = (this.data.entered.texts[name] ?? '').slice(10)
    this.putText(name, detail.value + clock)
  },
  chooseClock({ detail, currentTarget }: Said<{ value: string }, { name: string }>) {
    const { name } = currentTarget.dataset
    this.putText(name, `${(this.data.entered.texts[name] ?? '').slice(0, 10)} ${detail.value}`)
  },
  typeGoal({ detail, currentTarget }: Said<{ value: string }, { index: number; part: 'text' | 'measure' }>) {
    const { index, part } = currentTarget.dataset
    const goals = this.data.entered.goals.map((goal, at) => (at === index ? { ...goal, [part]: detail.value } : goal))
    this.put({ goals }, 'goals')
  },
  addGoal() {
    const { goals } = this.data.entered
    if (goals.length < mostGoals) this.put({ goals: [...goals, { text: '', measure: '' }] }, 'goals')
  },
  removeGoal({ currentTarget }: Tap<{ index: number }>) {
    const { goals } = this.data.entered
    this.put({ goals: goals.filter((_, at) => at !== currentTarget.dataset.index) }, 'goals')
  },
  chooseResult({ currentTarget }: Tap<{ goal: string; value: string }>) {
    const { goal, value } = currentTarget.dataset
    this.put({ results: { ...this.data.entered.results, [goal]: value } }, 'results')
    this.keepDraft()
  },

  async send() {
    const { kase, form, entered, sending } = this.data
    if (sending || form === null || kase.status !== 'ready') return
    const gaps = formGaps(form, entered, kase.value)
    this.setData({ gaps })
    if (Object.keys(gaps).length > 0) {
      void wx.pageScrollTo({ selector: '.gap-words', offsetTop: -160, duration: 200 })
      return
    }
    this.setData({ sending: true, trouble: '' })
    this.keepDraft()
    try {
      await senders[this.step](entered, kase.value, this.key)
      this.done = true
      forget(this.draftKey())
      tell(form.button === '交督导审批' ? '已交督导审批' : '存好了')
      void wx.navigateBack()
    } catch (error) {
      await this.refused(error)
    } finally {
      this.setData({ sending: false })
    }
  },
  /** Everything that was written stays; a state that moved on is read again, to be looked at before sending again. */
  async refused(error: unknown) {
    const { code, title, advice } = failureWords(error)
    const own = code === 'NOT_NOW' && error instanceof Error ? `${error.message}。` : `${title}，${advice}`
    const offline = '网络断了。您填的内容已保存在手机里，联网后再点一次。'
    this.setData({ trouble: code === 'OFFLINE' ? offline : `${own}您填的内容都还在。` })
    // What was refused was not done: with a new key other words may follow.
    if (code !== 'OFFLINE' && code !== 'UNAVAILABLE' && code !== 'BUSY') this.key = newKey()
    if (code === 'CONFLICT' || code === 'NOT_NOW') await this.reader?.load()
    void wx.pageScrollTo({ selector: '.trouble', offsetTop: -160, duration: 200 })
  },
})

function isDraft(value: unknown): value is FormDraft {
  return (
    typeof value === 'object' &&
    value !== null &&
    'key' in value &&
    typeof value.key === 'string' &&
    'texts' in value &&
    'goals' in value &&
    Array.isArray(value.goals)
  )
}
