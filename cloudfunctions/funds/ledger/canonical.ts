import { createHash } from 'node:crypto'
import { invariant } from '../../shared/errors'

/**
 * One text for one value, so that anybody can compute the same digest: JSON with the keys of every object in ascending
 * order of their UTF-16 units, no spaces, strings as `JSON.stringify` writes them, numbers whole. `undefined`, fractions and
 * everything that is not plain JSON are refused.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value)
  if (typeof value === 'number') {
    invariant(Number.isSafeInteger(value), `${value} has no canonical form`)
    return String(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  invariant(typeof value === 'object' && value !== undefined, `${typeof value} has no canonical form`)
  const rows = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${rows.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`
}

/** SHA-256 of the text's UTF-8 bytes, in lower-case hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
