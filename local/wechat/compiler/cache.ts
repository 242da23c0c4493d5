import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { hashOf } from './scripts'

interface Entry {
  /** Content hash of each file that the result was made from. */
  inputs: Record<string, string>
  result: unknown
}

/** Results on disk, each good for as long as the content of all its inputs is what it was. */
export class CompileCache {
  private entries: Record<string, Entry> = {}
  private readonly hashes = new Map<string, { mtimeMs: number; size: number; hash: string }>()
  private readonly used = new Set<string>()
  private changed = false

  /** `version` changes with the compilers: what another one made is not used. */
  constructor(
    private readonly file: string,
    private readonly version: string,
  ) {
    if (!existsSync(file)) return
    try {
      const stored = JSON.parse(readFileSync(file, 'utf8')) as { version: string; entries: Record<string, Entry> }
      if (stored.version === this.version) this.entries = stored.entries
    } catch {
      this.changed = true // half-written or foreign: start afresh
    }
  }

  /** The stored result of `key`, or the one that `make` gives now together with its inputs. */
  async get<Result>(key: string, make: () => Promise<{ result: Result; inputs: readonly string[] }>): Promise<Result> {
    this.used.add(key)
    const entry = this.entries[key]
    if (entry !== undefined && this.isCurrent(entry)) return entry.result as Result
    const { result, inputs } = await make()
    const hashes: Record<string, string> = {}
    for (const input of inputs) hashes[input] = this.hash(input)
    this.entries[key] = { inputs: hashes, result }
    this.changed = true
    return result
  }

  /** Keeps what this run used, and forgets the rest. */
  save(): void {
    const kept = Object.fromEntries(Object.entries(this.entries).filter(([key]) => this.used.has(key)))
    const forgotten = Object.keys(kept).length !== Object.keys(this.entries).length
    this.entries = kept
    this.used.clear()
    if (!this.changed && !forgotten) return
    mkdirSync(dirname(this.file), { recursive: true })
    const draft = `${this.file}.${process.pid}`
    writeFileSync(draft, JSON.stringify({ version: this.version, entries: kept }))
    renameSync(draft, this.file)
    this.changed = false
  }

  private isCurrent(entry: Entry): boolean {
    return Object.entries(entry.inputs).every(([file, hash]) => this.hash(file) === hash)
  }

  /** '' for a file that is not there. A file is read again when its time or size changed. */
  private hash(file: string): string {
    if (!existsSync(file)) return ''
    const { mtimeMs, size } = statSync(file)
    const known = this.hashes.get(file)
    if (known !== undefined && known.mtimeMs === mtimeMs && known.size === size) return known.hash
    const hash = hashOf(readFileSync(file))
    this.hashes.set(file, { mtimeMs, size, hash })
    return hash
  }
}
