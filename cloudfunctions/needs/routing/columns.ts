import type { WorkerId } from '../../../typings/ids'
import type { RoutingPolicy, SoftRuleName } from '../../../typings/routing'
import type { Field } from '../../../typings/terms'
import { hourMs } from '../../shared/time/spans'
import { ColumnRows, dayNumber, genderNumber, NONE, skillBit } from './column-rows'
import { leastLevel, stepsAbove } from './fields'
import { hardRules } from './hard-rules'
import type { Given, Judged, RoutedNeed, RoutedWorker, Tier } from './model'
import { builtIn } from './policy'
import { LEAST_USUAL, turnsForShare } from './route'
import { LONG_WAIT_HOURS, sharePoints } from './soft-rules'

/** A row's order is the wishes it leaves unmet, then its turn, which may be a moment in milliseconds; the least comes first. */
const WISH = 2 ** 42
/** Looked at beyond those asked for: some will have an obstacle that the columns do not hold. */
const SPARE = 4
/** These hard rules the columns hold exactly; those who come out on top are held against all others. */
const onColumns = new Set([
  'servesField',
  'hasSubSkill',
  'hasLevel',
  'holdsValidLicence',
  'servesTerritory',
  'isOnDuty',
  'hasRoom',
])
const otherHardRules = Object.entries(hardRules).flatMap(([name, rule]) => (onColumns.has(name) ? [] : [rule]))

/** One of the best for a need; `judge` gives the reasons in words. */
export type Ranked<Worker extends RoutedWorker> = Omit<Judged<Worker>, 'reasons' | 'obstacles'>

/**
 * A district's (or a country's) workers in columns, to find the best few for one need in microseconds. Rows are found by
 * field and by the place that they serve, so a need looks at those alone who could have it. What changes a worker's rank
 * is counted on columns, by the same points as `softRules`; the few who come out on top are then held against the
 * `hardRules` that are not, so that nobody comes out who may not have the need.
 */
export class WorkerColumns<Worker extends RoutedWorker = RoutedWorker> {
  private readonly rows = new ColumnRows<Worker>()
  private readonly rowOf = new Map<WorkerId, number>()
  private readonly freeRows: number[] = []
  /** By field, then by served code. */
  private readonly served = new Map<Field, Map<string, RowList>>()
  /** How many rows are served by codes of each length: 6, 9 and 12 as a rule. */
  private readonly codeLengths = new Map<number, number>()
  /** Who helped a resident before, by openid. */
  private readonly helpedBefore = new Map<string, Set<number>>()

  /** Scratch: the best rows so far with their orders and scores, best first. */
  private topRow = new Int32Array(16)
  private topOrder = new Float64Array(16)
  private topScore = new Float64Array(16)
  private points: FixedPoints | null = null

  constructor(workers: Iterable<Worker> = []) {
    // Who works in the same place lies side by side, and is read together.
    const byPlace = [...workers].sort((left, right) => compareText(left.territoryCode, right.territoryCode))
    for (const worker of byPlace) this.set(worker)
  }

  get size(): number {
    return this.rowOf.size
  }

  /** Takes in a worker, or what changed of one: load, leave, licence, places. */
  set(worker: Worker): void {
    const known = this.rowOf.get(worker._id)
    const row = known ?? this.freeRows.pop() ?? this.rows.workers.length
    const old = known === undefined ? null : this.rows.workers[known]
    if (old) this.list(row, old, -1)
    this.rowOf.set(worker._id, row)
    this.rows.write(row, worker)
    this.list(row, worker, 1)
  }

  remove(workerId: WorkerId): void {
    const row = this.rowOf.get(workerId)
    const worker = row === undefined ? null : this.rows.workers[row]
    if (row === undefined || !worker) return
    this.list(row, worker, -1)
    this.rowOf.delete(workerId)
    this.rows.workers[row] = null
    this.freeRows.push(row)
  }

