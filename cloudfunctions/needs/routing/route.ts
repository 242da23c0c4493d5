import type { RoutingPolicy, SoftRuleName } from '../../../typings/routing'
import type { Urgency } from '../../../typings/terms'
import { hourMs } from '../../shared/time/spans'
import { untilAtWorkMs } from './calendar'
import { type HardRule, hardRules } from './hard-rules'
import { covers, type Given, type Judged, type RoutedNeed, type RoutedWorker, type Tier, tierOf } from './model'
import { answerByMs, builtIn } from './policy'
import { likelihoodOf, shareOf } from './recent'
import { softRules } from './soft-rules'

/** Every hard and soft rule applied to one worker, the soft ones with the weights of the policy. */
export function judge<Worker extends RoutedWorker>(
  need: RoutedNeed,
  worker: Worker,
  nowMs: number,
  given: Given = builtIn,
): Judged<Worker> {
  const obstacles = Object.entries(hardRules).flatMap(([rule, holds]: [string, HardRule]) => {
    const words = holds(need, worker, nowMs, given)
    return words === null ? [] : [{ rule, words }]
  })
  const reasons = ruleNames.flatMap((name) => {
    const reason = softRules[name](need, worker, nowMs, given)
    const points = reason === null ? 0 : Math.round((reason.points * given.policy.weights[name]) / 100)
    return reason === null || points === 0 ? [] : [{ ...reason, points }]
  })
  const score = reasons.reduce((sum, { points }) => sum + points, 0)
  const tier = tierOf(need, worker)
  const turn = turnOf(need, worker, tier, nowMs, given)
  return { worker, tier, turn, unmetWishes: unmetWishes(need, worker), score, reasons, obstacles }
}

const ruleNames = Object.keys(softRules) as SoftRuleName[]

/**
 * The worker to ask: of those who fit, who meets most of the resident's wishes; of these in the order of the policy (the
 * community's room, the street, the district; then the highest score); equals by id, so that the same question has the same
 * answer. Null when nobody fits.
 */
export function chooseWorker<Worker extends RoutedWorker>(
  need: RoutedNeed,
  workers: readonly Worker[],
  nowMs: number,
  policy: RoutingPolicy = builtIn.policy,
): Judged<Worker> | null {
  return rank(need, workers, nowMs, policy).find(({ obstacles }) => obstacles.length === 0) ?? null
}

/** Those who fit first, then by wishes, turn, score and id; `byHand` for a person who chooses among them. */
export function rank<Worker extends RoutedWorker>(
  need: RoutedNeed,
  workers: readonly Worker[],
  nowMs: number,
  policy: RoutingPolicy = builtIn.policy,
  byHand = false,
): Judged<Worker>[] {
  const given = { policy, usualShare: usualShare(need, workers, nowMs), byHand }
  return workers.map((worker) => judge(need, worker, nowMs, given)).sort(compare)
}

/** A month in which people were given less than this on average (some four case points each) says nothing of shares. */
export const LEAST_USUAL = 1

/** What those who serve the place and the field were given on average (`shareOf`); null when it was too little. */
export function usualShare(need: RoutedNeed, workers: readonly RoutedWorker[], nowMs: number): number | null {
  const shares = workers
    .filter((worker) => worker.fields.includes(need.field) && covers(worker.servesCodes, need.territoryCode))
    .map((worker) => shareOf(worker, nowMs))
  const mean = shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length)
  return mean >= LEAST_USUAL ? mean : null
}

/** By turns, the turn is the moment at which the worker was last asked; by score alone there is one turn for all. */
function turnOf(need: RoutedNeed, worker: RoutedWorker, tier: Tier, nowMs: number, given: Given): number {
  const { order } = given.policy
  if (order === 'inTurn') return worker.lastOfferedAtMs
  return order === 'score' ? 0 : nearestFirst(need, worker, tier, nowMs, given)
}

/** Who is not at work for so many hours leaves a resident waiting over a weekend; a night is no matter. */
const LATE_HOURS = 16
/** Who may answer for so many hours has a day off in between: left lying, the resident would have waited for days. */
const LONG_HOURS = 30
/** By how many turns who never takes anything gives way then. */
const MOST_DOUBT_TURNS = 6

/**
 * Nearest first, and who would make things worse gives way by some turns: who was given more than the least in the last 30
 * days; who is away over the weekend; and, when the answer may take days, who seldom takes what they are asked. The turns
 * were chosen by playing quarters (`npm run simulate -- --seeds N`): with fewer the work piles up on some, with more
 * residents wait longer. Whoever helped this resident before is asked in the first turn, wherever they sit, unless they are
 * away.
 */
