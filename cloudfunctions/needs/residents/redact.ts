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

/** A text that people wrote, without these words. */
export function redactedText(text: string, words: readonly string[]): string {
  return words.reduce((left, word) => left.replaceAll(word, GONE), text)
}

/** What people write in a case, by the field's name: a code, a date or a person's id is none of it, whatever it reads like. */
const WRITTEN: ReadonlySet<string> = new Set([
  ...['summary', 'situation', 'strengths', 'problems', 'safetyPlan', 'change', 'followUp'],
  ...['text', 'measure', 'measures', 'note', 'reason', 'answer', 'what', 'purpose', 'comment'],
  // Of messages that wait to be delivered, and their rows.
  ...['title', 'body'],
])
const ROWS = 'data'

/** The same record without these words in whatever somebody wrote in it, however deep; everything else is as it was. */
export function redacted<Value>(value: Value, words: readonly string[]): Value {
  return walk(value, words, false) as Value
}

function walk(value: unknown, words: readonly string[], written: boolean): unknown {
  if (typeof value === 'string') return written ? redactedText(value, words) : value
  if (Array.isArray(value)) return value.map((each) => walk(each, words, written))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  return Object.fromEntries(
    entries.map(([key, each]) => [key, walk(each, words, written || WRITTEN.has(key) || key === ROWS)]),
  )
}
