/** The collections in memory and their durable store, changed together: a change is visible at once, answered when on disk. */
import type { CollectionDefinition, Doc } from '../../contract'
import { Collection, MAX_DOCUMENT_BYTES } from './collection'
import { pack } from './ejson'
import { collectionMissing, requestFailed } from './errors'
import { Store, type Write } from './store'

/** One document's new state; `after` undefined removes it. */
export interface Change {
  collection: Collection
  id: string
  after: Doc | undefined
}

/** Hears of each document before it changes, to keep what a snapshot still shows. */
export interface Witness {
  beforeChange(collection: Collection, id: string, before: Doc | undefined): void
}

/** Names of collections made while running are kept under the collection that has no name. */
const ADDED = ''

export class Engine {
  readonly witnesses = new Set<Witness>()
  readonly #collections = new Map<string, Collection>()
  readonly #store: Store
  #sequence = 0

  constructor(dir: string, definitions: readonly CollectionDefinition[]) {
    this.#store = new Store(dir)
    for (const definition of definitions)
      this.#collections.set(definition.name, new Collection(definition, this.#store))
    for (const { key, text } of this.#store.entries()) {
      const [name, sequence] = key
      this.#sequence = Math.max(this.#sequence, sequence)
      if (name === ADDED) this.#open(text)
      else this.#open(name).loadStored(sequence, text)
    }
    for (const collection of this.#collections.values()) collection.loaded()
  }

  /** @throws DatabaseError DATABASE_COLLECTION_NOT_EXIST */
  collection(name: unknown): Collection {
    const collection = typeof name === 'string' ? this.#collections.get(name) : undefined
    if (!collection) throw collectionMissing(String(name))
    return collection
  }

  /** Makes a collection without indexes, durably. */
  async add(name: string): Promise<void> {
    if (name === ADDED || this.#collections.has(name)) {
      throw requestFailed(`[FailedOperation.CreateCollection] collection ${name} exists already`)
    }
    this.#open(name).loaded()
    await this.#store.write([{ key: [ADDED, ++this.#sequence], text: name }])
  }

  /**
   * Makes all the changes or none: in memory at once, on disk when this resolves. `own` is the transaction that
   * commits; the others keep what they saw.
   * @throws DatabaseError with E11000, before it returns a promise, when a unique index refuses one of them
   */
  commit(changes: readonly Change[], own?: Witness): Promise<void> {
    const writes: Write[] = []
    const done: { change: Change; before: Doc | undefined; sequence: number }[] = []
    try {
      for (const change of changes) {
        const { collection, id, after } = change
        const before = collection.get(id)
        const sequence = collection.sequenceOf(id) ?? ++this.#sequence
        const text = after ? packed(after) : null
        collection.replace(id, after, sequence)
        done.push({ change, before, sequence })
        writes.push({ key: [collection.name, sequence], text })
      }
    } catch (error) {
      for (const { change, before, sequence } of done.reverse()) {
        change.collection.replace(change.id, before, sequence)
      }
      throw error
    }
    for (const witness of this.witnesses) {
      if (witness === own) continue
      for (const { change, before } of done) witness.beforeChange(change.collection, change.id, before)
    }
    return this.#store.write(writes)
  }

  /** Empties every collection, durably; collections made while running stay. */
  async clear(): Promise<void> {
    const writes: Write[] = []
    for (const collection of this.#collections.values()) {
      for (const sequence of collection.clear()) writes.push({ key: [collection.name, sequence], text: null })
    }
    if (writes.length > 0) await this.#store.write(writes)
  }

  close(): Promise<void> {
    return this.#store.close()
  }

  #open(name: string): Collection {
    const existing = this.#collections.get(name)
    if (existing) return existing
    const collection = new Collection({ name, indexes: [] }, this.#store)
    this.#collections.set(name, collection)
    return collection
  }
}

function packed(document: Doc): string {
  const text = pack(document)
  if (text.length > MAX_DOCUMENT_BYTES) throw requestFailed('[FailedOperation] document is larger than 16 MB')
  return text
}
