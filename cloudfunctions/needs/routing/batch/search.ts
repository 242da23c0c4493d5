import { Heap } from './heap'
import type { Placement } from './placement'

/**
 * Seats one need in a placement at the least cost in all, moving others where that pays: a shortest augmenting path by
 * Dijkstra's algorithm on costs reduced by prices (Edmonds & Karp 1972, Tomizawa 1971). Nodes are the workers; from each,
 * every need placed there can move on to another worker of its row, or back to waiting, which ends the path as free room does.
 */
export class Search {
  private readonly distance: Int32Array
  /** The pair by which a worker was reached, and the need that would take it. */
  private readonly byPair: Int32Array
  private readonly byNeed: Int32Array
  /** Round in which a worker was reached; negative once it was settled. */
  private readonly round: Int32Array
  private readonly settled: Int32Array
  private rounds = 0
  private readonly heap = new Heap()

  constructor(private readonly placement: Placement) {
    const workers = placement.capacity.length
    this.distance = new Int32Array(workers)
    this.byPair = new Int32Array(workers)
    this.byNeed = new Int32Array(workers)
    this.round = new Int32Array(workers)
    this.settled = new Int32Array(workers)
  }

  seat(need: number): void {
    const { placement, distance, round, settled, heap } = this
    const { pairCost, waitingCost, price, capacity, placeStart, load, needAt, pairOf } = placement
    this.rounds++
    heap.clear()
    let settledCount = 0
    /** Cheapest end so far: this need, or the one at `endPlace`, waits. */
    let endCost = waitingCost[need] as number
    let endPlace = -1
    let endWorker = -1
    this.reach(need, 0, endCost)
    while (heap.size > 0) {
      const far = heap.leastKey()
      if (far >= endCost) break
      const worker = heap.pop()
      if (round[worker] !== this.rounds || far !== distance[worker]) continue
      round[worker] = -this.rounds
      if ((load[worker] as number) < (capacity[worker] as number)) {
        endCost = far
        endPlace = -1
        endWorker = worker
        break
      }
      settled[settledCount++] = worker
      const reduced = far - (price[worker] as number)
      const stop = placeStart[worker + 1] as number
      for (let place = placeStart[worker] as number; place < stop; place++) {
        const placed = needAt[place] as number
        const base = reduced - (pairCost[pairOf[placed] as number] as number)
        const end = base + (waitingCost[placed] as number)
        if (end < endCost) {
          endCost = end
          endPlace = place
          endWorker = worker
        }
        this.reach(placed, base, endCost)
      }
    }
    for (let index = 0; index < settledCount; index++) {
      const worker = settled[index] as number
      price[worker] = (price[worker] as number) + endCost - (distance[worker] as number)
    }
    this.walkBack(need, endWorker, endPlace)
  }

  /** Offers each worker of the need's row the way through this need. */
  private reach(need: number, base: number, endCost: number): void {
    const { rowStart, pairWorker, pairCost, price } = this.placement
    const { distance, round, byPair, byNeed, heap, rounds } = this
    const end = rowStart[need + 1] as number
    for (let pair = rowStart[need] as number; pair < end; pair++) {
      const worker = pairWorker[pair] as number
      const far = base + (pairCost[pair] as number) + (price[worker] as number)
      if (far >= endCost || round[worker] === -rounds) continue
      if (round[worker] === rounds && far >= (distance[worker] as number)) continue
      round[worker] = rounds
      distance[worker] = far
      byPair[worker] = pair
      byNeed[worker] = need
      heap.push(far, worker)
    }
  }

  /** Moves everyone along the path: each takes the place of the next. */
  private walkBack(first: number, endWorker: number, endPlace: number): void {
    const { placement, byPair, byNeed } = this
    const { pairOf, placeOf, pairWorker, needAt, placeStart, load } = placement
    if (endWorker < 0) return
    let worker = endWorker
    let place = endPlace
    if (place < 0) {
      place = (placeStart[worker] as number) + (load[worker] as number)
      load[worker] = (load[worker] as number) + 1
    } else {
      pairOf[needAt[place] as number] = -1
    }
    for (;;) {
      const need = byNeed[worker] as number
      const [oldPair, oldPlace] = [pairOf[need] as number, placeOf[need] as number]
      placement.put(need, byPair[worker] as number, place)
      if (need === first) return
      worker = pairWorker[oldPair] as number
      place = oldPlace
    }
  }
}
