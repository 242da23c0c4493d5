import { createHash } from 'node:crypto'
import type { Database, Stored, World } from '../../../cloudfunctions/shared/ports'
import { cloned, type Row } from '../support/documents'
import { MemoryServer, type Trouble } from '../support/memory-database'
import { Random } from '../support/random'
import { Actor, Scheduler } from '../support/scheduler'
import { WeChatPay } from './wechat-pay'

/** As long as the longest of the functions may take (clockwork). */
const timeoutMs = 55_000

export const startMs = Date.parse('2026-03-02T02:00:00Z')

/** How a call ended. `unknown`: it failed in passing, or its instance died: whoever asked for it has to ask again. */
export type Ended<R> = { how: 'done'; result: R } | { how: 'failed'; error: Error } | { how: 'unknown' }

/**
 * Everything around the books: database, clock, WeChat Pay, and function instances that may lose an answer, meet a conflict
 * or die at each round trip, as the seed has it.
 */
export class Stage {
  readonly random: Random
  readonly scheduler: Scheduler
  readonly server: MemoryServer
  readonly pay: WeChatPay
  nowMs = startMs
  /** Off: the network is calm, for the end of a run. */
  troubled = true
  calls = 0
  troubles = 0
  messagesSent = 0
  /** What somebody wants undone already: an entry is undone once. */
  readonly undone = new Set<string>()
  #made = 0

  constructor(seed: number, firstWriterWins = true) {
    this.server = new MemoryServer(firstWriterWins)
    this.random = new Random(seed)
    this.scheduler = new Scheduler(this.random)
    this.pay = new WeChatPay(this.random)
  }

  /** Runs `work` in a function instance of its own; it goes on whenever the scheduler lets it. */
  async run<R>(name: string, work: (world: World) => Promise<R>): Promise<Ended<R>> {
    const actor = new Actor(name)
    const deadlineMs = this.nowMs + timeoutMs
    let die = () => {}
    const death = new Promise<Ended<R>>((resolve) => {
      die = () => {
        actor.die()
        resolve({ how: 'unknown' })
      }
    })
    // An instance does not outlive its function's time, however far the clock has moved meanwhile.
    const isLate = () => this.nowMs > deadlineMs
    const life = work(this.#worldOf(actor, die, isLate)).then(
      (result): Ended<R> => ({ how: 'done', result }),
      (error: Error): Ended<R> => (isPassing(error) ? { how: 'unknown' } : { how: 'failed', error }),
    )
    return Promise.race([life, death])
  }

  /** Lets everything go on until nobody waits any more. */
  async settle(): Promise<void> {
    while (!this.scheduler.idle) await this.scheduler.step()
    await new Promise((settled) => setImmediate(settled))
  }

  /** What is there without anybody's call. */
  put(collection: string, row: Stored): void {
    this.server.write([{ collection, id: row._id, row: cloned(row) as unknown as Row }])
  }

  key(): string {
    this.#made += 1
    return createHash('sha256').update(`key ${this.#made} ${this.random.next()}`).digest('hex').slice(0, 32)
  }

  #worldOf(actor: Actor, die: () => void, isLate: () => boolean): World {
    const travel = async () => {
      await this.scheduler.turn(actor)
      if (!isLate()) return
      die()
      await new Promise(() => {})
    }
    const trouble = (inTransaction: boolean) => this.#trouble(inTransaction)
    const whenDead = (forget: () => void) => {
      actor.listeners.push(() => void this.scheduler.turn(new Actor('server')).then(forget))
    }
    const database: Database = this.server.connect({ travel, trouble, die, whenDead })
    return {
      database,
      clock: { nowMs: () => this.nowMs },
      ids: { random: () => this.key(), from: (...parts) => digestOf(parts) },
      payments: this.pay.connect({ travel, trouble: () => this.#trouble(false), die, nowMs: () => this.nowMs }),
      messages: {
        send: async () => {
          await travel()
          this.messagesSent += 1
          return 'sent'
        },
      },
      contentSecurity: {
        checkText: async () => {
          await travel()
          return this.random.chance(0.1) ? 'review' : 'pass'
        },
        startPictureCheck: missing('startPictureCheck'),
      },
      files: {
        temporaryUrls: missing('files'),
        upload: missing('files'),
        download: missing('files'),
        remove: missing('files'),
      },
      codes: { png: missing('codes') },
      phoneNumbers: { numberOf: missing('phoneNumbers') },
      caller: () => ({ openid: '', fromClient: false }),
      log: () => {},
    }
  }

  #trouble(inTransaction: boolean): Trouble {
    this.calls += 1
    const drawn = this.random.next()
    if (!this.troubled || drawn > 0.06) return 'none'
    this.troubles += 1
    if (drawn < 0.012) return 'lostBefore'
    if (drawn < 0.024) return 'lostAfter'
    if (drawn < 0.032) return 'killedBefore'
    if (drawn < 0.04) return 'killedAfter'
    return inTransaction ? 'conflict' : 'lostAfter'
  }
}

/** What the phone or the timer tries again. */
function isPassing(error: Error & { code?: string }): boolean {
  return error.code === 'BUSY' || error.code === 'UNAVAILABLE'
}

function digestOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}

function missing(name: string): () => Promise<never> {
  return () => Promise.reject(new Error(`the simulation has no ${name}`))
}
