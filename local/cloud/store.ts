import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Database, open, type RootDatabase } from 'lmdb'

/** A durable map of the services' own state. Reads are from memory; a write has reached the disk when it resolves. */
export interface Table<Value> {
  get(key: string): Value | undefined
  has(key: string): boolean
  put(key: string, value: Value): Promise<void>
  remove(key: string): Promise<void>
  values(): IterableIterator<Value>
  entries(): IterableIterator<[key: string, value: Value]>
  clear(): Promise<void>
}

/** The services' engine: one lmdb environment. Writes of one turn of the event loop are one transaction. */
export class Store {
  readonly #root: RootDatabase<unknown, string>

  private constructor(root: RootDatabase<unknown, string>) {
    this.#root = root
  }

  static async open(dataDir: string): Promise<Store> {
    await mkdir(dataDir, { recursive: true })
    return new Store(open<unknown, string>({ path: join(dataDir, 'services'), encoding: 'json', maxDbs: 32 }))
  }

  table<Value>(name: string): Table<Value> {
    return new MirroredTable<Value>(this.#root.openDB<Value, string>({ name, encoding: 'json' }))
  }

  async close(): Promise<void> {
    await this.#root.flushed
    await this.#root.close()
  }
}

class MirroredTable<Value> implements Table<Value> {
  readonly #database: Database<Value, string>
  readonly #memory = new Map<string, Value>()

  constructor(database: Database<Value, string>) {
    this.#database = database
    for (const { key, value } of database.getRange()) this.#memory.set(key, value)
  }

  get(key: string): Value | undefined {
    return this.#memory.get(key)
  }

  has(key: string): boolean {
    return this.#memory.has(key)
  }

  async put(key: string, value: Value): Promise<void> {
    this.#memory.set(key, value)
    await this.#database.put(key, value)
  }

  async remove(key: string): Promise<void> {
    this.#memory.delete(key)
    await this.#database.remove(key)
  }

  values(): IterableIterator<Value> {
    return this.#memory.values()
  }

  entries(): IterableIterator<[string, Value]> {
    return this.#memory.entries()
  }

  async clear(): Promise<void> {
    this.#memory.clear()
    await this.#database.clearAsync()
  }
}
