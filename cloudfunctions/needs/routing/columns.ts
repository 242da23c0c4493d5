import type { WorkerId } from '../../../typings/ids'
import type { Field } from '../../../typings/needs'
import { leastLevel, stepsAbove, subSkillsOf } from './fields'
import { hardRules } from './hard-rules'
import type { RoutedNeed, RoutedWorker, Tier } from './model'

/** Each sub-skill but `general` has a bit. */
const bitOf: ReadonlyMap<string, number> = new Map(
  [...new Set(Object.values(subSkillsOf).flat())]
    .filter((skill) => skill !== 'general')
    .map((skill, at) => [skill, at]),
)
const NO_SKILL = -1
const everyHardRule = Object.values(hardRules)
const HOUR_MS = 3_600_000
const LONG_WAIT_HOURS = 72
/** A nearer tier outweighs every score. */
const TIER_WEIGHT = 1000
/** Looked at first, beyond those asked for: some will have an obstacle that the columns do not hold. */
const SPARE = 4

/** One of the best for a need. */
export interface Ranked<Worker extends RoutedWorker> {
  worker: Worker
  tier: Tier
  score: number
}

/**
 * A district's (or a country's) workers in columns, to find the best few for one need in microseconds. Rows are found by
 * field and by the place that they serve, so a need looks at those alone who could have it. What changes a worker's rank
 * is counted on columns, by the same points as `softRules`; the few who come out on top are then held against every one
 * of `hardRules`, so that nobody comes out who may not have the need. `judge` gives the chosen one's reasons in words.
 */
export class WorkerColumns<Worker extends RoutedWorker = RoutedWorker> {
  private readonly rowOf = new Map<WorkerId, number>()
  private readonly workers: (Worker | null)[] = []
  private readonly freeRows: number[] = []
  /** Rows by field, then by served code. */
  private readonly served = new Map<Field, Map<string, Rows>>()
  /** How many rows are served by codes of each length: 6, 9 and 12 as a rule. */
  private readonly codeLengths = new Map<number, number>()
  private readonly numberOfCode = new Map<string, number>()

  private base = new Int32Array(16)
  private station = new Int32Array(16)
  private skills = new Int32Array(16)
  private mainSkill = new Int32Array(16)
  private level = new Int32Array(16)
  private capPoints = new Float64Array(16)
  private loadPoints = new Float64Array(16)
  private licenceUntilMs = new Float64Array(16)
  private offeredAtMs = new Float64Array(16)

  /** Scratch: the best rows so far and their keys, best first. */
  private topRow = new Int32Array(16)
  private topKey = new Float64Array(16)

  constructor(workers: Iterable<Worker> = []) {
    // Who works in the same place lies side by side, and is read together.
    const byPlace = [...workers].sort((left, right) => left.territoryCode.localeCompare(right.territoryCode))
    for (const worker of byPlace) this.set(worker)
  }

  get size(): number {
    return this.rowOf.size
  }

  /** Takes in a worker, or what changed of one: load, leave, licence, places. */
  set(worker: Worker): void {
    const known = this.rowOf.get(worker._id)
    const old = known === undefined ? null : this.workers[known]
    const row = known ?? this.freeRows.pop() ?? this.workers.length
    this.rowOf.set(worker._id, row)
    this.workers[row] = worker
    this.write(row, worker)
    if (old && sameItems(old.fields, worker.fields) && sameItems(old.servesCodes, worker.servesCodes)) return
    if (old) this.unlist(row, old)
    for (const field of new Set(worker.fields)) {
      for (const code of outermost(worker.servesCodes)) this.rowsFor(field, code).add(row)
    }
    for (const code of outermost(worker.servesCodes)) this.countLength(code, 1)
  }

  remove(workerId: WorkerId): void {
    const row = this.rowOf.get(workerId)
    const worker = row === undefined ? null : this.workers[row]
    if (row === undefined || !worker) return
    this.unlist(row, worker)
    this.rowOf.delete(workerId)
    this.workers[row] = null
    this.freeRows.push(row)
  }

  /** The best `count` of those who may have the need, in the order of `rank`. */
  best(need: RoutedNeed, nowMs: number, count = 5): Ranked<Worker>[] {
    for (let width = count + SPARE; ; width *= 4) {
      const found = this.scan(need, nowMs, width)
      const fitting: Ranked<Worker>[] = []
      for (let at = 0; at < found && fitting.length < count; at++) {
        const worker = this.workers[this.topRow[at] as number]
        if (!worker || everyHardRule.some((rule) => rule(need, worker, nowMs) !== null)) continue
        const key = this.topKey[at] as number
        const nearness = Math.floor(key / TIER_WEIGHT)
        fitting.push({ worker, tier: (2 - nearness) as Tier, score: key - nearness * TIER_WEIGHT })
      }
      if (fitting.length === count || found < width) return fitting
    }
  }

  /** Fills the scratch with the best rows of all who serve field and place; returns how many there are, `width` at most. */
  private scan(need: RoutedNeed, nowMs: number, width: number): number {
    if (this.topRow.length < width) {
      this.topRow = new Int32Array(2 * width)
      this.topKey = new Float64Array(2 * width)
    }
    const byCode = this.served.get(need.field)
    const wanted = this.wantedBy(need, nowMs)
    let found = 0
    for (const length of this.codeLengths.keys()) {
      if (length > need.territoryCode.length) continue
      const rows = byCode?.get(need.territoryCode.slice(0, length))
      if (rows) found = this.scanRows(rows, wanted, width, found)
    }
    return found
  }

