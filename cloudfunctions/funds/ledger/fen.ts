import type { Fen } from '../../../typings/money'
import { invariant } from '../../shared/errors'

/** A whole, safe number of fen; anything else is a fault of ours. */
export function fen(amount: number): Fen {
  invariant(Number.isSafeInteger(amount), `${amount} is not a whole number of fen`)
  return amount as Fen
}

export const zeroFen = fen(0)

export function sumFen(amounts: Iterable<number>): Fen {
  let total = 0
  for (const amount of amounts) total += amount
  return fen(total)
}

/** 10 million yuan: nobody enters a larger sum at once. */
export const mostSumFen = 1_000_000_000