function nearestFirst(
  need: RoutedNeed,
  worker: RoutedWorker,
  tier: Tier,
  nowMs: number,
  { policy, usualShare: usual }: Given,
): number {
  const late = turnsForAbsence(worker, nowMs, policy)
  if (worker.formerResidents.includes(need.residentOpenid)) return late
  const doubt = mayLieLong(worker, need.urgency, nowMs, policy) ? turnsForDoubt(worker, nowMs) : 0
  return tier + late + doubt + turnsForShare(usual === null ? 0 : shareOf(worker, nowMs) / usual)
}

export function turnsForAbsence(
  { shifts }: Pick<RoutedWorker, 'shifts'>,
  nowMs: number,
  { calendar }: RoutingPolicy,
): number {
  const untilMs = untilAtWorkMs(nowMs, { calendar, shifts })
  return untilMs === null || untilMs > LATE_HOURS * hourMs ? 1 : 0
}

/** Whether what they are asked now may wait over a day off for their answer. */
export function mayLieLong(
  worker: Pick<RoutedWorker, 'shifts'>,
  urgency: Urgency,
  nowMs: number,
  policy: RoutingPolicy,
): boolean {
  return answerByMs(policy, urgency, nowMs, worker) - nowMs > LONG_HOURS * hourMs
}

/** The less likely they take it, the more turns: none for who takes nearly everything. */
export function turnsForDoubt(worker: Pick<RoutedWorker, 'recent'>, nowMs: number): number {
  return Math.floor(MOST_DOUBT_TURNS * (1 - likelihoodOf(worker, nowMs)))
}

/** Where somebody who was given so much of the usual share begins to give way, by so many turns for each share, up to these. */
const [FREE_SHARE, TURNS_A_SHARE, MOST_SHARE_TURNS] = [0.3, 8, 12]

/** `share` is 1 for who was given as much as usual. */
export function turnsForShare(share: number): number {
  return Math.min(MOST_SHARE_TURNS, Math.max(0, Math.floor(TURNS_A_SHARE * (share - FREE_SHARE))))
}

function unmetWishes({ wishes }: RoutedNeed, { gender, languages }: RoutedWorker): number {
  const otherGender = wishes?.gender && wishes.gender !== gender ? 1 : 0
  return otherGender + (wishes?.language && !languages.includes(wishes.language) ? 1 : 0)
}

function compare(left: Judged<RoutedWorker>, right: Judged<RoutedWorker>): number {
  return (
    Math.sign(left.obstacles.length) - Math.sign(right.obstacles.length) ||
    left.unmetWishes - right.unmetWishes ||
    left.turn - right.turn ||
    right.score - left.score ||
    (left.worker._id < right.worker._id ? -1 : left.worker._id > right.worker._id ? 1 : 0)
  )
}

/** What each rule's failure is called when it is counted over many workers. */
const shortages: Readonly<Record<string, string>> = {
  servesField: '领域不符',
  hasSubSkill: '没有对应专长',
  hasLevel: '职业水平不够',
  holdsValidLicence: '证书登记到期',
  servesTerritory: '不服务这个社区',
  isNotOnLeave: '正在休假',
  hasNotPassed: '已问过',
  isNotResident: '是提交人自己',
  isNotKin: '须回避',
  hasNoComplaint: '须回避',
  isOnDuty: '不在班',
  hasRoom: '手上个案已满',
}

/** For the station: how many declined or let it lapse, and which hard rule stood in the way of most of the others. */
export function explainNobody(
  need: RoutedNeed,
  workers: readonly RoutedWorker[],
  nowMs: number,
  policy: RoutingPolicy = builtIn.policy,
): string {
  const declined = need.passedOver.filter(({ how }) => how === 'declined').length
  const lapsed = need.passedOver.length - declined
  const parts = [
    ...(declined > 0 ? [`${declined} 人婉拒`] : []),
    ...(lapsed > 0 ? [`${lapsed} 人超期未答`] : []),
    mostCommonShortage(need, workers, nowMs, policy),
  ]
  return parts.join('，')
}

/** Counted over those who serve the place at all: that the rest of the district does not is no news. */
function mostCommonShortage(
  need: RoutedNeed,
  workers: readonly RoutedWorker[],
  nowMs: number,
  policy: RoutingPolicy,
): string {
  const asked = new Set(need.passedOver.map(({ workerId }) => workerId))
  const serving = workers.filter(({ _id, servesCodes }) => !asked.has(_id) && covers(servesCodes, need.territoryCode))
  if (serving.length === 0) return asked.size > 0 ? '已没有可问的社工' : '没有服务这个社区的社工'
  const counts = new Map<string, number>()
  for (const worker of serving) {
    const { obstacles } = judge(need, worker, nowMs, { policy, usualShare: null })
    for (const { rule } of obstacles) counts.set(rule, (counts.get(rule) ?? 0) + 1)
  }
  const [worst] = [...counts].sort(([, left], [, right]) => right - left)
  if (!worst) return '刚有社工空出'
  const [rule, count] = worst
  return `能服务这里的${asked.size > 0 ? '其余' : ''} ${serving.length} 人中 ${count} 人${shortages[rule] ?? rule}`
}
