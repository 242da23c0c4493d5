import { createHash } from 'node:crypto'
import type { JournalFile, PublicEntry, PublicLink } from '../../typings/disclosure'

/** A line that somebody kept: the digest of the chain at an entry. */
export interface Kept {
  entryCount: number
  digest: string
  /** Where it comes from, for the report. */
  from: string
}

export interface Verdict {
  entryCount: number
  digest: string
  balanceFen: number
  /** How many of the kept lines lie within the file and are met by it. */
  met: number
  /** What does not hold, in the order of the chain; empty when all of it does. */
  faults: string[]
}

/**
 * Checks an exported journal with nothing but the published rule (cloudfunctions/funds/ledger/chain.ts), written here once
 * more: who doubts the product need not run its code. Every entry's digest, every title, every link, the sums of the money,
 * and the lines that were published or that somebody kept.
 */
export function verifyJournal(file: JournalFile, kept: readonly Kept[]): Verdict {
  const faults: string[] = []
  const own = [`fund:${file.fundId}:available`, `fund:${file.fundId}:committed`]
  const digests = new Map<number, string>([[0, sha256(`chain of ${file.fundId}`)]])
  let digest = digests.get(0) ?? ''
  let balanceFen = 0
  file.links.forEach((link, index) => {
    const number = index + 1
    const entry = file.entries[index]
    const name = `entry ${number} (${link.entryId})`
    if (link.number !== number) faults.push(`${name}: it calls itself number ${link.number}`)
    if (!entry || entry._id !== link.entryId) faults.push(`${name}: the entry is missing`)
    else faults.push(...entryFaults(entry, link, file.fundId).map((what) => `${name}: ${what}`))
    const content = canonical({ number, entryId: link.entryId, entryDigest: link.entryDigest, spans: link.spans })
    const expected = sha256(`${digest}\n${content}`)
    if (expected !== link.digest) faults.push(`${name}: the chain is broken here`)
    digest = link.digest
    digests.set(number, digest)
    for (const { source, destination, amountFen } of entry?.postings ?? []) {
      balanceFen += (own.includes(destination) ? amountFen : 0) - (own.includes(source) ? amountFen : 0)
    }
    if (balanceFen < 0) faults.push(`${name}: the fund holds less than nothing here`)
  })
  if (file.entries.length !== file.links.length) faults.push('the file has other entries than links')
  let met = 0
  for (const line of kept) {
    const found = digests.get(line.entryCount)
    if (found === undefined) faults.push(`${line.from}: the file ends before entry ${line.entryCount}`)
    else if (found !== line.digest) faults.push(`${line.from}: entry ${line.entryCount} had another digest then`)
    else met += 1
  }
  return { entryCount: file.links.length, digest, balanceFen, met, faults }
}

function entryFaults(entry: PublicEntry, link: PublicLink, fundId: string): string[] {
  const { title, titleSalt, ...content } = entry
  const faults: string[] = []
  if (sha256(canonical(content)) !== link.entryDigest) faults.push('the entry was changed')
  if (titleSalt !== null && sha256(`${titleSalt}:${title}`) !== entry.titleDigest) faults.push('its title was changed')
  if (entry.fundId !== fundId) faults.push('it belongs to another fund')
  const posted = entry.postings.reduce((total, { amountFen }) => total + amountFen, 0)
  if (posted !== entry.amountFen) faults.push('its postings are not its amount')
  return faults
}

/** The parts of one book, in whatever order they were given, as one; a sentence when they do not make one. */
export function joinParts(files: readonly JournalFile[]): JournalFile | string {
  const parts = [...files].sort((a, b) => a.part.firstNumber - b.part.firstNumber)
  const [first] = parts
  if (!first) return 'There is no file.'
  if (parts.some(({ fundId }) => fundId !== first.fundId)) return 'The files are books of different funds.'
  const whole: JournalFile = { ...first, entries: [], links: [], published: [] }
  const [entries, links, published] = [[...whole.entries], [...whole.links], [...whole.published]]
  for (const { part, ...file } of parts) {
    if (part.firstNumber !== links.length + 1) {
      const what = part.firstNumber > links.length ? 'are missing' : 'are there twice'
      const [from, to] = [Math.min(part.firstNumber, links.length + 1), Math.max(part.firstNumber - 1, links.length)]
      return `Entries ${from} to ${to} ${what}: give every part of the book, each once.`
    }
    entries.push(...file.entries)
    links.push(...file.links)
    const known = new Set(published.map(({ day, digest }) => `${day} ${digest}`))
    published.push(...file.published.filter(({ day, digest }) => !known.has(`${day} ${digest}`)))
  }
  return { ...whole, entries, links, published }
}

/** Whether this is a file of ours at all; a sentence when it is not. */
export function readJournalFile(text: string): JournalFile | string {
  let file: Partial<JournalFile>
  try {
    file = JSON.parse(text) as Partial<JournalFile>
  } catch {
    return 'It is not a JSON file.'
  }
  if (file.format !== 'community-fund-journal/1')
    return `It is no exported journal, or of a format that is not known here.`
  const lists = [file.entries, file.links, file.published]
  const isWhole = typeof file.fundId === 'string' && lists.every(Array.isArray)
  if (!isWhole || !Number.isSafeInteger(file.part?.firstNumber)) return 'The file is not whole.'
  return file as JournalFile
}

/** JSON with the keys of every object in ascending order, no spaces. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'undefined'
  const fields = value as Record<string, unknown>
  const names = Object.keys(fields).sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(fields[name])}`).join(',')}}`
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
