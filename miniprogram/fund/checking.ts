import type { JournalPage, PublicEntry, PublicLink, PublishedDigest } from '../../typings/disclosure'
import type { EntryId, FundId } from '../../typings/ids'
import { sha256 } from './sha256'

export interface Fault {
  number: number
  entryId: EntryId
  what: 'missing' | 'changed' | 'title' | 'link' | 'published'
}

/**
 * Checks a fund's public journal page by page, on the phone, by the published rule alone (funds/ledger/chain.ts in the
 * project's source): each entry's digest, its title, its link to the one before, and the digests that were published.
 */
export class Checking {
  #number = 0
  #digest: string
  readonly #published: ReadonlyMap<number, string>
  /** How many published digests the book has met so far. */
  met = 0

  constructor(
    private readonly fundId: FundId,
    published: readonly PublishedDigest[],
  ) {
    this.#digest = sha256(`chain of ${fundId}`)
    this.#published = new Map(published.map(({ entryCount, digest }) => [entryCount, digest]))
  }

  get checked(): number {
    return this.#number
  }

  get digest(): string {
    return this.#digest
  }

  /** The first fault of the page, null when it holds. After a fault there is nothing more to check. */
  take({ entries, links }: Pick<JournalPage, 'entries' | 'links'>): Fault | null {
    for (const [index, link] of links.entries()) {
      const what = this.#check(entries[index], link)
      if (what !== null) return { number: this.#number + 1, entryId: link.entryId, what }
    }
    return null
  }

  #check(entry: PublicEntry | undefined, link: PublicLink): Fault['what'] | null {
    const number = this.#number + 1
    if (entry === undefined || entry._id !== link.entryId || entry.fundId !== this.fundId) return 'missing'
    if (link.number !== number) return 'link'
    const { title, titleSalt, ...content } = entry
    if (sha256(canonical(content)) !== link.entryDigest) return 'changed'
    if (titleSalt !== null && sha256(`${titleSalt}:${title}`) !== entry.titleDigest) return 'title'
    const { entryId, entryDigest, spans } = link
    const digest = sha256(`${this.#digest}\n${canonical({ number, entryId, entryDigest, spans })}`)
    if (digest !== link.digest) return 'link'
    const published = this.#published.get(number)
    if (published !== undefined && published !== digest) return 'published'
    if (published !== undefined) this.met += 1
    this.#number = number
    this.#digest = digest
    return null
  }
}

/** JSON with the keys of every object in ascending order, no spaces. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const fields = value as Record<string, unknown>
  const names = Object.keys(fields).sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(fields[name])}`).join(',')}}`
}
