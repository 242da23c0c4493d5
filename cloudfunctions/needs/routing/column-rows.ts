import type { RoutingPolicy } from '../../../typings/routing'
import type { Urgency } from '../../../typings/terms'
import { minuteMs } from '../../shared/time/spans'
import { isAtWork } from './calendar'
import { stepsAbove, subSkillsOf } from './fields'
import type { Given, RoutedNeed, RoutedWorker } from './model'
import { dayKey, shareOf } from './recent'
import { mayLieLong, turnsForAbsence, turnsForDoubt } from './route'
import { softRules } from './soft-rules'

/** Not one of the known. */
export const NONE = -1
/** At the district's centre. */
const NO_STREET = -2

/** Small numbers for words, each the same every time. */
class Numbers {
  private readonly numberOf = new Map<string, number>()

  of(word: string): number {
    const number = this.numberOf.get(word) ?? this.numberOf.size
    this.numberOf.set(word, number)
    return number
  }

  known(word: string): number {
    return this.numberOf.get(word) ?? NONE
  }
}

/** Each sub-skill but `general` has a bit. */
const skillBits = new Numbers()
for (const skill of Object.values(subSkillsOf).flat()) if (skill !== 'general') skillBits.of(skill)

export function skillBit(skill: string): number {
  return skillBits.known(skill)
}

/** Workers who keep the same hours, and what that means in the minute at which it was last asked. */
interface Pattern<Worker> {
  one: Worker
  minute: number
  policy: RoutingPolicy | null
  isAtWork: boolean
  /** Turns that they give way, being away for long. */
  turns: number
  /** Urgencies of which the answer may take days. */
  mayLieLong: Readonly<Record<Urgency, boolean>>
  points: number
}

/** What routing knows of workers, a typed array for each thing; a row is one worker. */
export class ColumnRows<Worker extends RoutedWorker> {
  base = new Int32Array(16)
  station = new Int32Array(16)
  skills = new Int32Array(16)
  mainSkill = new Int32Array(16)
  level = new Int32Array(16)
  gender = new Int32Array(16)
  languages = new Int32Array(16)
  pattern = new Int32Array(16)
  /** The day for which `share`, `likely` and `doubt` hold. */
  day = new Int32Array(16)
  likely = new Int32Array(16)
  doubt = new Int32Array(16)
  share = new Float64Array(16)
  capPoints = new Float64Array(16)
  loadPoints = new Float64Array(16)
  licenceUntilMs = new Float64Array(16)
  offeredAtMs = new Float64Array(16)
  readonly workers: (Worker | null)[] = []
  readonly places = new Numbers()
  readonly spoken = new Numbers()
  private readonly hours = new Numbers()
  private readonly patterns: Pattern<Worker>[] = []

  write(row: number, worker: Worker): void {
    if (row >= this.base.length) this.grow()
    this.workers[row] = worker
    this.base[row] = this.places.of(worker.territoryCode)
    this.station[row] = worker.territoryCode.length < 9 ? NO_STREET : this.places.of(worker.territoryCode.slice(0, 9))
    this.skills[row] = worker.subSkills.reduce((mask, skill) => {
      return skillBit(skill) === NONE ? mask : mask | (1 << skillBit(skill))
    }, 0)
    this.mainSkill[row] = skillBit(worker.subSkills.find((skill) => skill !== 'general') ?? '')
    this.level[row] = stepsAbove(worker.level, 'assistant')
    this.gender[row] = genderNumber(worker.gender)
    this.languages[row] = worker.languages.reduce((mask, language) => mask | (1 << this.spoken.of(language)), 0)
    this.pattern[row] = this.hours.of(JSON.stringify(worker.shifts))
    this.patterns[this.pattern[row] as number] ??= {
      one: worker,
      minute: NONE,
      policy: null,
      isAtWork: false,
      turns: 0,
      mayLieLong: { emergency: false, urgent: false, normal: false },
      points: 0,
    }
    this.day[row] = NONE
    this.capPoints[row] = worker.capPoints
    this.loadPoints[row] = worker.loadPoints
    this.licenceUntilMs[row] = worker.licenceValidUntilMs
    this.offeredAtMs[row] = worker.lastOfferedAtMs
  }

  /** Brings what is counted over the last 30 days to today; it changes with the day alone. */
  bringToday(row: number, today: number, need: RoutedNeed, nowMs: number, given: Given): void {
    const worker = this.workers[row]
    if (!worker) return
    this.day[row] = today
    this.share[row] = shareOf(worker, nowMs)
    this.doubt[row] = turnsForDoubt(worker, nowMs)
    this.likely[row] = softRules.likelyToAccept(need, worker, nowMs, given)?.points ?? 0
  }

  /** What each pattern of hours means now. Hours begin and end on whole minutes, so it holds for the minute. */
  patternsAt(need: RoutedNeed, nowMs: number, given: Given): readonly Readonly<Pattern<Worker>>[] {
    const minute = Math.floor(nowMs / minuteMs)
    const { policy } = given
    for (const pattern of this.patterns) {
      if (pattern.minute === minute && pattern.policy === policy) continue
      const isLong = (urgency: Urgency) => mayLieLong(pattern.one, urgency, nowMs, policy)
      pattern.minute = minute
      pattern.policy = policy
      pattern.isAtWork = isAtWork(nowMs, { calendar: policy.calendar, shifts: pattern.one.shifts })
      pattern.mayLieLong = { emergency: isLong('emergency'), urgent: isLong('urgent'), normal: isLong('normal') }
      pattern.turns = turnsForAbsence(pattern.one, nowMs, given.policy)
      pattern.points = softRules.onShift(need, pattern.one, nowMs, given)?.points ?? 0
    }
    return this.patterns
  }

  private grow(): void {
    const rows = 2 * this.base.length
    const ints = (column: Int32Array) => {
      const larger = new Int32Array(rows)
      larger.set(column)
      return larger
    }
    const floats = (column: Float64Array) => {
      const larger = new Float64Array(rows)
      larger.set(column)
      return larger
    }
    this.base = ints(this.base)
    this.station = ints(this.station)
    this.skills = ints(this.skills)
    this.mainSkill = ints(this.mainSkill)
    this.level = ints(this.level)
    this.gender = ints(this.gender)
    this.languages = ints(this.languages)
    this.pattern = ints(this.pattern)
    this.day = ints(this.day)
    this.likely = ints(this.likely)
    this.doubt = ints(this.doubt)
    this.share = floats(this.share)
    this.capPoints = floats(this.capPoints)
    this.loadPoints = floats(this.loadPoints)
    this.licenceUntilMs = floats(this.licenceUntilMs)
    this.offeredAtMs = floats(this.offeredAtMs)
  }
}

export function genderNumber(gender: RoutedWorker['gender']): number {
  return gender === 'female' ? 1 : gender === 'male' ? 2 : 0
}

/** The Shanghai day, as a number. */
export function dayNumber(atMs: number): number {
  return Number(dayKey(atMs).slice(1))
}
