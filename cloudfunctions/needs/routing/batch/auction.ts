import type { Placement } from './placement'

/**
 * Needs bid for places until nobody bids, or `bidsMost` bids are made; returns the needs that are left to be seated by a search.
 *
 * The auction for similar objects (Bertsekas & Castañon 1989) without its ε, as in the row reduction of Jonker & Volgenant
 * (1987): a need bids for the worker that is best for it as much as would make its second choice (another worker, or to
 * wait) as good, and takes the cheapest place there. A worker's price is that of the cheapest place. As no bid overshoots,
 * the conditions of `Placement` hold throughout, exactly; only ties stop a need, which is then left to the search.
 */
export function auction(placement: Placement, bidsMost: number): number[] {
  const left: number[] = []
  const { needs } = placement
  if (needs === 0) return left
  const room = new Auction(placement)
  const queue = Int32Array.from({ length: needs }, (_, need) => need)
  let [head, waiting, bids] = [0, needs, 0]
  while (waiting > 0) {
    const need = queue[head] as number
    head = head + 1 === needs ? 0 : head + 1
    waiting--
    const ousted = bids++ < bidsMost ? room.bid(need) : LEFT
    if (ousted === LEFT) left.push(need)
    if (ousted < 0) continue
    const tail = head + waiting++
    queue[tail < needs ? tail : tail - needs] = ousted
  }
  return left
}

const NOBODY = -1
const LEFT = -2
/** A need ousts another so often at the very price that was paid: more of the loose ends meet free places than stay tied. */
const TIES_MOST = 8

class Auction {
  private readonly placePrice: Int32Array
  private readonly ties: Uint8Array

  constructor(private readonly placement: Placement) {
    this.placePrice = new Int32Array(placement.needAt.length)
    this.ties = new Uint8Array(placement.needs)
  }

  /** One need's bid. Returns whom it ousted; NOBODY when there was room or waiting is as good; LEFT when ties stop it. */
  bid(need: number): number {
    const { rowStart, pairWorker, pairCost, waitingCost, price, capacity, load } = this.placement
    let best = waitingCost[need] as number
    let second = best
    let [bestPair, secondPair] = [-1, -1]
    const end = rowStart[need + 1] as number
    for (let pair = rowStart[need] as number; pair < end; pair++) {
      const value = (pairCost[pair] as number) + (price[pairWorker[pair] as number] as number)
      if (value >= second) continue
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
    if (bestPair < 0) return NOBODY
    const first = pairWorker[bestPair] as number
    const tied = best === second && secondPair >= 0 && load[first] === capacity[first]
    return this.take(need, tied ? secondPair : bestPair, second)
  }

  /** Takes the cheapest place of the pair's worker, at the price that makes `second` as good. */
  private take(need: number, pair: number, second: number): number {
    const { placement, placePrice } = this
    const { pairWorker, pairCost, capacity, load, price, needAt, pairOf } = placement
    const worker = pairWorker[pair] as number
    const bid = second - (pairCost[pair] as number)
    let ousted = NOBODY
    if ((load[worker] as number) < (capacity[worker] as number)) {
      placePrice[placement.seat(need, pair)] = bid
    } else {
      const place = this.cheapestPlace(worker)
      if (place < 0) return LEFT
      if (bid <= (placePrice[place] as number)) {
        const ties = this.ties[need] as number
        if (ties >= TIES_MOST) return LEFT
        this.ties[need] = ties + 1
      }
      ousted = needAt[place] as number
      pairOf[ousted] = -1
      placement.put(need, pair, place)
      placePrice[place] = bid
    }
    if (load[worker] === capacity[worker]) price[worker] = placePrice[this.cheapestPlace(worker)] as number
    return ousted
  }

  /** -1 when the worker has no places at all. */
  private cheapestPlace(worker: number): number {
    const { placeStart } = this.placement
    const start = placeStart[worker] as number
    const end = placeStart[worker + 1] as number
    if (start === end) return -1
    let cheapest = start
    for (let place = start + 1; place < end; place++) {
      if ((this.placePrice[place] as number) < (this.placePrice[cheapest] as number)) cheapest = place
    }
    return cheapest
  }
}
