import { createHash } from 'node:crypto'

/**
 * All chance in the seed comes from here: the same seed value and label give the same sequence, whatever is made before or
 * beside it, so that adding a collection never reshuffles the others.
 */
export class Chance {
  #state: number

  constructor(seed: number, label: string) {
    this.#state = createHash('sha256').update(`${seed}:${label}`).digest().readUInt32LE(0)
  }

  /** Uniform in [0, 1). Mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[this.whole(0, list.length - 1)]
    if (picked === undefined) throw new Error('nothing to pick from')
    return picked
  }

  /** Each value with its weight; the weights need not add up to anything. */
  weighted<T>(choices: readonly (readonly [value: T, weight: number])[]): T {
    const total = choices.reduce((sum, [, weight]) => sum + weight, 0)
    let left = this.next() * total
    for (const [value, weight] of choices) {
      left -= weight
      if (left < 0) return value
    }
    throw new Error('nothing to choose from')
  }

  /** `count` different elements, in the list's order. */
  some<T>(list: readonly T[], count: number): T[] {
    const ranked = list.map((value, index) => ({ value, index, rank: this.next() }))
    const kept = ranked.sort((a, b) => a.rank - b.rank).slice(0, count)
    return kept.sort((a, b) => a.index - b.index).map(({ value }) => value)
  }
}

const openidDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** An openid in WeChat's shape: `o` and 27 characters that depend on the label alone. */
export function openidOf(label: string): string {
  const bytes = createHash('sha256').update(`openid:${label}`).digest()
  return `o${Array.from(bytes.subarray(0, 27), (byte) => openidDigits[byte % 64]).join('')}`
}

/** 32 lower-case hex digits that depend on the label alone. */
export function hexOf(label: string): string {
  return createHash('sha256').update(`hex:${label}`).digest('hex').slice(0, 32)
}
