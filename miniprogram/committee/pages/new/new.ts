import type { AskableFund } from '../../../../typings/committee'
import type { FundId, NeedId } from '../../../../typings/ids'
import type { Fen } from '../../../../typings/money'
import type { Field } from '../../../../typings/terms'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { failureWords } from '../../../format/errors'
import { fields, fieldWords } from '../../../format/fields'
import { money } from '../../../format/money'
import { stepNames } from '../../../format/spending'
import { tell } from '../../../platform/device'
import { newKey } from '../../../platform/keys'
import { forget, keep, recall } from '../../../platform/storage'
import { getSpendingPath, listAskable, submitSpending } from '../../../services/spending'
import { type Paper, type Papers, papers } from '../../pictures'
import {
  beneficiaryOf,
  emptyItem,
  type Gaps,
  gapOfPath,
  gapsOf,
  inputOf,
  isDraft,
  mostItems,
  newDraft,
  type SpendingDraft,
  totalFen,
} from './form'

const draftKey = 'spending-draft'
const mostQuotes = 6

interface PathView {
  steps: string
  spendable: string
  obstacles: string[]
  others: { field: Field; words: string }[]
}

interface NewData {
  care: boolean
  funds: Remote<readonly AskableFund[]>
  /** The chosen fund's name; empty until one is chosen. */
  fundName: string
  draft: SpendingDraft
  totalFen: Fen
  gaps: Gaps
  quotes: readonly Paper[]
  path: PathView | null
  sending: boolean
  failed: string
  fields: typeof fields
  mostItems: number
  mostQuotes: number
}

const data: NewData = {
  ...{ care: false, funds: { status: 'loading' }, fundName: '' },
  ...{ draft: newDraft('', '', ''), totalFen: 0 as Fen, gaps: {}, quotes: [], path: null },
  ...{ sending: false, failed: '', fields, mostItems, mostQuotes },
}

type TextField = 'projectName' | 'title' | 'reason' | 'beneficiaryName' | 'count' | 'payeeName'

