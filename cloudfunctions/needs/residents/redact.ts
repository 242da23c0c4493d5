import type { NeedRecord } from '../records'

/** Stands where a name, a number or an address stood in what others wrote. */
const GONE = '（已删除）'
/** A single character would be found everywhere. */
const SHORTEST = 2

/** What names the person of a need, the longest first, so that no part of one is left. */
export function namesOfPerson(need: NeedRecord): string[] {
  const { contactName, contactPhone, address, behalf, child } = need
  const named = [contactName, contactPhone, address, behalf?.principalName, behalf?.actorName, child?.guardian?.name]
  const words = named.filter((word): word is string => word !== undefined && [...word].length >= SHORTEST)
  return [...new Set(words)].sort((left, right) => right.length - left.length)
}

/** The same value without these words in any text of it, however deep. */
export function redacted<Value>(value: Value, words: readonly string[]): Value {
  return walk(value, words) as Value
}

function walk(value: unknown, words: readonly string[]): unknown {
  if (typeof value === 'string') return words.reduce((text, word) => text.replaceAll(word, GONE), value)
  if (Array.isArray(value)) return value.map((each) => walk(each, words))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(each, words)]))
}
