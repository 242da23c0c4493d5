const BUCKET_SIZE = 512

/** A set of texts in order, in buckets: insertion and removal move one bucket, a scan starts by two binary searches. */
export class SortedKeys {
  #buckets: string[][] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  /** Replaces everything; the keys may come in any order. */
  fill(keys: string[]): void {
    keys.sort()
    this.#buckets = []
    this.#size = keys.length
    const half = BUCKET_SIZE / 2
    for (let i = 0; i < keys.length; i += half) this.#buckets.push(keys.slice(i, i + half))
  }

  add(key: string): void {
    const at = this.#bucketOf(key)
    const bucket = this.#buckets[at]
    if (!bucket) {
      this.#buckets.push([key])
      this.#size++
      return
    }
    const position = lowerBound(bucket, key)
    if (bucket[position] === key) return
    bucket.splice(position, 0, key)
    this.#size++
    if (bucket.length > BUCKET_SIZE) this.#buckets.splice(at + 1, 0, bucket.splice(BUCKET_SIZE / 2))
  }

  delete(key: string): void {
    const at = this.#bucketOf(key)
    const bucket = this.#buckets[at]
    if (!bucket) return
    const position = lowerBound(bucket, key)
    if (bucket[position] !== key) return
    bucket.splice(position, 1)
    this.#size--
    if (bucket.length === 0) this.#buckets.splice(at, 1)
  }

  /** Keys from `low` (included) to `high` (excluded), upwards or downwards. The set must not change meanwhile. */
  *scan(low: string, high: string, downwards: boolean): Generator<string> {
    if (downwards) {
      for (let at = Math.min(this.#bucketOf(high), this.#buckets.length - 1); at >= 0; at--) {
        const bucket = this.#buckets[at] ?? []
        for (let i = lowerBound(bucket, high) - 1; i >= 0; i--) {
          const key = bucket[i]
          if (key === undefined || key < low) return
          yield key
        }
      }
      return
    }
    for (let at = this.#bucketOf(low); at < this.#buckets.length; at++) {
      const bucket = this.#buckets[at] ?? []
      for (let i = lowerBound(bucket, low); i < bucket.length; i++) {
        const key = bucket[i]
        if (key === undefined || key >= high) return
        yield key
      }
    }
  }

  /** How many keys lie from `low` (included) to `high` (excluded). */
  count(low: string, high: string): number {
    if (low >= high) return 0
    const first = this.#bucketOf(low)
    const last = this.#bucketOf(high)
    const inFirst = this.#buckets[first]
    const inLast = this.#buckets[last]
    if (!inFirst || !inLast) return 0
    let total = lowerBound(inLast, high) - lowerBound(inFirst, low)
    for (let at = first; at < last; at++) total += this.#buckets[at]?.length ?? 0
    return total
  }

  /** The last bucket whose first key is not above `key`; 0 when there is none. */
  #bucketOf(key: string): number {
    let low = 0
    let high = this.#buckets.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const first = this.#buckets[middle]?.[0]
      if (first !== undefined && first <= key) low = middle + 1
      else high = middle
    }
    return Math.max(0, low - 1)
  }
}

function lowerBound(keys: readonly string[], key: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const there = keys[middle]
    if (there !== undefined && there < key) low = middle + 1
    else high = middle
  }
  return low
}