Page({
  behaviors: [careBehavior],
  data,
  papers: null as Papers | null,
  reader: null as RemoteReader<readonly AskableFund[]> | null,
  /** Of two readings of the path only the latest is shown. */
  turn: 0,
  sent: false,

  onLoad(query) {
    const { fundId = '', needId = '', field = '' } = query
    this.papers = papers((quotes) => this.setData({ quotes }))
    const kept = recall(draftKey, isDraft)
    const fits = kept !== null && kept.needId === needId && (fundId === '' || kept.fundId === fundId)
    const fresh = newDraft(newKey(), fundId, needId)
    this.put(fits ? { ...fresh, ...kept } : { ...fresh, field: isField(field) ? field : '' })
    this.reader = remote({
      read: () => listAskable(needId === '' ? null : (needId as NeedId)),
      show: (funds) => {
        this.setData({ funds })
        if (funds.status === 'ready') this.useFund(funds.value, fundId)
      },
      isEmpty: (funds) => funds.length === 0,
    })
    void this.reader.load()
  },
  onHide() {
    this.save()
  },
  onUnload() {
    this.reader?.stop()
    this.save()
  },
  save() {
    if (!this.sent && this.data.draft.title !== '') keep(draftKey, this.data.draft)
  },
  retry() {
    return this.reader?.load()
  },
  /** The one that was chosen before or asked for; the only one there is; else the person chooses. */
  useFund(funds: readonly AskableFund[], wanted: string) {
    const only = funds.length === 1 ? funds[0] : undefined
    const found = funds.find(({ fundId }) => fundId === (this.data.draft.fundId || wanted)) ?? only
    this.put({ fundId: found?.fundId ?? '' })
    this.setData({ fundName: found?.name ?? '' })
    void this.readPath()
  },
  chooseFund({ currentTarget }: Tap<{ id: FundId }>) {
    const { funds } = this.data
    const { id } = currentTarget.dataset
    const chosen = funds.status === 'ready' ? funds.value.find(({ fundId }) => fundId === id) : undefined
    this.put({ fundId: id, changeFrom: '' })
    this.setData({ fundName: chosen?.name ?? '' })
    this.clear('fund')
    void this.readPath()
  },
  chooseOrigin({ currentTarget }: Tap<{ origin: SpendingDraft['origin'] }>) {
    this.put({ origin: currentTarget.dataset.origin })
    this.clear('project')
  },
  put(change: Partial<SpendingDraft>) {
    const draft = { ...this.data.draft, ...change }
    this.setData({ draft, totalFen: totalFen(draft.items) })
  },

  type({ detail, currentTarget }: WechatMiniprogram.Input) {
    const { name } = currentTarget.dataset as { name: TextField }
    this.put({ [name]: detail.value })
    const gapOf = { projectName: 'project', beneficiaryName: 'beneficiary', count: 'beneficiary' } as const
    this.clear(name in gapOf ? gapOf[name as keyof typeof gapOf] : (name as keyof Gaps))
  },
  typeItem({ detail, currentTarget }: WechatMiniprogram.Input) {
    const { index, part } = currentTarget.dataset as { index: number; part: 'name' | 'quantity' | 'yuan' }
    const items = this.data.draft.items.map((item, at) => (at === index ? { ...item, [part]: detail.value } : item))
    this.put({ items })
    this.clear('items')
  },
  clear(name: keyof Gaps) {
    if (this.data.gaps[name]) this.setData({ gaps: { ...this.data.gaps, [name]: '' } })
  },
  addItem() {
    this.put({ items: [...this.data.draft.items, emptyItem] })
  },
  removeItem({ currentTarget }: Tap<{ index: number }>) {
    this.put({ items: this.data.draft.items.filter((_, at) => at !== currentTarget.dataset.index) })
    void this.readPath()
  },
  chooseField({ currentTarget }: Tap<{ field: Field }>) {
    this.put({ field: currentTarget.dataset.field, changeFrom: '' })
    this.clear('field')
    void this.readPath()
  },
  chooseKind({ currentTarget }: Tap<{ kind: 'person' | 'group' }>) {
    this.put({ kind: currentTarget.dataset.kind })
    this.clear('beneficiary')
  },
  chooseOther({ currentTarget }: Tap<{ field: Field }>) {
    const { field } = currentTarget.dataset
    this.put({ changeFrom: this.data.draft.changeFrom === field ? '' : field })
    void this.readPath()
  },

  /** Which way it would go, and what stands in its way: shown while the person writes. */
  async readPath() {
    const { draft } = this.data
    this.turn += 1
    const mine = this.turn
    if (draft.field === '' || draft.fundId === '') return
    try {
      const path = await getSpendingPath({
        fundId: draft.fundId as FundId,
        needId: draft.needId === '' ? null : (draft.needId as NeedId),
        field: draft.field,
        amountFen: totalFen(draft.items),
        beneficiary: beneficiaryOf(draft),
        payeeName: draft.payeeName.trim(),
        changeFrom: draft.changeFrom === '' ? null : draft.changeFrom,
      })
      if (mine !== this.turn) return
      this.setData({
        path: {
          steps: path.steps.map((step) => stepNames[step]).join(' → '),
          spendable: money(path.spendableFen),
          obstacles: path.obstacles.map(({ words }) => words),
          others: path.otherEarmarks.map(({ field, amountFen }) => ({
            ...{ field, words: `${fieldWords(field).name} ${money(amountFen)}` },
          })),
        },
      })
    } catch {
      // Only a help while writing; the submission says what is wrong.
      if (mine === this.turn) this.setData({ path: null })
    }
  },
  lookAgain() {
    return this.readPath()
  },

  async addQuotes() {
    try {
      await this.papers?.add(mostQuotes)
      this.clear('quotes')
    } catch {
      tell('请在设置里允许使用相机或相册')
    }
  },
  quoteAgain({ detail }: Said<{ index: number }>) {
    return this.papers?.again(detail.index)
  },
  removeQuote({ detail }: Said<{ index: number }>) {
    this.papers?.remove(detail.index)
    this.clear('quotes')
  },

  async submit() {
    const { draft, sending } = this.data
    if (sending) return
    this.setData({ sending: true })
    const gaps = gapsOf(draft, (await this.papers?.problem()) ?? '')
    const [first] = Object.values(gaps)
    this.setData({ gaps, failed: '', sending: first === undefined })
    if (first) return tell(first)
    try {
      const { spendingId } = await submitSpending(inputOf(draft, this.papers?.fileIds() ?? []))
      this.sent = true
      forget(draftKey)
      tell('已提交，会通知该签署的人')
      void wx.redirectTo({ url: `/committee/pages/request/request?spendingId=${spendingId}` })
    } catch (error) {
      this.refused(error)
    } finally {
      this.setData({ sending: false })
    }
  },
  /** Everything stays; what the rules do not allow stands at its field. */
  refused(error: unknown) {
    const { code, title, advice } = failureWords(error)
    if (code === 'CONTENT_REFUSED') this.setData({ gaps: { reason: '有些文字没有通过检查，请换一种说法' } })
    if (code === 'INVALID_INPUT' && error instanceof Error && 'fields' in error) {
      const fieldsOf = error.fields as readonly { path: string; limit: string }[]
      const gaps: Gaps = {}
      for (const { path, limit } of fieldsOf) gaps[gapOfPath(path)] = limit
      this.setData({ gaps, failed: fieldsOf.map(({ limit }) => limit).join('；') })
      return
    }
    const offline = '您填的内容已保存在手机里，联网后再点“提交申请”。'
    this.setData({ failed: `${title}。${code === 'OFFLINE' ? offline : advice}` })
    this.save()
  },
})

function isField(text: string): text is Field {
  return fields.some(({ field }) => field === text)
}
