/**
 * Canonical EJSON on the wire, and a plainer JSON in the store. One pass reads, checks and converts: this runs for every
 * document of every request, where the general library costs several times as much and lets types pass that we refuse.
 */
import { invalidParam } from './errors'

const INT32_LIMIT = 2 ** 31
const INT64_LIMIT = 2 ** 63
const REFUSED_TYPES = new Set([
  '$oid',
  '$binary',
  '$uuid',
  '$timestamp',
  '$numberDecimal',
  '$minKey',
  '$maxKey',
  '$undefined',
  '$symbol',
  '$code',
  '$dbPointer',
])

/**
 * Reads a canonical EJSON text into plain values: numbers, strings, booleans, null, `Date`, `RegExp`, arrays, objects.
 * `$tcb_server_date` becomes the date `serverNowMs` plus its offset.
 * @throws DatabaseError INVALID_PARAM for a type that is not supported, by its name
 */
export function decode(text: string, serverNowMs: number): unknown {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw invalidParam(`not EJSON: ${text.slice(0, 80)}`)
  }
  return revive(parsed, serverNowMs)
}

/** Reads an EJSON text that must be an object; an absent or empty one is `{}`. */
export function decodeObject(text: unknown, serverNowMs: number, name: string): Record<string, unknown> {
  if (text === undefined || text === null || text === '') return {}
  if (typeof text !== 'string') throw invalidParam(`${name} must be an EJSON text`)
  const value = decode(text, serverNowMs)
  if (!isPlainObject(value)) throw invalidParam(`${name} must be an object`)
  return value
}

/** Writes plain values as canonical EJSON. */
export function encode(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'number') return encodeNumber(value)
  if (value instanceof Date) return `{"$date":{"$numberLong":"${value.getTime()}"}}`
  if (Array.isArray(value)) return `[${value.map(encode).join(',')}]`
  if (value instanceof RegExp) {
    return `{"$regularExpression":{"pattern":${JSON.stringify(value.source)},"options":"${value.flags}"}}`
  }
  let text = ''
  for (const key in value) {
    const field = (value as Record<string, unknown>)[key]
    if (field === undefined) continue
    text += `${text ? ',' : ''}${JSON.stringify(key)}:${encode(field)}`
  }
  return `{${text}}`
}

/** A document as the store keeps it: JSON, with dates as `{"$date": ms}`. */
export function pack(document: Record<string, unknown>): string {
  return JSON.stringify(packable(document))
}

export function unpack(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text)
  return (text.includes('"$date":') ? unpackDates(value) : value) as Record<string, unknown>
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  // A worker's or a test sandbox's Object is another realm's: its prototype has no parent either.
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function revive(value: unknown, serverNowMs: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = revive(value[i], serverNowMs)
    return value
  }
  const object = value as Record<string, unknown>
  for (const key in object) {
    if (key.charCodeAt(0) === 36) {
      const special = reviveSpecial(key, object, serverNowMs)
      if (special !== undefined) return special
    }
    if (key === '__proto__') throw invalidParam('a field may not be called __proto__')
    object[key] = revive(object[key], serverNowMs)
  }
  return object
}

function reviveSpecial(key: string, object: Record<string, unknown>, serverNowMs: number): unknown {
  const value = object[key]
  switch (key) {
    case '$numberInt':
    case '$numberLong':
    case '$numberDouble':
      return finiteNumber(value)
    case '$date':
      return reviveDate(value)
    case '$tcb_server_date': {
      const offset: unknown = isPlainObject(value) ? revive(value.offset, serverNowMs) : undefined
      if (typeof offset !== 'number') throw invalidParam('$tcb_server_date needs a numeric offset')
      return new Date(serverNowMs + offset)
    }
    case '$regularExpression':
      return reviveRegExp(value)
    default:
      if (REFUSED_TYPES.has(key)) throw invalidParam(`the type ${key} is not supported`)
      return undefined
  }
}

function finiteNumber(value: unknown): number {
  const number = Number(value)
  if (typeof value !== 'string' || !Number.isFinite(number))
    throw invalidParam(`${String(value)} is not a finite number`)
  return number
}

function reviveDate(value: unknown): Date {
  const date = isPlainObject(value) ? new Date(Number(value.$numberLong)) : new Date(value as string | number)
  if (Number.isNaN(date.getTime())) throw invalidParam('$date does not hold a date')
  return date
}

function reviveRegExp(value: unknown): RegExp {
  if (!isPlainObject(value) || typeof value.pattern !== 'string')
    throw invalidParam('$regularExpression needs a pattern')
  const options = String(value.options ?? '')
  const unknown = [...options].find((option) => !'ims'.includes(option))
  if (unknown !== undefined) throw invalidParam(`the regular expression option '${unknown}' is not supported`)
  try {
    return new RegExp(value.pattern, options)
  } catch {
    throw invalidParam(`not a regular expression: ${value.pattern}`)
  }
}

function encodeNumber(value: number): string {
  if (Number.isInteger(value) && !Object.is(value, -0)) {
    if (value >= -INT32_LIMIT && value < INT32_LIMIT) return `{"$numberInt":"${value}"}`
    if (value >= -INT64_LIMIT && value < INT64_LIMIT) return `{"$numberLong":"${BigInt(value)}"}`
  }
  return `{"$numberDouble":"${Object.is(value, -0) ? '-0.0' : value}"}`
}

function packable(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return { $date: value.getTime() }
  if (Array.isArray(value)) return value.map(packable)
  const packed: Record<string, unknown> = {}
  for (const key in value) packed[key] = packable((value as Record<string, unknown>)[key])
  return packed
}

function unpackDates(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(unpackDates)
  const object = value as Record<string, unknown>
  // Stored field names never begin with a dollar, so this can only be a date.
  if (typeof object.$date === 'number') return new Date(object.$date)
  for (const key in object) object[key] = unpackDates(object[key])
  return object
}
