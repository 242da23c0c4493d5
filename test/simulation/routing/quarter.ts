/** Plays a quarter on a stage: needs arrive, people answer in their own time or not at all, cases end. */

import type { NeedRecord, WorkerRecord } from '../../../cloudfunctions/needs/records'
import { termEndMs } from '../../../cloudfunctions/needs/routing/calendar'
import { tierOf } from '../../../cloudfunctions/needs/routing/model'
import { builtInPolicy } from '../../../cloudfunctions/needs/routing/policy'
import { consentVersionOf } from '../../../cloudfunctions/people/consents/texts'
import { dayMs, minuteMs } from '../../../cloudfunctions/shared/time/spans'
import { Chance, hexOf, openidOf } from '../../../local/seed/random'
import type { NeedId } from '../../../typings/ids'
import type { Arrival } from './arrivals'
import { type Stage, wholeMinute } from './stage'
import type { Town } from './town'

/** What became of one need. */
export interface Outcome {
  arrival: Arrival
  needId: NeedId
  submittedAtMs: number
  firstAnswerAtMs: number | null
  acceptedAtMs: number | null
  workerId: string | null
  casePoints: number
  offers: number
  lapsed: number
  tier: number | null
  wishMet: boolean | null
}

/** A triage case that nothing has changed for is looked at no oftener than this: a batch in between would find the same. */
const IDLE_BATCH_MS = 30 * minuteMs
/** After the last arrival the quarter goes on for so long, to see the last ones answered. */
const AFTER_MS = 14 * dayMs

interface Event {
  atMs: number
  order: number
  run(): Promise<void>
}

export async function playQuarter(
  stage: Stage,
  town: Town,
  arrivals: readonly Arrival[],
  seed: number,
): Promise<Outcome[]> {
  const quarter = new Quarter(stage, town, seed)
  for (const arrival of arrivals) quarter.expect(arrival)
  const endMs = (arrivals.at(-1)?.atMs ?? stage.nowMs()) + AFTER_MS
  await quarter.play(endMs)
  for (const outcome of quarter.outcomes) {
    outcome.lapsed = stage.need(outcome.needId).passedOver.filter(({ how }) => how === 'timedOut').length
  }
  return quarter.outcomes
}

class Quarter {
  readonly outcomes: Outcome[] = []
  private readonly events: Event[] = []
  private orders = 0
  /** Not accepted yet. */
  private readonly open = new Map<NeedId, Outcome>()
  private readonly seenOffers = new Set<string>()
  private readonly workers: ReadonlyMap<string, WorkerRecord>
  private triedMs = 0
  private changed = true

  constructor(
    private readonly stage: Stage,
    private readonly town: Town,
    private readonly seed: number,
  ) {
    this.workers = new Map(town.workers.map((worker) => [worker._id, worker]))
  }

  expect(arrival: Arrival): void {
    this.at(arrival.atMs, () => this.arrive(arrival))
  }

  async play(endMs: number): Promise<void> {
    for (;;) {
      const event = this.events[0]
      const wakeMs = this.nextWakeMs()
      const nextMs = Math.min(event?.atMs ?? Number.POSITIVE_INFINITY, wakeMs)
      if (nextMs > endMs) return
      await this.stage.moveTo(nextMs)
      if (wakeMs <= nextMs) this.tried()
      if (event && event.atMs <= nextMs) {
        this.events.shift()
        await event.run()
      }
      this.lookAround()
    }
  }