  /** The best `count` of those who may have the need, in the order of `rank`. */
  best(need: RoutedNeed, nowMs: number, policy: RoutingPolicy = builtIn.policy, count = 5): Ranked<Worker>[] {
    const lists = this.listsFor(need)
    const given = { policy, usualShare: this.meanShare(lists, need, nowMs) }
    const scan = this.scanFor(need, nowMs, given)
    for (let width = count + SPARE; ; width *= 4) {
      const found = this.scan(lists, scan, width)
      const fitting: Ranked<Worker>[] = []
      for (let at = 0; at < found && fitting.length < count; at++) {
        const row = this.topRow[at] as number
        const worker = this.rows.workers[row]
        if (!worker || otherHardRules.some((rule) => rule(need, worker, nowMs, given) !== null)) continue
        const [order, score] = [this.topOrder[at] as number, this.topScore[at] as number]
        const unmetWishes = Math.floor(order / WISH)
        fitting.push({ worker, tier: this.tierOf(row, scan), turn: order - unmetWishes * WISH, unmetWishes, score })
      }
      if (fitting.length === count || found < width) return fitting
    }
  }

  /** What those who serve the place and the field carried on average in 30 days, by what they can carry; null when it was too little. */
  usualShare(need: RoutedNeed, nowMs: number): number | null {
    return this.meanShare(this.listsFor(need), need, nowMs)
  }

  private meanShare(lists: readonly RowList[], need: RoutedNeed, nowMs: number): number | null {
    const { rows } = this
    const today = dayNumber(nowMs)
    const { day } = rows
    let [sum, count] = [0, 0]
    for (const { items, length } of lists) {
      for (let at = 0; at < length; at++) {
        const row = items[at] as number
        if (day[row] !== today) rows.bringToday(row, today, need, nowMs, builtIn)
        sum += rows.share[row] as number
      }
      count += length
    }
    const mean = sum / Math.max(1, count)
    return mean >= LEAST_USUAL ? mean : null
  }

  private listsFor({ field, territoryCode }: RoutedNeed): RowList[] {
    const byCode = this.served.get(field)
    const lists: RowList[] = []
    for (const length of this.codeLengths.keys()) {
      const list = length > territoryCode.length ? undefined : byCode?.get(territoryCode.slice(0, length))
      if (list) lists.push(list)
    }
    return lists
  }

  /** What the scan compares rows with, looked up once. */
  private scanFor(need: RoutedNeed, nowMs: number, given: Given) {
    const { rows } = this
    const { policy, usualShare } = given
    const { gender, language } = need.wishes ?? { gender: null, language: null }
    const spoken = language ? rows.spoken.known(language) : NONE
    const skill = skillBit(need.subSkill)
    return {
      nowMs,
      usualShare,
      weights: policy.weights,
      order: policy.order,
      skill,
      skillMask: skill === NONE ? 0 : 1 << skill,
      least: stepsAbove(leastLevel(need.subSkill), 'assistant'),
      base: rows.places.known(need.territoryCode),
      station: rows.places.known(need.streetCode),
      casePoints: need.casePoints,
      urgency: need.urgency,
      emergency: need.urgency === 'emergency',
      gender: gender ? genderNumber(gender) : 0,
      wishesLanguage: language !== null,
      languageMask: spoken === NONE ? 0 : 1 << spoken,
      helpedBefore: this.helpedBefore.get(need.residentOpenid),
      patterns: rows.patternsAt(need, nowMs, given),
      points: this.pointsOf(policy),
    }
  }

  private pointsOf(policy: RoutingPolicy): FixedPoints {
    if (this.points?.policy !== policy) this.points = fixedPoints(policy)
    return this.points
  }

