/**
 * `npm run verify -- FILE… [--digest HEX --count N]`: checks an exported journal, of a long book all of its parts (in the mini-program: 账本 → 核对账本 → 导出) by the
 * published rule, against the digests published in it and, with --digest, against one that you kept yourself. Exit code 1 when
 * anything does not hold; the first lines name what.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { joinParts, type Kept, readJournalFile, verifyJournal } from '../proof/verify-journal'
import { stop } from './terminal'

const usage = 'npm run verify -- FILE… [--digest 64 hex digits --count N]'
const mostShown = 20

function main(): void {
  const { paths, own } = readOptions()
  const files = paths.map((path) => {
    const file = readJournalFile(read(path))
    return typeof file === 'string' ? stop(`${path}: ${file}`) : file
  })
  const file = joinParts(files)
  if (typeof file === 'string') stop(file)
  const published = file.published.map(({ day, entryCount, digest }) => ({
    entryCount,
    digest,
    from: `published ${day}`,
  }))
  // What is published before the first entry says nothing.
  const kept = [...published.filter(({ entryCount }) => entryCount > 0), ...own]
  const { entryCount, digest, balanceFen, met, faults } = verifyJournal(file, kept)
  for (const fault of faults.slice(0, mostShown)) console.log(fault)
  if (faults.length > mostShown) console.log(`… and ${faults.length - mostShown} more`)
  if (faults.length > 0) stop(`${paths.join(', ')}: ${faults.length} faults: this is not the book that was published.`)
  console.log(
    `${file.fundName}: ${entryCount} entries, each linked to the one before; the fund holds ${yuan(balanceFen)} yuan.`,
  )
  console.log(
    `It meets ${met} of ${kept.length} digests${own.length > 0 ? ', your own among them' : ' that were published'}.`,
  )
  if (kept.length === 0)
    console.log('Nothing was published of it yet: compare the digest below with one that you trust.')
  console.log(`digest ${digest}`)
}

function readOptions(): { paths: string[]; own: Kept[] } {
  try {
    const { values, positionals: paths } = parseArgs({
      allowPositionals: true,
      options: { digest: { type: 'string' }, count: { type: 'string' } },
    })
    if (paths.length === 0) return stop(usage)
    const { digest, count } = values
    if (digest === undefined && count === undefined) return { paths, own: [] }
    if (!/^[0-9a-f]{64}$/.test(digest ?? '') || !/^\d+$/.test(count ?? '')) return stop(usage)
    return { paths, own: [{ digest: digest ?? '', entryCount: Number(count), from: 'the digest that you gave' }] }
  } catch (error) {
    return stop(`${(error as Error).message} ${usage}`)
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return stop(`${path} cannot be read.`)
  }
}

function yuan(amountFen: number): string {
  return `${Math.floor(amountFen / 100).toLocaleString('en-US')}.${String(amountFen % 100).padStart(2, '0')}`
}

main()