  /** The first whole minute at which the timer has something to do. */
  private nextWakeMs(): number {
    let [dueMs, retryMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
    let waits = false
    for (const needId of this.open.keys()) {
      const { status, offerDeadlineMs, routeAtMs, escalateAtMs } = this.stage.need(needId)
      if (status === 'triage') {
        waits = true
        retryMs = Math.min(retryMs, routeAtMs ?? retryMs)
      } else dueMs = Math.min(dueMs, offerDeadlineMs ?? routeAtMs ?? dueMs)
      dueMs = Math.min(dueMs, escalateAtMs ?? dueMs)
    }
    if (waits && this.stage.hasFreedRoom()) dueMs = Math.min(dueMs, this.stage.nowMs())
    else if (!this.changed) retryMs = Math.max(retryMs, this.triedMs + IDLE_BATCH_MS)
    const soonestMs = Math.max(Math.min(dueMs, retryMs), this.stage.nowMs())
    return wholeMinute(soonestMs) + minuteMs
  }

  private tried(): void {
    this.triedMs = this.stage.nowMs()
    this.changed = false
  }

  /** People notice what they were offered since. */
  private lookAround(): void {
    for (const [needId, outcome] of this.open) {
      const need = this.stage.need(needId)
      if (need.status === 'offered' && need.offer && !this.seenOffers.has(need.offer.offerId)) {
        this.seenOffers.add(need.offer.offerId)
        this.changed = true
        this.answerInTime(need, outcome)
      }
    }
  }

  private answerInTime(need: NeedRecord, outcome: Outcome): void {
    const { offer, urgency } = need
    const worker = this.workers.get(offer?.workerId ?? '')
    const temper = this.town.tempers.get(offer?.workerId ?? '')
    if (!offer || !worker || !temper) throw new Error('an offer to somebody who is not in town')
    outcome.offers += 1
    // The same person answers the same need the same way, whoever routed it: all policies meet the same people.
    const chance = new Chance(this.seed, `answer:${outcome.arrival.number}:${worker._id}`)
    const mood = chance.next()
    if (mood >= temper.takes + temper.handsBack) return
    const hurry = urgency === 'emergency' ? 0.1 : urgency === 'urgent' ? 0.5 : 1
    const minutes = Math.max(1, temper.medianMinutes * hurry * Math.exp(0.9 * normal(chance)))
    const fromHome = chance.next() < 0.15
    const term = { minutes: fromHome ? 2 * minutes : minutes, counts: fromHome ? 'clock' : 'working' } as const
    const atMs = termEndMs(term, offer.offeredAtMs, { calendar: builtInPolicy.calendar, shifts: worker.shifts })
    if (atMs >= offer.deadlineMs) return
    this.at(atMs, () => (mood < temper.takes ? this.take(need, outcome) : this.handBack(need, outcome)))
  }

  private async arrive(arrival: Arrival): Promise<void> {
    const { number, field, subSkill, urgency, territoryCode, wishes } = arrival
    // One in four has asked before.
    const resident = number % 4 === 3 ? number - 3 : number
    const openid = openidOf(`simulated resident:${this.seed}:${resident}`)
    const needId = await this.stage.submit(openid, {
      needKey: hexOf(`simulated need:${this.seed}:${number}`),
      field,
      subSkill,
      description: '模拟的一份需求',
      photoFileIds: [],
      territoryCode,
      address: `${resident} 号`,
      contactName: '居民',
      contactPhone: `1390000${String(resident % 10_000).padStart(4, '0')}`,
      urgency,
      consentVersion: consentVersionOf('contact'),
      ...(wishes ? { wishes } : {}),
      ...(field === 'childCare' ? { child: { under14: false, guardian: null } } : {}),
    })
    const { submittedAtMs, casePoints } = this.stage.need(needId)
    const nothing = { firstAnswerAtMs: null, acceptedAtMs: null, workerId: null, tier: null, wishMet: null }
    const outcome = { arrival, needId, submittedAtMs, casePoints, ...nothing, offers: 0, lapsed: 0 }
    this.outcomes.push(outcome)
    this.open.set(needId, outcome)
  }

  private async take(need: NeedRecord, outcome: Outcome): Promise<void> {
    const { offer } = need
    if (!offer || !(await this.stage.accept(offer.workerOpenid, need._id, offer.offerId))) return
    const worker = this.workers.get(offer.workerId)
    if (!worker) throw new Error('nobody took it')
    const atMs = this.stage.nowMs()
    outcome.firstAnswerAtMs ??= atMs
    outcome.acceptedAtMs = atMs
    outcome.workerId = worker._id
    outcome.tier = tierOf(need, worker)
    outcome.wishMet = need.wishes ? need.wishes.gender === worker.gender : null
    this.open.delete(need._id)
    this.at(atMs + outcome.arrival.durationMs, async () => {
      await this.stage.end(this.stage.need(need._id))
      this.changed = true
    })
  }

  private async handBack(need: NeedRecord, outcome: Outcome): Promise<void> {
    const { offer } = need
    if (!offer || !(await this.stage.decline(offer.workerOpenid, need._id, offer.offerId))) return
    outcome.firstAnswerAtMs ??= this.stage.nowMs()
  }

  private at(atMs: number, run: () => Promise<void>): void {
    const event = { atMs, order: this.orders++, run }
    let low = 0
    let high = this.events.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.events[middle] as Event
      if (other.atMs < atMs || (other.atMs === atMs && other.order < event.order)) low = middle + 1
      else high = middle
    }
    this.events.splice(low, 0, event)
  }
}

/** Box and Muller. */
function normal(chance: Chance): number {
  return Math.sqrt(-2 * Math.log(1 - chance.next())) * Math.cos(2 * Math.PI * chance.next())
}