  private wantedBy(need: RoutedNeed, nowMs: number) {
    const least = leastLevel(need.subSkill)
    return {
      skill: bitOf.get(need.subSkill) ?? NO_SKILL,
      leastLevel: stepsAbove(least, 'assistant'),
      base: this.numberOfCode.get(need.territoryCode) ?? -1,
      station: this.numberOfCode.get(need.streetCode) ?? -1,
      casePoints: need.casePoints,
      nowMs,
    }
  }

  private scanRows({ items, length }: Rows, wanted: Wanted, width: number, alreadyFound: number): number {
    const { skills, level, capPoints, loadPoints, licenceUntilMs, topKey } = this
    const { skill, leastLevel: least, casePoints, nowMs } = wanted
    const mask = skill === NO_SKILL ? 0 : 1 << skill
    let found = alreadyFound
    for (let at = 0; at < length; at++) {
      const row = items[at] as number
      if (((skills[row] as number) & mask) !== mask) continue
      if ((level[row] as number) < least) continue
      if ((loadPoints[row] as number) + casePoints > (capPoints[row] as number)) continue
      if ((licenceUntilMs[row] as number) <= nowMs) continue
      const key = this.keyOf(row, wanted)
      if (found === width) {
        const last = topKey[width - 1] as number
        if (key < last || (key === last && !this.comesBefore(row, this.topRow[width - 1] as number))) continue
        found--
      }
      this.insert(row, key, found++)
    }
    return found
  }

  /** Tier first, then the points of the soft rules. */
  private keyOf(row: number, { skill, leastLevel: least, base, station, casePoints, nowMs }: Wanted): number {
    let key = 0
    if (this.base[row] === base) key = 2 * TIER_WEIGHT + 30
    else if (this.station[row] === station) key = TIER_WEIGHT + 15
    if (skill !== NO_SKILL) key += this.mainSkill[row] === skill ? 20 : 10
    const cap = this.capPoints[row] as number
    key += Math.max(0, Math.round((20 * (cap - (this.loadPoints[row] as number) - casePoints)) / Math.max(1, cap)))
    const hours = Math.max(0, nowMs - (this.offeredAtMs[row] as number)) / HOUR_MS
    key += Math.min(10, Math.floor((10 * hours) / LONG_WAIT_HOURS))
    const above = (this.level[row] as number) - least
    return above > 1 ? key : key + (above === 0 ? 6 : 4)
  }

  private insert(row: number, key: number, end: number): void {
    const { topRow, topKey } = this
    let at = end
    for (; at > 0; at--) {
      const other = topKey[at - 1] as number
      if (key < other || (key === other && !this.comesBefore(row, topRow[at - 1] as number))) break
      topKey[at] = other
      topRow[at] = topRow[at - 1] as number
    }
    topKey[at] = key
    topRow[at] = row
  }

  private comesBefore(row: number, other: number): boolean {
    return (this.workers[row]?._id ?? '') < (this.workers[other]?._id ?? '')
  }

  private write(row: number, worker: Worker): void {
    if (row >= this.base.length) this.grow()
    this.base[row] = this.number(worker.territoryCode)
    this.station[row] = worker.territoryCode.length < 9 ? -2 : this.number(worker.territoryCode.slice(0, 9))
    this.skills[row] = worker.subSkills.reduce((mask, skill) => {
      const bit = bitOf.get(skill)
      return bit === undefined ? mask : mask | (1 << bit)
    }, 0)
    this.mainSkill[row] = bitOf.get(worker.subSkills.find((skill) => skill !== 'general') ?? '') ?? NO_SKILL
    this.level[row] = stepsAbove(worker.level, 'assistant')
    this.capPoints[row] = worker.capPoints
    this.loadPoints[row] = worker.loadPoints
    this.licenceUntilMs[row] = worker.licenceValidUntilMs
    this.offeredAtMs[row] = worker.lastOfferedAtMs
  }

  private grow(): void {
    const twice = <Column extends Int32Array | Float64Array>(column: Column, larger: Column) => {
      larger.set(column)
      return larger
    }
    const rows = 2 * this.base.length
    this.base = twice(this.base, new Int32Array(rows))
    this.station = twice(this.station, new Int32Array(rows))
    this.skills = twice(this.skills, new Int32Array(rows))
    this.mainSkill = twice(this.mainSkill, new Int32Array(rows))
    this.level = twice(this.level, new Int32Array(rows))
    this.capPoints = twice(this.capPoints, new Float64Array(rows))
    this.loadPoints = twice(this.loadPoints, new Float64Array(rows))
    this.licenceUntilMs = twice(this.licenceUntilMs, new Float64Array(rows))
    this.offeredAtMs = twice(this.offeredAtMs, new Float64Array(rows))
  }

  private number(code: string): number {
    const known = this.numberOfCode.get(code)
    if (known !== undefined) return known
    this.numberOfCode.set(code, this.numberOfCode.size)
    return this.numberOfCode.size - 1
  }

  private rowsFor(field: Field, code: string): Rows {
    const byCode = this.served.get(field) ?? new Map<string, Rows>()
    this.served.set(field, byCode)
    const rows = byCode.get(code) ?? new Rows()
    byCode.set(code, rows)
    return rows
  }

  private unlist(row: number, worker: Worker): void {
    for (const code of outermost(worker.servesCodes)) {
      for (const field of new Set(worker.fields)) this.rowsFor(field, code).remove(row)
      this.countLength(code, -1)
    }
  }

  private countLength(code: string, change: 1 | -1): void {
    const count = (this.codeLengths.get(code.length) ?? 0) + change
    if (count > 0) this.codeLengths.set(code.length, count)
    else this.codeLengths.delete(code.length)
  }
}

type Wanted = { skill: number; leastLevel: number; base: number; station: number; casePoints: number; nowMs: number }

/** A growing list of rows; the order means nothing. */
class Rows {
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

function sameItems(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item, at) => item === right[at])
}