  /** Fills the scratch with the best rows of all lists; returns how many there are, `width` at most. */
  private scan(lists: readonly RowList[], scan: Scan, width: number): number {
    if (this.topRow.length < width) {
      this.topRow = new Int32Array(2 * width)
      this.topOrder = new Float64Array(2 * width)
      this.topScore = new Float64Array(2 * width)
    }
    const { skills, level, capPoints, loadPoints, licenceUntilMs, pattern } = this.rows
    const { skillMask, least, casePoints, nowMs, emergency, patterns } = scan
    let found = 0
    for (const { items, length } of lists) {
      for (let at = 0; at < length; at++) {
        const row = items[at] as number
        if (((skills[row] as number) & skillMask) !== skillMask) continue
        if ((level[row] as number) < least) continue
        if ((loadPoints[row] as number) + casePoints > (capPoints[row] as number)) continue
        if ((licenceUntilMs[row] as number) <= nowMs) continue
        if (emergency && !patterns[pattern[row] as number]?.isAtWork) continue
        const [order, score] = [this.orderOf(row, scan), this.scoreOf(row, scan)]
        if (found === width) {
          if (!this.comesBefore(row, order, score, width - 1)) continue
          found--
        }
        this.insert(row, order, score, found++)
      }
    }
    return found
  }

  private orderOf(row: number, scan: Scan): number {
    const { rows } = this
    const unmetGender = scan.gender !== 0 && scan.gender !== rows.gender[row]
    const unmetLanguage = scan.wishesLanguage && ((rows.languages[row] as number) & scan.languageMask) === 0
    const unmet = (unmetGender ? WISH : 0) + (unmetLanguage ? WISH : 0)
    if (scan.order === 'score') return unmet
    if (scan.order === 'inTurn') return unmet + (rows.offeredAtMs[row] as number)
    const pattern = scan.patterns[rows.pattern[row] as number]
    const late = pattern?.turns ?? 0
    if (scan.helpedBefore?.has(row)) return unmet + late
    const share = scan.usualShare === null ? 0 : (rows.share[row] as number) / scan.usualShare
    const doubt = pattern?.mayLieLong[scan.urgency] ? (rows.doubt[row] as number) : 0
    return unmet + this.tierOf(row, scan) + late + doubt + turnsForShare(share)
  }

  /** The points of the soft rules. */
  private scoreOf(row: number, scan: Scan): number {
    const { rows } = this
    const { points } = scan
    const tier = this.tierOf(row, scan)
    let score = this.variablePoints(row, scan)
    if (tier === 0) score += points.sameCommunity
    else if (tier === 1) score += points.sameStreet
    if (scan.helpedBefore?.has(row)) score += points.continuity
    if (scan.gender !== 0 && scan.gender === rows.gender[row]) score += points.wishedGender
    if (((rows.languages[row] as number) & scan.languageMask) !== 0) score += points.wishedLanguage
    if (scan.skill !== NONE) score += rows.mainSkill[row] === scan.skill ? points.mainSkill : points.otherSkill
    const above = (rows.level[row] as number) - scan.least
    return above > 1 ? score : score + (above === 0 ? points.atLevel : points.nextLevel)
  }

  private tierOf(row: number, { base, station }: Scan): Tier {
    return this.rows.base[row] === base ? 0 : this.rows.station[row] === station ? 1 : 2
  }

  /** Free capacity, fairness, likelihood and hours: what changes from day to day. */
  private variablePoints(row: number, scan: Scan): number {
    const { rows } = this
    const { weights, casePoints, usualShare, nowMs, patterns } = scan
    const share = rows.share[row] as number
    const cap = rows.capPoints[row] as number
    const left = cap - (rows.loadPoints[row] as number) - casePoints
    const free = Math.max(0, Math.round((20 * left) / Math.max(1, cap)))
    const hours = Math.max(0, nowMs - (rows.offeredAtMs[row] as number)) / hourMs
    const fair = usualShare ? sharePoints(share / usualShare) : Math.min(10, Math.floor((10 * hours) / LONG_WAIT_HOURS))
    return (
      Math.round((free * weights.freeCapacity) / 100) +
      Math.round((fair * weights.fairness) / 100) +
      Math.round(((rows.likely[row] as number) * weights.likelyToAccept) / 100) +
      Math.round(((patterns[rows.pattern[row] as number]?.points ?? 0) * weights.onShift) / 100)
    )
  }

