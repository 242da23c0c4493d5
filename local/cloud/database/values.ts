/**
 * Values as MongoDB orders and compares them, and the texts that carry this order: two keys compare with `<` as their
 * values do. Text compares by UTF-16 code units everywhere (queries, sorts and indexes alike).
 */
import { isPlainObject } from './ejson'
import { queryRefused } from './errors'

/** First character of each type's key, in MongoDB's order of types. */
export const TAG = {
  emptyArray: '\u0004',
  null: '\u0005',
  number: '\u0010',
  string: '\u0020',
  object: '\u0030',
  array: '\u0040',
  boolean: '\u0050',
  date: '\u0060',
} as const

/** Follows a whole key; above every key that begins with it. */
export const AFTER = '\uffff'

const float = new Float64Array(1)
const bytes = new Uint8Array(float.buffer)

export function typeTag(value: unknown): string {
  if (value === null || value === undefined) return TAG.null
  if (typeof value === 'number') return TAG.number
  if (typeof value === 'string') return TAG.string
  if (typeof value === 'boolean') return TAG.boolean
  if (value instanceof Date) return TAG.date
  if (Array.isArray(value)) return TAG.array
  if (isPlainObject(value)) return TAG.object
  throw queryRefused(`a value of type ${typeName(value)} has no order`)
}

/** The type in the words of MongoDB's messages. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (value instanceof Date) return 'date'
  if (Array.isArray(value)) return 'array'
  if (value instanceof RegExp) return 'regex'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value !== 'number') return typeof value
  return Number.isInteger(value) ? (Math.abs(value) < 2 ** 31 ? 'int' : 'long') : 'double'
}

/** The key of a value: it keeps the order, and no key is the beginning of another. */
export function orderedKey(value: unknown): string {
  return typeTag(value) + payload(value)
}

/** The same key for a descending field. It stays below `AFTER`, as keys do. */
export function invertedKey(key: string): string {
  let inverted = ''
  for (let i = 0; i < key.length; i++) inverted += String.fromCharCode(0xfffe - key.charCodeAt(i))
  return inverted
}

/** Text inside a key, without its end: what begins with this text begins with this key. */
export function textKey(text: string): string {
  if (!text.includes('\u0000') && !text.includes('\u0001')) return text
  return text.replaceAll('\u0001', '\u0001\u0002').replaceAll('\u0000', '\u0001\u0001')
}

/** Equality as MongoDB sees it: the order of an object's fields counts. */
export function equalValues(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false
  if (a instanceof Date || b instanceof Date) {
    return a instanceof Date && b instanceof Date && a.getTime() === b.getTime()
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    return a.every((element, i) => equalValues(element, b[i]))
  }
  const left = Object.entries(a)
  const right = Object.entries(b)
  if (left.length !== right.length) return false
  return left.every(([key, value], i) => right[i]?.[0] === key && equalValues(value, right[i]?.[1]))
}

/** Order of two values; negative, zero or positive. */
export function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const left = typeof a === 'string' && typeof b === 'string' ? a : orderedKey(a)
  const right = typeof a === 'string' && typeof b === 'string' ? b : orderedKey(b)
  return left < right ? -1 : left > right ? 1 : 0
}

export function cloneValue<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return new Date(value.getTime()) as T
  if (value instanceof RegExp) return value
  if (Array.isArray(value)) return value.map(cloneValue) as T
  const copy: Record<string, unknown> = {}
  for (const key in value) copy[key] = cloneValue((value as Record<string, unknown>)[key])
  return copy as T
}

/**
 * What a filter on `path` compares with: the value, and for an array its elements too. Arrays on the way are entered;
 * an absent field is `undefined`.
 */
export function candidates(document: unknown, path: string): unknown[] {
  const found: unknown[] = []
  collect(document, path.split('.'), 0, (value) => {
    found.push(value)
    if (Array.isArray(value)) found.push(...value)
  })
  return found
}

/** The values that an index on `path` holds for a document: an array gives each of its elements. */
export function indexedValues(document: unknown, path: string): { keys: string[]; throughArray: boolean } {
  if (!path.includes('.')) {
    const value = (document as Record<string, unknown>)[path]
    if (!Array.isArray(value)) return { keys: [orderedKey(value)], throughArray: false }
  }
  const keys = new Set<string>()
  let leaves = 0
  let throughArray = false
  const entered = collect(document, path.split('.'), 0, (value) => {
    leaves++
    if (!Array.isArray(value)) keys.add(orderedKey(value))
    else {
      throughArray = true
      if (value.length === 0) keys.add(TAG.emptyArray)
      for (const element of value) keys.add(orderedKey(element))
    }
  })
  if (leaves === 0) keys.add(TAG.null)
  return { keys: [...keys], throughArray: throughArray || entered }
}

/** Calls back with each value at the path; true when an array was entered on the way. */
function collect(value: unknown, parts: readonly string[], at: number, found: (value: unknown) => void): boolean {
  const part = parts[at]
  if (part === undefined) {
    found(value)
    return false
  }
  if (Array.isArray(value)) {
    if (/^\d+$/.test(part) && Number(part) < value.length) collect(value[Number(part)], parts, at + 1, found)
    for (const element of value) if (isPlainObject(element)) collect(element, parts, at, found)
    return true
  }
  if (!isPlainObject(value)) {
    found(undefined)
    return false
  }
  return collect(Object.hasOwn(value, part) ? value[part] : undefined, parts, at + 1, found)
}

function payload(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return numberKey(value)
  if (typeof value === 'string') return `${textKey(value)}\u0000`
  if (typeof value === 'boolean') return value ? '\u0001' : '\u0000'
  if (value instanceof Date) return numberKey(value.getTime())
  if (Array.isArray(value)) return `${value.map(orderedKey).join('')}\u0000`
  let key = ''
  for (const [name, field] of Object.entries(value)) key += `${typeTag(field)}${textKey(name)}\u0000${payload(field)}`
  return `${key}\u0000`
}

function numberKey(value: number): string {
  float[0] = value === 0 ? 0 : value
  const [b0 = 0, b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0, b6 = 0, b7 = 0] = bytes
  // IEEE 754 big-endian sorts as unsigned bytes once the sign bit is flipped, and a negative number wholly inverted.
  const mask = b7 & 0x80 ? 0xff : 0
  return String.fromCharCode(
    b7 ^ (mask || 0x80),
    b6 ^ mask,
    b5 ^ mask,
    b4 ^ mask,
    b3 ^ mask,
    b2 ^ mask,
    b1 ^ mask,
    b0 ^ mask,
  )
}
