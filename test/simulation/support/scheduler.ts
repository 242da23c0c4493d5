import type { Random } from './random'

/** Somebody's call: a function instance that goes on until it is done, fails, or is killed. */
export class Actor {
  dead = false
  readonly listeners: (() => void)[] = []

  constructor(readonly name: string) {}

  die(): void {
    if (this.dead) return
    this.dead = true
    for (const listener of this.listeners) listener()
  }
}

/**
 * Decides who goes on. Whoever waits for something outside (each round trip, there and back) waits here, and one of all those
 * is chosen by the seed: every order in which real calls could overlap can come up, and comes up again with the same seed.
 */
export class Scheduler {
  readonly #waiting: { actor: Actor; goOn: () => void }[] = []
  turns = 0

  constructor(readonly random: Random) {}

  /** Waits to be chosen. One who was killed meanwhile waits for ever. */
  turn(actor: Actor): Promise<void> {
    return new Promise((goOn) => {
      this.#waiting.push({ actor, goOn })
    })
  }

  get idle(): boolean {
    return this.#waiting.length === 0
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** Lets one go on, and waits until it waits again or is over. */
  async step(): Promise<void> {
    const index = this.random.whole(0, this.#waiting.length - 1)
    const [chosen] = this.#waiting.splice(index, 1)
    if (!chosen || chosen.actor.dead) return
    this.turns += 1
    chosen.goOn()
    await new Promise((settled) => setImmediate(settled))
  }
}