  private insert(row: number, order: number, score: number, end: number): void {
    const { topRow, topOrder, topScore } = this
    let at = end
    for (; at > 0 && this.comesBefore(row, order, score, at - 1); at--) {
      topRow[at] = topRow[at - 1] as number
      topOrder[at] = topOrder[at - 1] as number
      topScore[at] = topScore[at - 1] as number
    }
    topRow[at] = row
    topOrder[at] = order
    topScore[at] = score
  }

  /** Before the one that is `at` this place of the best: by order, then the higher score, then id. */
  private comesBefore(row: number, order: number, score: number, at: number): boolean {
    const [otherOrder, otherScore] = [this.topOrder[at] as number, this.topScore[at] as number]
    if (order !== otherOrder) return order < otherOrder
    if (score !== otherScore) return score > otherScore
    const { workers } = this.rows
    return (workers[row]?._id ?? '') < (workers[this.topRow[at] as number]?._id ?? '')
  }

  /** Enters the row wherever it is looked for; with -1 takes it out. */
  private list(row: number, worker: Worker, change: 1 | -1): void {
    for (const code of outermost(worker.servesCodes)) {
      const count = (this.codeLengths.get(code.length) ?? 0) + change
      if (count > 0) this.codeLengths.set(code.length, count)
      else this.codeLengths.delete(code.length)
      for (const field of new Set(worker.fields)) {
        const byCode = this.served.get(field) ?? new Map<string, RowList>()
        this.served.set(field, byCode)
        const list = byCode.get(code) ?? new RowList()
        byCode.set(code, list)
        if (change > 0) list.add(row)
        else list.remove(row)
      }
    }
    for (const openid of worker.formerResidents) {
      const helpers = this.helpedBefore.get(openid) ?? new Set()
      if (change > 0) this.helpedBefore.set(openid, helpers.add(row))
      else if (helpers.delete(row) && helpers.size === 0) this.helpedBefore.delete(openid)
    }
  }
}

type Scan = ReturnType<WorkerColumns['scanFor']>
type FixedPoints = ReturnType<typeof fixedPoints>

/** What the rules give that give the same each time, as the policy weighs them. */
function fixedPoints(policy: RoutingPolicy) {
  const weigh = (rule: SoftRuleName, points: number) => Math.round((points * policy.weights[rule]) / 100)
  return {
    policy,
    sameCommunity: weigh('sameCommunity', 30),
    sameStreet: weigh('sameStreet', 15),
    mainSkill: weigh('speciality', 20),
    otherSkill: weigh('speciality', 10),
    atLevel: weigh('fittingLevel', 6),
    nextLevel: weigh('fittingLevel', 4),
    continuity: weigh('continuity', 25),
    wishedGender: weigh('wishedGender', 30),
    wishedLanguage: weigh('wishedLanguage', 30),
  }
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

/** A growing list of rows; the order means nothing. */
class RowList {
  items = new Int32Array(8)
  length = 0

  add(row: number): void {
    if (this.length === this.items.length) {
      const larger = new Int32Array(2 * this.length)
      larger.set(this.items)
      this.items = larger
    }
    this.items[this.length++] = row
  }

  remove(row: number): void {
    const at = this.items.subarray(0, this.length).indexOf(row)
    if (at < 0) return
    this.length--
    this.items[at] = this.items[this.length] as number
  }
}

/** Without the codes that lie within another: each worker is listed once for every place. */
function outermost(codes: readonly string[]): string[] {
  const distinct = [...new Set(codes)].filter((code) => code !== '')
  return distinct.filter((code) => !distinct.some((other) => other !== code && code.startsWith(other)))
}
