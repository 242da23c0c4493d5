/** One collection in memory: where each document is, its decoded form once somebody asked for it, and its indexes. */
import type { CollectionDefinition, Doc } from '../../contract'
import { unpack } from './ejson'
import { duplicateKey, requestFailed } from './errors'
import { Index } from './indexes'
import type { Store } from './store'

export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024
const MAX_ID_LENGTH = 512

interface Entry {
  /** Place in the store, and in natural order. */
  readonly sequence: number
  /** Absent until it is first read after a start. */
  document: Doc | undefined
}

export class Collection {
  readonly name: string
  readonly indexes: readonly Index[]
  readonly #store: Store
  readonly #entries = new Map<string, Entry>()
  #idIndex: Index | null = null

  constructor(definition: Pick<CollectionDefinition, 'name' | 'indexes'>, store: Store) {
    this.name = definition.name
    this.indexes = definition.indexes.map((index) => new Index(index))
    this.#store = store
  }

  get size(): number {
    return this.#entries.size
  }

  /** Takes in a stored document at start; its text is decoded for the indexes alone and not kept. */
  loadStored(sequence: number, text: string): void {
    const document = unpack(text) as Doc
    this.#entries.set(document._id, { sequence, document: undefined })
    for (const index of this.indexes) index.load(document)
  }

  loaded(): void {
    for (const index of this.indexes) index.loaded()
  }

  has(id: string): boolean {
    return this.#entries.has(id)
  }

  /** The document, shared and never to be changed. A scan does not keep what it reads (`keep` false). */
  get(id: string, keep = true): Doc | undefined {
    const entry = this.#entries.get(id)
    if (!entry || entry.document) return entry?.document
    const text = this.#store.read([this.name, entry.sequence])
    if (text === undefined) throw new Error(`the store lost ${this.name}/${id}`)
    const document = unpack(text) as Doc
    if (keep) entry.document = document
    return document
  }

  /** Ids in natural order: that of insertion. */
  ids(): IterableIterator<string> {
    return this.#entries.keys()
  }

  sequenceOf(id: string): number | undefined {
    return this.#entries.get(id)?.sequence
  }

  /** The index on `_id`, made at its first use: most work asks for single ids, which need none. */
  idIndex(): Index {
    if (!this.#idIndex) {
      this.#idIndex = new Index({ name: '_id_', fields: [['_id', 1]], unique: true })
      for (const id of this.#entries.keys()) this.#idIndex.load({ _id: id })
      this.#idIndex.loaded()
    }
    return this.#idIndex
  }

  /**
   * Puts, replaces or (with `after` undefined) removes one document in memory; all or nothing.
   * @throws DatabaseError with E11000 when a unique index has the key already
   */
  replace(id: string, after: Doc | undefined, sequence: number): void {
    const before = this.get(id)
    const changes = this.indexes.map((index) => {
      const oldKeys = before ? index.keysOf(before) : []
      const newKeys = after ? index.keysOf(after) : []
      const unchanged = oldKeys.length === newKeys.length && oldKeys.every((key, i) => key === newKeys[i])
      if (index.unique && !unchanged && after && index.holder(newKeys, id)) throw index.duplicate(this.name, after)
      return { index, oldKeys, newKeys, unchanged }
    })
    for (const { index, oldKeys, newKeys, unchanged } of changes) {
      if (unchanged) continue
      index.remove(oldKeys, id)
      index.add(newKeys, id)
    }
    const entry = this.#entries.get(id)
    if (after && entry) entry.document = after
    else if (after) {
      this.#entries.set(id, { sequence, document: after })
      this.#idIndex?.add(this.#idIndex.keysOf(after), id)
    } else if (entry) {
      this.#entries.delete(id)
      this.#idIndex?.remove(this.#idIndex.keysOf({ _id: id }), id)
    }
  }

  /** Empties it in memory, and says which places in the store are free now. */
  clear(): number[] {
    const sequences = [...this.#entries.values()].map((entry) => entry.sequence)
    this.#entries.clear()
    this.#idIndex = null
    for (const index of this.indexes) index.clear()
    return sequences
  }

  duplicateId(id: string): Error {
    return duplicateKey(this.name, '_id_', `{ _id: ${JSON.stringify(id)} }`)
  }
}

/** Refuses ids that the database could not keep or that this emulator does not support. */
export function checkId(id: unknown): asserts id is string {
  if (typeof id !== 'string') throw requestFailed(`an _id of type ${typeof id} is not supported: use text`)
  if (id.length === 0 || id.length > MAX_ID_LENGTH) throw requestFailed(`an _id has 1 to ${MAX_ID_LENGTH} characters`)
  for (let i = 0; i < id.length; i++) {
    if (id.charCodeAt(i) < 0x20) throw requestFailed('an _id with control characters is not supported')
  }
}
