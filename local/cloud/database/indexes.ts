/** Secondary indexes: ordered keys of the indexed fields, each followed by the document's id. */
import type { Doc, IndexDefinition } from '../../contract'
import { duplicateKey, requestFailed } from './errors'
import { SortedKeys } from './sorted-keys'
import { AFTER, indexedValues, invertedKey } from './values'

/** Between the fields' keys and the id. Ids hold no control characters, so the last one begins the id. */
const ID_MARK = '\u0002'
const AFTER_ID_MARK = '\u0003'
const MOST_KEYS_A_DOCUMENT = 1_000

/** A stretch of keys: from `low`, included, to `high`, excluded. */
export type KeyRange = readonly [low: string, high: string]

export class Index {
  readonly name: string
  readonly fields: IndexDefinition['fields']
  readonly unique: boolean
  /** True once a document gave a field of this index an array: then one document can have several keys. */
  multikey = false
  readonly #keys = new SortedKeys()
  #loading: string[] | null = []

  constructor(definition: IndexDefinition) {
    this.name = definition.name
    this.fields = definition.fields
    this.unique = definition.unique ?? false
  }

  /** The keys of a document, without its id. */
  keysOf(document: Doc): string[] {
    let keys = ['']
    const arrays = new Set<string>()
    for (const [path, direction] of this.fields) {
      const { keys: values, throughArray } = indexedValues(document, path)
      if (throughArray) {
        this.multikey = true
        arrays.add(path.split('.')[0] ?? path)
      }
      if (values.length === 1 && keys.length === 1) {
        const value = values[0] ?? ''
        keys = [keys[0] + (direction === 1 ? value : invertedKey(value))]
      } else {
        keys = keys.flatMap((key) => values.map((value) => key + (direction === 1 ? value : invertedKey(value))))
      }
    }
    if (arrays.size > 1) throw requestFailed(`cannot index parallel arrays [${[...arrays].join('] [')}]`)
    if (keys.length > MOST_KEYS_A_DOCUMENT) throw requestFailed(`index ${this.name}: too many keys for one document`)
    return keys
  }

  /** Collects a document's keys while a collection is loaded; `loaded` puts them in order. */
  load(document: Doc): void {
    for (const key of this.keysOf(document)) this.#loading?.push(key + ID_MARK + document._id)
  }

  loaded(): void {
    if (this.#loading) this.#keys.fill(this.#loading)
    this.#loading = null
  }

  add(keys: readonly string[], id: string): void {
    for (const key of keys) this.#keys.add(key + ID_MARK + id)
  }

  remove(keys: readonly string[], id: string): void {
    for (const key of keys) this.#keys.delete(key + ID_MARK + id)
  }

  clear(): void {
    this.#keys.fill([])
    this.multikey = false
  }

  /** The document, other than `id`, that holds one of the keys. */
  holder(keys: readonly string[], id: string): { key: string; id: string } | undefined {
    for (const key of keys) {
      for (const found of this.#keys.scan(key + ID_MARK, key + AFTER_ID_MARK, false)) {
        const other = idOf(found)
        if (other !== id) return { key, id: other }
      }
    }
    return undefined
  }

  /** Ids in the order of the index. A multikey index gives an id more than once. */
  *scan(ranges: readonly KeyRange[], downwards: boolean): Generator<string> {
    const order = downwards ? [...ranges].reverse() : ranges
    for (const [low, high] of order) {
      for (const key of this.#keys.scan(low, high, downwards)) yield idOf(key)
    }
  }

  /** How many keys the ranges hold, to choose between indexes. */
  size(ranges: readonly KeyRange[]): number {
    let total = 0
    for (const [low, high] of ranges) total += this.#keys.count(low, high)
    return total
  }

  /** The error of a second document with the same key, with the values that collide. */
  duplicate(collection: string, document: Doc): Error {
    const values = this.fields.map(([path]) => `${path}: ${JSON.stringify(valueAt(document, path))}`)
    return duplicateKey(collection, this.name, `{ ${values.join(', ')} }`)
  }
}

export const EVERY_KEY: KeyRange = ['', AFTER]

function idOf(key: string): string {
  return key.slice(key.lastIndexOf(ID_MARK) + 1)
}

function valueAt(document: Doc, path: string): unknown {
  let value: unknown = document
  for (const part of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[part]
  return value ?? null
}
