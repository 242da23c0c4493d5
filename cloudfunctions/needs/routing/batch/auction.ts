import type { Placement } from './placement'

/**
 * Needs bid for places until nobody bids, or `bidsMost` bids are made; returns the needs that are left to be seated by a search.
 *
 * The auction for similar objects (Bertsekas & Castañon 1989) without its ε, as in the row reduction of Jonker & Volgenant
 * (1987): a need bids for the worker that is best for it as much as would make its second choice (another worker, or to
 * wait) as good, and takes the cheapest place there. A worker's price is that of the cheapest place. As no bid overshoots,
 * the conditions of `Placement` hold throughout, exactly; only a tie stops a need, which is then left to the search.
 */
export function auction(placement: Placement, bidsMost: number): number[] {
  const { rowStart, pairWorker, pairCost, waitingCost, price, capacity, placeStart, load, needAt, pairOf } = placement
  const placePrice = new Int32Array(needAt.length)
  const queue = Int32Array.from({ length: placement.needs }, (_, need) => need)
  const left: number[] = []
  let [head, waiting, bids] = [0, placement.needs, 0]
  while (waiting > 0) {
    const need = queue[head] as number
    head = head + 1 === queue.length ? 0 : head + 1
    waiting--
    if (bids++ >= bidsMost) {
      left.push(need)
      continue
    }
    let best = waitingCost[need] as number
    let second = best
    let bestPair = -1
    let secondPair = -1
    const end = rowStart[need + 1] as number
    for (let pair = rowStart[need] as number; pair < end; pair++) {
      const value = (pairCost[pair] as number) + (price[pairWorker[pair] as number] as number)
      if (value < second) {
        if (value < best) {
          second = best
          secondPair = bestPair
          best = value
          bestPair = pair
        } else {
          second = value
          secondPair = pair
        }
      }
    }
    if (bestPair < 0) continue
    let worker = pairWorker[bestPair] as number
    if (best === second && secondPair >= 0 && load[worker] === capacity[worker]) {
      bestPair = secondPair
      worker = pairWorker[bestPair] as number
    }
    const bid = second - (pairCost[bestPair] as number)
    if ((load[worker] as number) < (capacity[worker] as number)) {
      placePrice[placement.seat(need, bestPair)] = bid
    } else {
      const start = placeStart[worker] as number
      const stop = placeStart[worker + 1] as number
      let place = start
      for (let other = start + 1; other < stop; other++) {
        if ((placePrice[other] as number) < (placePrice[place] as number)) place = other
      }
      if (start === stop || bid <= (placePrice[place] as number)) {
        left.push(need)
        continue
      }
      const ousted = needAt[place] as number
      pairOf[ousted] = -1
      let tail = head + waiting
      if (tail >= queue.length) tail -= queue.length
      queue[tail] = ousted
      waiting++
      placement.put(need, bestPair, place)
      placePrice[place] = bid
    }
    if (load[worker] === capacity[worker]) {
      const stop = placeStart[worker + 1] as number
      let least = bid
      for (let place = placeStart[worker] as number; place < stop; place++) {
        if ((placePrice[place] as number) < least) least = placePrice[place] as number
      }
      price[worker] = least
    }
  }
  return left
}
