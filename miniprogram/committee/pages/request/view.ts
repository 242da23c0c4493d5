import type { SpendingAction, SpendingDetail, SpendingPictures, SpendingStepView } from '../../../../typings/spending'
import { fieldWords } from '../../../format/fields'
import { grouped, money } from '../../../format/money'
import type { TimelineItem } from '../../../format/needs'
import { decisionWords, type StatusWords, spendingTimeline, statusWords } from '../../../format/spending'
import { dayAndTime } from '../../../format/time'

interface Fact {
  name: string
  value: string
}

interface Picture {
  url: string
  state: 'uploaded'
}

interface Pictures {
  shown: Picture[]
  /** What is not shown, and why; empty when all is. */
  words: string
}

interface Paid {
  title: string
  note: string
  vouchers: Pictures
}

/** A request ready for its template. */
export interface RequestView
  extends Pick<SpendingDetail, 'spendingId' | 'title' | 'field' | 'amountFen' | 'next' | 'reason'> {
  words: StatusWords
  place: string
  deadlineMs: number
  version: number
  facts: Fact[]
  items: Fact[]
  quotes: Pictures
  moneyFacts: Fact[]
  /** Said before a decision when the money would not be enough. */
  short: string
  change: string
  steps: readonly SpendingStepView[]
  payments: Paid[]
  settlement: { facts: Fact[]; note: string; vouchers: Pictures } | null
  timeline: TimelineItem[]
  rules: string[]
  can: Record<SpendingAction, boolean>
  /** Something to decide, with an opinion: on this very screen. */
  decides: boolean
  canAct: boolean
  /** Why there is nothing to do for this person; empty when nothing is in the way. */
  blocked: string
  /** A vote was called: there are minutes to read. */
  hasMinutes: boolean
}

const actions: readonly SpendingAction[] = [
  ...(['sign', 'vote', 'recuse', 'minute', 'reopenVote', 'withdraw', 'commit', 'pay', 'settle'] as const),
]

export function requestView(request: SpendingDetail, nowMs: number): RequestView {
  const { spendingId, title, field, amountFen, next, reason, steps, version, can, payments } = request
  const possible = Object.fromEntries(actions.map((each) => [each, can.includes(each)])) as RequestView['can']
  return {
    ...{ spendingId, title, field, amountFen, next, reason, steps, version, can: possible },
    words: statusWords(request.status, request.step),
    place: `${request.communityName} · ${fieldWords(field).name}`,
    deadlineMs: request.deadlineMs ?? 0,
    facts: factsOf(request, nowMs),
    items: request.items.map(({ name, quantity, unitFen }) => ({
      name: `${name} × ${grouped(quantity)}`,
      value: money((quantity * unitFen) as typeof unitFen),
    })),
    quotes: picturesOf(request.quotes),
    ...moneyOf(request),
    change: changeWords(request),
    payments: payments.map(({ amountFen: paidFen, atMs, payerName, note, vouchers }) => ({
      title: `${money(paidFen)} · ${payerName} · ${dayAndTime(atMs, nowMs)}`,
      ...{ note, vouchers: picturesOf(vouchers) },
    })),
    settlement: settlementOf(request, nowMs),
    timeline: spendingTimeline(request.events, nowMs),
    rules: rulesOf(request),
    decides: possible.sign || possible.vote || possible.minute,
    canAct: can.some((each) => each !== 'recuse'),
    blocked: request.blocked ?? '',
    hasMinutes: steps.some(({ vote }) => vote !== null),
  }
}

function factsOf(request: SpendingDetail, nowMs: number): Fact[] {
  const { beneficiary, source, payeeName, authorName, submittedAtMs } = request
  const helped = beneficiary.count > 1 ? `${beneficiary.name}，${grouped(beneficiary.count)} 人` : beneficiary.name
  const from = { case: '一件在办的个案', project: source.kind === 'project' ? source.name : '', byHand: '社区走访' }
  return [
    { name: '受益人', value: helped },
    { name: '收款方', value: payeeName },
    { name: '缘由', value: from[source.kind] },
    { name: '申请人', value: `${authorName}，${dayAndTime(submittedAtMs, nowMs)}` },
  ]
}

function moneyOf({ money: { spendableFen, afterFen, beneficiaryYearFen }, status, field }: SpendingDetail) {
  const deciding = ['consulting', 'reviewing', 'noQuorum', 'approved'].includes(status)
  if (!deciding) return { moneyFacts: [], short: '' }
  const moneyFacts: Fact[] = [
    { name: `现在能用在${fieldWords(field).short}上的`, value: money(spendableFen) },
    ...(afterFen >= 0 ? [{ name: '批了以后还剩', value: money(afterFen) }] : []),
    ...(beneficiaryYearFen > 0 ? [{ name: '同一受益人一年内已资助', value: money(beneficiaryYearFen) }] : []),
  ]
  const short = afterFen < 0 ? '现在钱不够。可以先批，等有钱了再留出。' : ''
  return { moneyFacts, short }
}

function changeWords({ change }: SpendingDetail): string {
  if (!change) return ''
  const { from, asked, agreed, agreedFen, refused } = change
  return `要用到捐赠人指定给${fieldWords(from).name}的善款：问了 ${asked} 位，${agreed} 位同意（共 ${money(agreedFen)}），${refused} 位不同意。没有答复的按不同意算。`
}

function settlementOf({ settlement }: SpendingDetail, nowMs: number): RequestView['settlement'] {
  if (!settlement) return null
  const { actualFen, releasedFen, returnedFen, byName, atMs, note, vouchers } = settlement
  return {
    facts: [
      { name: '实际用了', value: money(actualFen) },
      ...(releasedFen > 0 ? [{ name: '没付的，放回基金', value: money(releasedFen) }] : []),
      ...(returnedFen > 0 ? [{ name: '多付的，放回基金', value: money(returnedFen) }] : []),
      { name: '填报人', value: `${byName}，${dayAndTime(atMs, nowMs)}` },
    ],
    ...{ note, vouchers: picturesOf(vouchers) },
  }
}

function rulesOf({ rules }: SpendingDetail): string[] {
  return [...decisionWords(rules), ...(rules.bannedUses.length > 0 ? [`不能用于：${rules.bannedUses.join('、')}`] : [])]
}

function picturesOf({ urls, waiting, refused }: SpendingPictures): Pictures {
  const words = [
    ...(waiting > 0 ? [`${waiting} 张正在检查，通过后大家才看得到`] : []),
    ...(refused > 0 ? [`${refused} 张没有通过检查`] : []),
  ]
  return { shown: urls.map((url) => ({ url, state: 'uploaded' })), words: words.join('；') }
}
