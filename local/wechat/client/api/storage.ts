import { asynchronous, Failure, type Options } from './call'

/** WeChat's limits: 1 MB a key, 10 MB in all. Lengths are counted in bytes of UTF-8. */
export const KEY_LIMIT_BYTES = 1024 * 1024
const TOTAL_LIMIT_BYTES = 10 * 1024 * 1024

/** The part of the browser's storage that this needs. */
export type KeyValueStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

interface StorageInfo {
  keys: string[]
  /** KB. */
  currentSize: number
  limitSize: number
}

/** One person's storage on one phone, over the browser's. Dates and numbers keep their kind. */
export class PhoneStorage {
  readonly #prefix: string

  constructor(
    private readonly store: KeyValueStore,
    prefix: string,
  ) {
    this.#prefix = `${prefix}data:`
  }

  get(key: string): unknown {
    const text = this.store.getItem(this.#prefix + key)
    return text === null ? undefined : decode(text)
  }

  /** Throws a `Failure` when the value is over a limit or cannot be kept. */
  set(key: string, value: unknown): void {
    if (typeof key !== 'string' || key === '') throw new Failure('parameter error: parameter.key should be String')
    const text = encode(value)
    const bytes = sizeOf(text)
    if (bytes > KEY_LIMIT_BYTES) throw new Failure('entry size limit reached')
    const others = this.#totalBytes() - this.#bytesOf(key)
    if (others + bytes + sizeOf(key) > TOTAL_LIMIT_BYTES) throw new Failure('exceed storage max size 10Mb')
    try {
      this.store.setItem(this.#prefix + key, text)
    } catch {
      throw new Failure('exceed storage max size 10Mb')
    }
  }

  remove(key: string): void {
    this.store.removeItem(this.#prefix + key)
  }

  clear(): void {
    for (const key of this.keys()) this.remove(key)
  }

  keys(): string[] {
    const keys: string[] = []
    for (let index = 0; index < this.store.length; index += 1) {
      const key = this.store.key(index)
      if (key?.startsWith(this.#prefix)) keys.push(key.slice(this.#prefix.length))
    }
    return keys
  }

  info(): StorageInfo {
    return {
      keys: this.keys(),
      currentSize: Math.ceil(this.#totalBytes() / 1024),
      limitSize: TOTAL_LIMIT_BYTES / 1024,
    }
  }

  #totalBytes(): number {
    return this.keys().reduce((total, key) => total + this.#bytesOf(key), 0)
  }

  #bytesOf(key: string): number {
    const text = this.store.getItem(this.#prefix + key)
    return text === null ? 0 : sizeOf(text) + sizeOf(key)
  }
}

/** `wx.setStorage` and its kin. The synchronous ones throw what the others fail with. */
export function storageApis(storage: PhoneStorage): Record<string, unknown> {
  const get = (key: unknown): unknown => {
    const value = storage.get(String(key))
    return value === undefined ? '' : value
  }
  return {
    getStorageSync: get,
    setStorageSync: (key: string, value: unknown) => synchronous('setStorage', () => storage.set(key, value)),
    removeStorageSync: (key: string) => storage.remove(key),
    clearStorageSync: () => storage.clear(),
    getStorageInfoSync: () => storage.info(),
    getStorage: asynchronous('getStorage', ({ key }) => {
      const data = storage.get(String(key))
      if (data === undefined) throw new Failure('data not found')
      return { data }
    }),
    setStorage: asynchronous('setStorage', ({ key, data }: Options) => {
      storage.set(String(key), data)
      return undefined
    }),
    removeStorage: asynchronous('removeStorage', ({ key }) => {
      storage.remove(String(key))
      return undefined
    }),
    clearStorage: asynchronous('clearStorage', () => {
      storage.clear()
      return undefined
    }),
    getStorageInfo: asynchronous('getStorageInfo', () => storage.info()),
  }
}

function synchronous(name: string, work: () => void): void {
  try {
    work()
  } catch (error) {
    throw error instanceof Failure ? new Error(`${name}:fail ${error.reason}`) : error
  }
}

function encode(value: unknown): string {
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
    throw new Failure(`parameter error: parameter.data should not be ${typeof value}`)
  }
  if (value instanceof Date) return JSON.stringify({ date: value.getTime() })
  try {
    return JSON.stringify(value === undefined ? { none: true } : { value })
  } catch {
    throw new Failure('data has a circular reference')
  }
}

function decode(text: string): unknown {
  const kept = JSON.parse(text) as { value?: unknown; date?: number; none?: boolean }
  if (kept.none === true) return undefined
  return kept.date === undefined ? kept.value : new Date(kept.date)
}

function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length
}
