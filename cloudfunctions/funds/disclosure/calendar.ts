import type { DisclosureEventKind, DisclosureKind } from '../../../typings/disclosure'
import type { FundId } from '../../../typings/ids'
import { shanghaiDateMs, shanghaiDay, shanghaiDayStartMs } from '../../shared/time/shanghai'
import { dayMs } from '../../shared/time/spans'

/** Something that has to be disclosed, again and again or once. `toMs` null: it has not ended. */
export type Subject =
  | { kind: 'campaign'; cause: string; fundId: FundId; name: string; fromMs: number; toMs: number }
  | { kind: DisclosureEventKind; cause: string; fundId: FundId; name: string; fromMs: number; toMs: number | null }
  | { kind: 'payment'; cause: string; fundId: FundId; name: string; atMs: number }
  | { kind: 'year'; cause: string; name: string; year: number }

/** One disclosure that is owed. */
export interface Obligation {
  kind: DisclosureKind
  /** What its id comes from. */
  cause: string
  fundId: FundId | null
  title: string
  /** What it covers; `toMs` is exclusive. */
  fromMs: number
  toMs: number
  /** From when the system has its draft. */
  draftAtMs: number
  /** From this moment on it is late. */
  dueAtMs: number
}

/** The draft is there so long before the time, so that a person can read it. */
const disasterLeadMs = dayMs
const progressLeadMs = 10 * dayMs
/** 慈善组织信息公开办法, as `obligationsOf` says below. */
const disasterEveryDays = 5
const progressEveryMonths = 3
const longFromMonths = 6
const finalWithinMonths = 3
const dealingWithinDays = 30

/**
 * What a subject owes whose draft is made before `untilMs`, in the order of time (慈善组织信息公开办法): gifts for a disaster
 * every 5 days; a campaign or project that lasts more than 6 months every 3 months; both in full within 3 months of their end;
 * a large dealing or one with a related party within 30 days; the yearly report by 31 May.
 */
export function obligationsOf(subject: Subject, untilMs: number): Obligation[] {
  return owedBy(subject, untilMs).filter(({ draftAtMs }) => draftAtMs < untilMs)
}

function owedBy(subject: Subject, untilMs: number): Obligation[] {
  switch (subject.kind) {
    case 'disaster':
      return [...everyFiveDays(subject, untilMs), ...atTheEnd(subject)]
    case 'campaign':
    case 'project':
      return [...everyThreeMonths(subject, untilMs), ...atTheEnd(subject)]
    case 'relatedParty':
      return [dealing(subject, 'relatedParty', subject.fromMs, '关联交易公示')]
    case 'payment':
      return [dealing(subject, 'major', subject.atMs, '重大支出公示')]
    case 'year':
      return [yearly(subject)]
  }
}

type Lasting = Extract<Subject, { fromMs: number }>

function everyFiveDays(subject: Lasting, untilMs: number): Obligation[] {
  const markOf = (count: number) => dayAfter(subject.fromMs, disasterEveryDays * count)
  return periodic(subject, untilMs, { kind: 'disaster', markOf, leadMs: disasterLeadMs, title: '救灾捐赠使用情况' })
}

function everyThreeMonths(subject: Lasting, untilMs: number): Obligation[] {
  if (subject.toMs !== null && addMonths(subject.fromMs, longFromMonths) >= subject.toMs) return []
  const markOf = (count: number) => dayAfter(addMonths(subject.fromMs, progressEveryMonths * count), 0)
  const title = subject.kind === 'project' ? '项目进展情况' : '募捐和使用情况'
  return periodic(subject, untilMs, { kind: 'progress', markOf, leadMs: progressLeadMs, title })
}

function periodic(
  { cause, fundId, name, fromMs, toMs }: Lasting,
  untilMs: number,
  rule: { kind: DisclosureKind; markOf: (count: number) => number; leadMs: number; title: string },
): Obligation[] {
  const owed: Obligation[] = []
  let begin = fromMs
  for (let count = 1; ; count += 1) {
    const dueAtMs = rule.markOf(count)
    const cut = dueAtMs - rule.leadMs
    if (cut >= untilMs || dueAtMs > (toMs ?? Number.POSITIVE_INFINITY)) return owed
    owed.push({
      ...{ kind: rule.kind, cause: `${cause} ${rule.kind} ${count}`, fundId },
      ...{ title: `${name}：${rule.title}（第 ${count} 期）`, fromMs: begin, toMs: cut, draftAtMs: cut, dueAtMs },
    })
    begin = cut
  }
}

function atTheEnd({ cause, fundId, name, fromMs, toMs }: Lasting): Obligation[] {
  if (toMs === null) return []
  const dueAtMs = dayAfter(addMonths(toMs, finalWithinMonths), 0)
  const title = `${name}：结束后的全面公开`
  return [{ kind: 'final', cause: `${cause} final`, fundId, title, fromMs, toMs, draftAtMs: toMs, dueAtMs }]
}

function dealing(
  { cause, fundId, name }: { cause: string; fundId: FundId; name: string },
  kind: 'major' | 'relatedParty',
  atMs: number,
  word: string,
): Obligation {
  const covered = { fromMs: shanghaiDayStartMs(atMs), toMs: dayAfter(atMs, 0) }
  const dueAtMs = dayAfter(atMs, dealingWithinDays)
  return { kind, cause: `${cause} ${kind}`, fundId, title: `${word}：${name}`, ...covered, draftAtMs: atMs, dueAtMs }
}

function yearly({ cause, name, year }: Extract<Subject, { kind: 'year' }>): Obligation {
  const toMs = shanghaiDateMs(`${year + 1}-01-01`)
  return {
    ...{ kind: 'yearly', cause: `${cause} yearly`, fundId: null, title: `${name} ${year} 年度工作报告` },
    ...{ fromMs: shanghaiDateMs(`${year}-01-01`), toMs, draftAtMs: toMs, dueAtMs: shanghaiDateMs(`${year + 1}-06-01`) },
  }
}

/** The first moment of the day that comes after the one so many days later: until then it is in time. */
function dayAfter(atMs: number, days: number): number {
  return shanghaiDayStartMs(atMs) + (days + 1) * dayMs
}

/** The same day of the month so many months later, or that month's last day. */
export function addMonths(atMs: number, months: number): number {
  const [year = 0, month = 1, day = 1] = shanghaiDay(atMs).split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(day, lastDay))
  return shanghaiDateMs(first.toISOString().slice(0, 10)) + (atMs - shanghaiDayStartMs(atMs))
}
