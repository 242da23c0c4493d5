import type { FundId, NeedId, RequestKey } from '../../../../typings/ids'
import type { Fen } from '../../../../typings/money'
import type { SubmitSpendingInput } from '../../../../typings/spending'
import type { Field } from '../../../../typings/terms'
import { mostSumFen, parseYuan } from '../../../format/yuan-input'

export interface ItemDraft {
  name: string
  quantity: string
  yuan: string
}

/** A request that is being written. */
export interface SpendingDraft {
  spendingKey: RequestKey
  fundId: string
  needId: string
  /** Without a case: for a project, or for what was found on the round. */
  origin: 'project' | 'byHand'
  projectName: string
  title: string
  field: Field | ''
  reason: string
  items: readonly ItemDraft[]
  kind: 'person' | 'group'
  beneficiaryName: string
  count: string
  payeeName: string
  changeFrom: Field | ''
}

export type Gaps = Partial<
  Record<'fund' | 'project' | 'title' | 'field' | 'reason' | 'items' | 'beneficiary' | 'payeeName' | 'quotes', string>
>

const leastUnitFen = 1 as Fen
export const mostItems = 20
export const emptyItem: ItemDraft = { name: '', quantity: '1', yuan: '' }

export function newDraft(spendingKey: RequestKey, fundId: string, needId: string): SpendingDraft {
  return {
    ...{
      spendingKey,
      fundId,
      needId,
      origin: 'byHand',
      projectName: '',
      title: '',
      field: '',
      reason: '',
      items: [emptyItem],
    },
    ...{ kind: 'person', beneficiaryName: '', count: '', payeeName: '', changeFrom: '' },
  }
}

/** What the items come to as far as they can be read; 0 when none can. */
export function totalFen(items: readonly ItemDraft[]): Fen {
  return items.reduce((total, item) => total + (lineFen(item) ?? 0), 0) as Fen
}

export function lineFen({ quantity, yuan }: ItemDraft): Fen | null {
  const unit = parseYuan(yuan, leastUnitFen, mostSumFen)
  const many = /^\d{1,4}$/.test(quantity.trim()) ? Number(quantity) : 0
  return unit.ok && many >= 1 ? ((unit.amountFen * many) as Fen) : null
}

/** What is missing, a sentence by field. */
export function gapsOf(draft: SpendingDraft, quoteProblem: string): Gaps {
  const gaps: Gaps = {}
  if (draft.fundId === '') gaps.fund = '请选向哪个基金申请'
  if (draft.needId === '' && draft.origin === 'project' && draft.projectName.trim().length < 2) {
    gaps.project = '请写项目的名称'
  }
  if (draft.title.trim().length < 4) gaps.title = '请写清办什么事，至少 4 个字，公众会看到'
  if (draft.field === '') gaps.field = '请选一个方面'
  if (draft.reason.trim().length < 10) gaps.reason = '请写写为什么要用这笔钱，至少 10 个字'
  if (draft.items.some((item) => item.name.trim() === '' || lineFen(item) === null)) {
    gaps.items = '每一项都要有名称、数量和单价'
  }
  if (draft.beneficiaryName.trim() === '') gaps.beneficiary = '请写受益人；看的人只看得到姓'
  else if (draft.kind === 'group' && !/^[1-9]\d{0,4}$/.test(draft.count)) gaps.beneficiary = '请写大约多少人受益'
  else if (draft.kind === 'group' && draft.count === '1') gaps.beneficiary = '只帮一个人的，请选“一个人”'
  if (draft.payeeName.trim().length < 2) gaps.payeeName = '请写把钱付给谁'
  if (quoteProblem !== '') gaps.quotes = quoteProblem
  return gaps
}

/** As the cloud takes it. Call it only without gaps. */
export function inputOf(draft: SpendingDraft, quoteFileIds: readonly string[]): SubmitSpendingInput {
  const { field } = draft
  if (field === '') throw new Error('a request without a field is not sent')
  return {
    spendingKey: draft.spendingKey,
    fundId: draft.fundId as FundId,
    source: sourceOf(draft),
    ...{ title: draft.title.trim(), field, reason: draft.reason.trim() },
    items: draft.items.map((item) => {
      const unit = parseYuan(item.yuan, leastUnitFen, mostSumFen)
      if (!unit.ok) throw new Error('an item without a price is not sent')
      return { name: item.name.trim(), quantity: Number(item.quantity), unitFen: unit.amountFen }
    }),
    beneficiary: beneficiaryOf(draft),
    payeeName: draft.payeeName.trim(),
    quoteFileIds,
    changeFrom: draft.changeFrom === '' ? null : draft.changeFrom,
  }
}

function sourceOf({ needId, origin, projectName }: SpendingDraft): SubmitSpendingInput['source'] {
  if (needId !== '') return { kind: 'case', needId: needId as NeedId }
  return origin === 'project' ? { kind: 'project', name: projectName.trim() } : { kind: 'byHand' }
}

export function beneficiaryOf(draft: SpendingDraft): SubmitSpendingInput['beneficiary'] {
  const count = draft.kind === 'person' ? 1 : Math.max(2, Number(draft.count) || 2)
  return { kind: draft.kind, name: draft.beneficiaryName.trim(), count }
}

/** Which field of the form a refused input is about. */
export function gapOfPath(path: string): keyof Gaps {
  const known: readonly (readonly [string, keyof Gaps])[] = [
    ['fundId', 'fund'],
    ['source', 'project'],
    ['title', 'title'],
    ['field', 'field'],
    ['reason', 'reason'],
    ['beneficiary', 'beneficiary'],
    ['payeeName', 'payeeName'],
    ['quoteFileIds', 'quotes'],
  ]
  return known.find(([start]) => path.startsWith(start))?.[1] ?? 'items'
}

export function isDraft(value: unknown): value is SpendingDraft {
  return (
    typeof value === 'object' &&
    value !== null &&
    'spendingKey' in value &&
    typeof value.spendingKey === 'string' &&
    /^[0-9a-f]{32}$/.test(value.spendingKey) &&
    'items' in value &&
    Array.isArray(value.items) &&
    'fundId' in value &&
    'title' in value &&
    typeof value.title === 'string'
  )
}
