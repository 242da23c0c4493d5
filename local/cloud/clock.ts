import type { LocalClock } from '../contract'

/** Something that comes round again: a timer of a function. */
export interface Recurring {
  /** First moment after `afterMs`; null when there is none. */
  next(afterMs: number): number | null
  /** Last moment at or before `atMs`; null when there is none. */
  previous(atMs: number): number | null
  /** Does the work that was due at `dueMs`. Does not reject. */
  fire(dueMs: number): Promise<void>
}

export interface ClockOptions {
  offsetMs: number
  /** Makes the offset durable. */
  save(offsetMs: number): Promise<void>
  /** Whether recurring work fires as real time passes; one-time alarms always do. */
  ticking: boolean
}

interface Repetition {
  readonly work: Recurring
  /** Moments up to here are done with. */
  doneUpToMs: number
  running: Promise<void> | null
}

interface Alarm {
  readonly dueMs: number
  run(): Promise<void>
}

const longestSleepMs = 30_000

/**
 * The clock of the local cloud: the machine's time plus an offset that only grows. The offset lies in shared memory, so
 * that the workers of the functions read the same time at no cost.
 */
export class CloudClock implements LocalClock {
  readonly shared = new SharedArrayBuffer(8)
  readonly #offset = new BigInt64Array(this.shared)
  readonly #options: ClockOptions
  readonly #listeners = new Set<(offsetMs: number) => void>()
  readonly #repetitions = new Set<Repetition>()
  readonly #alarms = new Set<Alarm>()
  readonly #underWay = new Set<Promise<void>>()
  #advancing: Promise<void> = Promise.resolve()
  #jumping = false
  #closed = false
  #timeout: NodeJS.Timeout | undefined

  constructor(options: ClockOptions) {
    this.#options = options
    this.#offset[0] = BigInt(options.offsetMs)
  }

  nowMs(): number {
    return Date.now() + this.offsetMs()
  }

