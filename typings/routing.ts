import type { NeedId, TerritoryCode, WorkerId } from './ids'
import type { Field, LicenceLevel, RiskLevel, RouteReason, SubSkill, Urgency } from './terms'

/** Every rule that speaks for a worker; each has a weight in the district's policy. */
export type SoftRuleName =
  | 'sameCommunity'
  | 'sameStreet'
  | 'speciality'
  | 'freeCapacity'
  | 'fairness'
  | 'fittingLevel'
  | 'continuity'
  | 'wishedGender'
  | 'wishedLanguage'
  | 'likelyToAccept'
  | 'onShift'

/** Minutes of a day from midnight, such as 540 to 1050 for 9:00 to 17:30. */
export interface DayHours {
  fromMinute: number
  untilMinute: number
}

/** A worker's own hours on one day of the week; 0 is Sunday. */
export interface Shift extends DayHours {
  weekday: number
}

/** When the district works. Days are Shanghai days, written 2026-10-01. */
export interface WorkingCalendar {
  hours: readonly DayHours[]
  /** Days of the week that are worked; 0 is Sunday. */
  weekdays: readonly number[]
  /** Public holidays on days that would be worked. */
  holidays: readonly string[]
  /** 调休: days that would be free and are worked. */
  extraWorkdays: readonly string[]
}

/** How long; counted on the clock, or in the hours that the worker (else the district) works. */
export interface Term {
  minutes: number
  counts: 'clock' | 'working'
}

/** After how much waiting without an offer the next is told; counted as its urgency's offers are. */
export interface Escalation {
  toCentreMinutes: number
  toDutyMinutes: number
}

/**
 * How many days each part of a case may take. An emergency, a critical risk and the time between two visits are counted in
 * calendar days whatever `counts` says: a person in danger does not wait for a holiday to pass.
 */
export interface CaseTerms {
  counts: 'calendar' | 'working'
  /** From acceptance to the first contact. */
  intakeDays: Readonly<Record<Urgency, number>>
  /** From 接案 to the assessment. */
  assessmentDays: Readonly<Record<Urgency, number>>
  /** From the assessment to the plan. */
  planningDays: Readonly<Record<RiskLevel, number>>
  /** Between two visits at the most, whatever the plan says. */
  visitEveryDays: Readonly<Record<RiskLevel, number>>
  /** For the supervisor's answer to a plan or a closure. */
  approvalDays: number
  evaluationDays: number
  closureDays: number
}

/** What a district sets of routing and casework. */
export interface RoutingPolicy {
  /** Per cent of a rule's own points: 0 never speaks, at most 1,000. */
  weights: Readonly<Record<SoftRuleName, number>>
  /**
   * `nearestFirst`: room, then station, then centre, and within one the score; a worker who carries clearly more than
   * their share, or is away for long, gives way some rounds. `score`: the score alone, in which nearness counts points. `inTurn` (轮派): whoever
   * was asked longest ago.
   */
  order: 'nearestFirst' | 'score' | 'inTurn'
  calendar: WorkingCalendar
  /** Until when an offer must be answered. An emergency is always counted on the clock. */
  answerWithin: Readonly<Record<Urgency, Term>>
  escalation: Readonly<Record<Urgency, Escalation>>
  /** The waiting needs are assigned together this often; null: never, each is tried by itself. */
  batchEveryMinutes: number | null
  /** A case goes by it from its next step on. */
  casework: CaseTerms
}

export interface RoutingPolicyCard {
  districtCode: TerritoryCode
  /** 0: as built in, never set. */
  version: number
  policy: RoutingPolicy
  setAtMs: number | null
  setByName: string | null
  note: string
}

/** Who a waiting need has been put before: the station when nobody was found, then the district's centre, then the person on duty. */
export type EscalationLevel = 'station' | 'centre' | 'duty'

export interface BatchWorker {
  workerId: WorkerId
  name: string
  level: LicenceLevel
  servicePointName: string
  capPoints: number
  /** What they carry now, and would with all that this batch gives them. */
  loadPoints: number
  loadAfterPoints: number
}

/** One waiting need in a batch that has not been confirmed. */
export interface BatchRow {
  needId: NeedId
  version: number
  field: Field
  subSkill: SubSkill
  urgency: Urgency
  communityName: string
  excerpt: string
  submittedAtMs: number
  casePoints: number
  /** Null: it goes on waiting, and `why` says why. */
  worker: BatchWorker | null
  reasons: readonly RouteReason[]
  why: string
  /** Whom it would have gone to, had the needs been given out one by one, the oldest first; null: to nobody. */
  oneByOneName: string | null
  /** The batch gives it to someone else than that. */
  changed: boolean
}

/** What the next batch would do with the needs that wait below the caller's duties; nothing is stored. */
export interface BatchPreview {
  atMs: number
  rows: readonly BatchRow[]
  waitingCount: number
  placedCount: number
  oneByOnePlacedCount: number
  /** When the timer does it by itself; null: it does not. */
  nextRunAtMs: number | null
}

export interface BatchOutcome {
  needId: NeedId
  /** offered: the worker was asked; the other two: nothing was done, because one of them had moved on. */
  outcome: 'offered' | 'needChanged' | 'workerChanged'
  words: string
}

export interface RoutingProcedures {
  'needs.previewBatch': { input: Record<string, never>; result: BatchPreview }
  /** Makes the offers as the supervisor leaves them: each by itself, those that moved on are skipped. Again is fine. */
  'needs.confirmBatch': {
    input: { items: readonly { needId: NeedId; version: number; workerId: WorkerId }[]; note: string }
    result: { rows: readonly BatchOutcome[] }
  }
  'needs.getRoutingPolicy': { input: { districtCode: TerritoryCode }; result: RoutingPolicyCard }
  /** `version` as it was read; CONFLICT when somebody set it in between. */
  'needs.setRoutingPolicy': {
    input: { districtCode: TerritoryCode; version: number; policy: RoutingPolicy; note: string }
    result: RoutingPolicyCard
  }
}
