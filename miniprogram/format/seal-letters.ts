export interface SealLetter {
  letter: string
  /** Clockwise from the top of the ring. */
  degrees: number
}

/**
 * Where each letter of an organisation's name stands on the ring of its seal: evenly along an arc that is open below, wider
 * for longer names and never past 236 degrees. The drawn certificate and the one on screen use the same places.
 */
export function sealLetters(organisation: string): SealLetter[] {
  const letters = [...organisation]
  const step = letters.length > 1 ? Math.min(30, 236 / (letters.length - 1)) : 0
  const first = (-step * (letters.length - 1)) / 2
  return letters.map((letter, index) => ({ letter, degrees: Math.round((first + step * index) * 10) / 10 }))
}
