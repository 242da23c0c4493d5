import type { PolicyView } from '../../../../typings/spending'
import type { Field } from '../../../../typings/terms'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { failureWords } from '../../../format/errors'
import { fields } from '../../../format/fields'
import { firstOfNextMonthMs } from '../../../format/time'
import { tell } from '../../../platform/device'
import { getPolicy, setPolicy } from '../../../services/spending'
import { draftOf, type PolicyShown, policyShown, type RulesDraft, readDraft, refusalWords, ruleWords } from './view'

interface PolicyData {
  care: boolean
  policy: Remote<PolicyShown>
  /** Null while the rules are only read. */
  draft: RulesDraft | null
  ruleWords: typeof ruleWords
  fields: typeof fields
  problems: readonly string[]
  busy: boolean
}

const data: PolicyData = {
  ...{ care: false, policy: { status: 'loading' }, draft: null, ruleWords, fields, problems: [], busy: false },
}

Page({
  behaviors: [careBehavior],
  data,
  territoryCode: '',
  view: null as PolicyView | null,
  reader: null as RemoteReader<PolicyShown> | null,
  ...readerHandlers,

  onLoad(query) {
    this.territoryCode = query.territoryCode ?? ''
    this.reader = remote({
      read: async () => {
        this.view = await getPolicy(this.territoryCode)
        return policyShown(this.view)
      },
      show: (policy) => this.setData({ policy }),
    })
    void this.reader.load()
  },

  edit() {
    if (this.view) this.setData({ draft: draftOf(this.view.effective), problems: [] })
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },
  cancel() {
    this.setData({ draft: null, problems: [] })
  },
  put(change: Partial<RulesDraft>) {
    if (this.data.draft) this.setData({ draft: { ...this.data.draft, ...change } })
  },
  typeNumber({ detail, currentTarget }: WechatMiniprogram.Input) {
    const { rule } = currentTarget.dataset as { rule: string }
    const { draft } = this.data
    if (draft) this.put({ numbers: { ...draft.numbers, [rule]: detail.value } })
  },
  typeBanned({ detail }: WechatMiniprogram.Input) {
    this.put({ banned: detail.value })
  },
  typeNote({ detail }: WechatMiniprogram.Input) {
    this.put({ note: detail.value })
  },
  togglePurpose({ currentTarget }: Tap<{ field: Field }>) {
    const { field } = currentTarget.dataset
    const { draft } = this.data
    if (draft) this.put({ purposes: { ...draft.purposes, [field]: !draft.purposes[field] } })
  },
  chooseFrom({ currentTarget }: Tap<{ from: 'now' | 'nextMonth' }>) {
    this.put({ from: currentTarget.dataset.from })
  },

  async save() {
    const { draft, busy } = this.data
    const { view } = this
    if (!draft || !view || busy) return
    const rules = readDraft(draft)
    if (typeof rules === 'string') return this.setData({ problems: [rules] })
    this.setData({ busy: true, problems: [] })
    try {
      const nowMs = Date.now()
      const effectiveFromMs = draft.from === 'now' ? nowMs : firstOfNextMonthMs(nowMs)
      const { version } = view
      const { territoryCode } = this
      this.view = await setPolicy({ territoryCode, version, rules, effectiveFromMs, note: draft.note.trim() })
      this.reader?.put(policyShown(this.view))
      this.setData({ draft: null })
      tell(draft.from === 'now' ? '新规矩已生效' : '已定好，下月起生效')
      void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    } catch (error) {
      await this.refused(error)
    } finally {
      this.setData({ busy: false })
    }
  },
  async refused(error: unknown) {
    const { code, title, advice } = failureWords(error)
    const named = error instanceof Error && 'fields' in error ? (error.fields as readonly { path: string }[]) : []
    this.setData({
      problems: code === 'INVALID_INPUT' ? named.map(({ path }) => refusalWords(path)) : [`${title}，${advice}`],
    })
    if (code === 'CONFLICT') await this.reader?.load()
  },
})
