import type { AssignmentProblem, AssignmentSolution, NeedOptions } from './problem'

/**
 * Who has what while a problem is being solved. Worker `w` has the places `placeStart[w] ≤ place < placeStart[w + 1]`, of
 * which the first `load[w]` are taken. Between two steps these hold, and they make the answer the cheapest one
 * (complementary slackness): a price is never negative, and 0 while its worker has room; each placed need has a pair of
 * least `cost + price`, at most its waiting cost; each waiting need's waiting cost is at most every `cost + price`.
 */
export class Placement {
  needs: number
  rowStart: Int32Array
  waitingCost: Int32Array
  pairWorker: Int32Array
  pairCost: Int32Array
  /** By need: the pair it has, or -1. */
  pairOf: Int32Array
  /** By need: its place. Only meaningful when it has a pair. */
  placeOf: Int32Array
  readonly capacity: Int32Array
  readonly placeStart: Int32Array
  readonly needAt: Int32Array
  readonly load: Int32Array
  readonly price: Int32Array

  constructor(problem: AssignmentProblem) {
    const { rowStart, waitingCost, pairWorker, pairCost, capacity } = problem
    this.needs = waitingCost.length
    this.rowStart = rowStart
    this.waitingCost = waitingCost
    this.pairWorker = pairWorker
    this.pairCost = pairCost
    this.capacity = capacity
    this.pairOf = new Int32Array(this.needs).fill(-1)
    this.placeOf = new Int32Array(this.needs)
    this.placeStart = new Int32Array(capacity.length + 1)
    for (let worker = 0; worker < capacity.length; worker++) {
      this.placeStart[worker + 1] = (this.placeStart[worker] as number) + (capacity[worker] as number)
    }
    this.needAt = new Int32Array(this.placeStart[capacity.length] as number)
    this.load = new Int32Array(capacity.length)
    this.price = new Int32Array(capacity.length)
  }

  /** Puts the need, by this pair, into this place of the pair's worker. */
  put(need: number, pair: number, place: number): void {
    this.pairOf[need] = pair
    this.placeOf[need] = place
    this.needAt[place] = need
  }

  /** Puts the need into a free place of the pair's worker. */
  seat(need: number, pair: number): number {
    const worker = this.pairWorker[pair] as number
    const place = (this.placeStart[worker] as number) + (this.load[worker] as number)
    this.load[worker] = (this.load[worker] as number) + 1
    this.put(need, pair, place)
    return place
  }

  /** Adds a need that waits; its arrays grow by doubling, so that adding stays cheap. */
  append(options: NeedOptions['options'], waitingCost: number): number {
    const need = this.needs++
    const start = this.rowStart[need] as number
    const end = start + options.length
    this.rowStart = grown(this.rowStart, this.needs + 1)
    this.waitingCost = grown(this.waitingCost, this.needs)
    this.pairOf = grown(this.pairOf, this.needs)
    this.placeOf = grown(this.placeOf, this.needs)
    this.pairWorker = grown(this.pairWorker, end)
    this.pairCost = grown(this.pairCost, end)
    options.forEach(({ worker, cost }, index) => {
      this.pairWorker[start + index] = worker
      this.pairCost[start + index] = cost
    })
    this.rowStart[this.needs] = end
    this.waitingCost[need] = waitingCost
    this.pairOf[need] = -1
    return need
  }

  /** The worker who has the need; -1 when it waits. */
  workerOf(need: number): number {
    const pair = this.pairOf[need] as number
    return pair < 0 ? -1 : (this.pairWorker[pair] as number)
  }

  solution(): AssignmentSolution {
    let cost = 0
    for (let need = 0; need < this.needs; need++) {
      const pair = this.pairOf[need] as number
      cost += (pair < 0 ? this.waitingCost[need] : this.pairCost[pair]) as number
    }
    const workerOf = Int32Array.from({ length: this.needs }, (_, need) => this.workerOf(need))
    return { workerOf, cost, price: this.price.slice() }
  }

  problem(): AssignmentProblem {
    const pairs = this.rowStart[this.needs] as number
    return {
      capacity: this.capacity,
      rowStart: this.rowStart.slice(0, this.needs + 1),
      pairWorker: this.pairWorker.slice(0, pairs),
      pairCost: this.pairCost.slice(0, pairs),
      waitingCost: this.waitingCost.slice(0, this.needs),
    }
  }
}

function grown(array: Int32Array, length: number): Int32Array {
  if (array.length >= length) return array
  const larger = new Int32Array(2 * length)
  larger.set(array)
  return larger
}