  offsetMs(): number {
    return Number(Atomics.load(this.#offset, 0))
  }

  advance(byMs: number, mostFirings = 96): Promise<void> {
    if (!Number.isSafeInteger(byMs) || byMs < 0) throw new Error(`the clock only moves forward: ${byMs} ms`)
    if (!Number.isSafeInteger(mostFirings) || mostFirings < 1) throw new Error(`mostFirings is ${mostFirings}`)
    const done = this.#advancing.then(() => this.#jump(byMs, mostFirings))
    this.#advancing = done.catch(() => undefined)
    return done
  }

  onChange(listener: (offsetMs: number) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Runs once when the clock reaches `dueMs` (at once if it has). Returns a function that calls it off. */
  at(dueMs: number, run: () => Promise<void>): () => void {
    const alarm: Alarm = { dueMs, run }
    this.#alarms.add(alarm)
    this.#arm()
    return () => this.#alarms.delete(alarm)
  }

  /** Fires the work at each of its moments from now on, never two at a time. Returns a function that ends it. */
  repeat(work: Recurring): () => void {
    const repetition: Repetition = { work, doneUpToMs: this.nowMs(), running: null }
    this.#repetitions.add(repetition)
    this.#arm()
    return () => this.#repetitions.delete(repetition)
  }

  /** Stops firing and waits for what is under way. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timeout)
    this.#alarms.clear()
    this.#repetitions.clear()
    await this.#advancing
    await Promise.all(this.#underWay)
  }

  async #jump(byMs: number, mostFirings: number): Promise<void> {
    this.#jumping = true
    // What fired just before belongs to the time before the jump.
    await Promise.all(this.#underWay)
    const targetMs = this.nowMs() + byMs
    const finalOffsetMs = this.offsetMs() + byMs
    try {
      const planned = [...this.#repetitions]
        .flatMap((each) => plan(each, targetMs, mostFirings).map((dueMs) => ({ dueMs, repetition: each })))
        .sort((a, b) => b.dueMs - a.dueMs)
      while (!this.#closed) {
        const alarm = this.#earliestAlarm(targetMs)
        const firing = planned.at(-1)
        if (alarm && (!firing || alarm.dueMs <= firing.dueMs)) {
          this.#alarms.delete(alarm)
          await this.#moveTo(alarm.dueMs)
          await alarm.run()
        } else if (firing) {
          planned.pop()
          await this.#moveTo(firing.dueMs)
          await firing.repetition.running
          await this.#fire(firing.repetition, firing.dueMs)
        } else break
      }
      for (const each of this.#repetitions) each.doneUpToMs = Math.max(each.doneUpToMs, targetMs)
    } finally {
      await this.#setOffset(finalOffsetMs)
      this.#jumping = false
      this.#arm()
    }
  }

  /** Work on the way takes real time: then the clock may already be past the moment, and stays where it is. */
  async #moveTo(dueMs: number): Promise<void> {
    const offsetMs = dueMs - Date.now()
    if (offsetMs > this.offsetMs()) await this.#setOffset(offsetMs)
  }

  async #setOffset(offsetMs: number): Promise<void> {
    if (offsetMs === this.offsetMs()) return
    Atomics.store(this.#offset, 0, BigInt(offsetMs))
    await this.#options.save(offsetMs)
    for (const listener of this.#listeners) listener(offsetMs)
  }

  #earliestAlarm(upToMs: number): Alarm | undefined {
    let earliest: Alarm | undefined
    for (const alarm of this.#alarms) {
      if (alarm.dueMs <= upToMs && (!earliest || alarm.dueMs < earliest.dueMs)) earliest = alarm
    }
    return earliest
  }

  #arm(): void {
    clearTimeout(this.#timeout)
    if (this.#closed || this.#jumping) return
    const nowMs = this.nowMs()
    let earliestMs = nowMs + longestSleepMs
    for (const alarm of this.#alarms) earliestMs = Math.min(earliestMs, alarm.dueMs)
    if (this.#options.ticking) {
      for (const { work, doneUpToMs, running } of this.#repetitions) {
        if (!running) earliestMs = Math.min(earliestMs, work.next(doneUpToMs) ?? Number.POSITIVE_INFINITY)
      }
    }
    this.#timeout = setTimeout(() => this.#tick(), Math.max(0, earliestMs - nowMs))
    this.#timeout.unref()
  }

  #tick(): void {
    const nowMs = this.nowMs()
    for (const alarm of [...this.#alarms]) {
      if (alarm.dueMs > nowMs) continue
      this.#alarms.delete(alarm)
      this.#track(alarm.run())
    }
    if (this.#options.ticking) {
      for (const each of this.#repetitions) {
        const dueMs = each.work.previous(nowMs)
        if (!each.running && dueMs !== null && dueMs > each.doneUpToMs) this.#track(this.#fire(each, dueMs))
      }
    }
    this.#arm()
  }

  async #fire(repetition: Repetition, dueMs: number): Promise<void> {
    repetition.doneUpToMs = Math.max(repetition.doneUpToMs, dueMs)
    repetition.running = repetition.work.fire(dueMs).finally(() => {
      repetition.running = null
      this.#arm()
    })
    await repetition.running
  }

  #track(work: Promise<void>): void {
    const tracked: Promise<void> = work
      .catch((error: unknown) => console.error('[clock]', error))
      .finally(() => this.#underWay.delete(tracked))
    this.#underWay.add(tracked)
  }
}

/** The moments at which a jump fires this work: all of them, or the last one of each of `most` even slots. */
function plan({ work, doneUpToMs }: Repetition, targetMs: number, most: number): number[] {
  const all: number[] = []
  let dueMs = work.next(doneUpToMs)
  while (dueMs !== null && dueMs <= targetMs && all.length <= most) {
    all.push(dueMs)
    dueMs = work.next(dueMs)
  }
  if (all.length <= most) return all
  const spread: number[] = []
  for (let slot = 1; slot <= most; slot++) {
    const lastMs = work.previous(doneUpToMs + ((targetMs - doneUpToMs) * slot) / most)
    if (lastMs !== null && lastMs > (spread.at(-1) ?? doneUpToMs)) spread.push(lastMs)
  }
  return spread
}
