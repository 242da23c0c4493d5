import { invariant } from '../errors'

/**
 * Refuses what the SDK would silently drop or reshape: undefined (a filter that vanishes is a leak), NaN and infinities,
 * functions, big integers, and anything that is not a plain object, such as a Date.
 */
export function assertPlain(value: unknown, path: string): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return
  if (typeof value === 'number') {
    invariant(Number.isFinite(value), `${path} is ${value}`)
    return
  }
  invariant(typeof value === 'object', `${path} is ${typeof value}`)
  if (Array.isArray(value)) {
    value.forEach((element, index) => {
      assertPlain(element, `${path}[${index}]`)
    })
    return
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  invariant(prototype === Object.prototype || prototype === null, `${path} is not a plain object`)
  for (const [key, inner] of Object.entries(value)) assertPlain(inner, `${path}.${key}`)
}

/**
 * A filter as the SDK passes it on unchanged. Its serializer flattens `{ a: { b: 1 } }` to `{ 'a.b': 1 }` and drops
 * `{ a: {} }`, so a field's condition is a scalar, a list, or an object of `$` operators.
 */
export function assertFilter(filter: unknown, path: string): void {
  assertPlain(filter, path)
  invariant(filter !== null && typeof filter === 'object' && !Array.isArray(filter), `${path} is not an object`)
  for (const [key, condition] of Object.entries(filter)) {
    if (key === '$or' || key === '$and' || key === '$nor') {
      invariant(Array.isArray(condition) && condition.length > 0, `${path}.${key} is not a list of filters`)
      condition.forEach((inner, index) => {
        assertFilter(inner, `${path}.${key}[${index}]`)
      })
      continue
    }
    invariant(!key.startsWith('$'), `${path}.${key} is not supported`)
    if (condition === null || typeof condition !== 'object' || Array.isArray(condition)) continue
    const operators = Object.keys(condition)
    invariant(
      operators.length > 0 && operators.every((operator) => operator.startsWith('$')),
      `${path}.${key} compares with an object: name the field by its dotted path`,
    )
  }
}

/** A document to store: plain, with an id, and no key that the database would read as an operator or a path. */
export function assertDocument(document: object, path: string): void {
  assertPlain(document, path)
  assertKeys(document, path)
}

function assertKeys(value: unknown, path: string): void {
  if (value === null || typeof value !== 'object') return
  for (const [key, inner] of Object.entries(value)) {
    invariant(Array.isArray(value) || !/^\$|\./.test(key), `${path} has the key ${key}`)
    assertKeys(inner, `${path}.${key}`)
  }
}
