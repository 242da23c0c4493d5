import { type HardRule, hardRules, servesTerritory } from './hard-rules'
import { type Judged, type RoutedNeed, type RoutedWorker, tierOf } from './model'
import { softRules } from './soft-rules'

/** Every hard and soft rule applied to one worker. */
export function judge<Worker extends RoutedWorker>(need: RoutedNeed, worker: Worker, nowMs: number): Judged<Worker> {
  const obstacles = Object.entries(hardRules).flatMap(([rule, holds]: [string, HardRule]) => {
    const words = holds(need, worker, nowMs)
    return words === null ? [] : [{ rule, words }]
  })
  const reasons = softRules.flatMap((rule) => rule(need, worker, nowMs) ?? [])
  const score = reasons.reduce((sum, { points }) => sum + points, 0)
  return { worker, tier: tierOf(need, worker), score, reasons, obstacles }
}

/**
 * The worker to ask: of the nearest tier (the community's room, the street, the district) that has anyone who fits, the
 * highest score; equal scores by id, so that the same question has the same answer. Null when nobody fits.
 */
export function chooseWorker<Worker extends RoutedWorker>(
  need: RoutedNeed,
  workers: readonly Worker[],
  nowMs: number,
): Judged<Worker> | null {
  return rank(need, workers, nowMs).find(({ obstacles }) => obstacles.length === 0) ?? null
}

/** Those who fit first, then by tier, score and id. */
export function rank<Worker extends RoutedWorker>(
  need: RoutedNeed,
  workers: readonly Worker[],
  nowMs: number,
): Judged<Worker>[] {
  return workers.map((worker) => judge(need, worker, nowMs)).sort(compare)
}

function compare(left: Judged<RoutedWorker>, right: Judged<RoutedWorker>): number {
  return (
    Math.sign(left.obstacles.length) - Math.sign(right.obstacles.length) ||
    left.tier - right.tier ||
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
  hasRoom: '手上个案已满',
}

/** For the station: how many declined or let it lapse, and which hard rule stood in the way of most of the others. */
export function explainNobody(need: RoutedNeed, workers: readonly RoutedWorker[], nowMs: number): string {
  const declined = need.passedOver.filter(({ how }) => how === 'declined').length
  const lapsed = need.passedOver.length - declined
  const parts = [
    ...(declined > 0 ? [`${declined} 人婉拒`] : []),
    ...(lapsed > 0 ? [`${lapsed} 人超时未答`] : []),
    mostCommonShortage(need, workers, nowMs),
  ]
  return parts.join('，')
}

/** Counted over those who serve the place at all: that the rest of the district does not is no news. */
function mostCommonShortage(need: RoutedNeed, workers: readonly RoutedWorker[], nowMs: number): string {
  const asked = new Set(need.passedOver.map(({ workerId }) => workerId))
  const serving = workers.filter((worker) => !asked.has(worker._id) && servesTerritory(need, worker, nowMs) === null)
  if (serving.length === 0) return asked.size > 0 ? '已没有可问的社工' : '没有服务这个社区的社工'
  const counts = new Map<string, number>()
  for (const worker of serving) {
    for (const { rule } of judge(need, worker, nowMs).obstacles) counts.set(rule, (counts.get(rule) ?? 0) + 1)
  }
  const [worst] = [...counts].sort(([, left], [, right]) => right - left)
  if (!worst) return '刚有社工空出'
  const [rule, count] = worst
  return `能服务这里的${asked.size > 0 ? '其余' : ''} ${serving.length} 人中 ${count} 人${shortages[rule] ?? rule}`
}
