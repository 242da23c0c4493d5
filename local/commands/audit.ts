/**
 * `npm run audit -- [--data DIR]`: reads the books that a local cloud keeps in the folder (none may be running on it) and works
 * everything out again from the journal. Exit code 1 when anything does not add up; each line names the document and what.
 */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type AllBooks, auditAll } from '../../cloudfunctions/funds/audit/district'
import { collections } from '../../cloudfunctions/shared/collections'
import { openDatabase } from '../cloud/database'
import { holdFolder } from '../hold-folder'
import { root, seconds, stop } from './terminal'

const usage = 'npm run audit -- [--data DIR]'
const mostShown = 50

async function main(): Promise<void> {
  const folder = readFolder()
  const dir = join(folder, 'cloud/database')
  if (!existsSync(dir)) stop(`There are no books in ${folder}: npm start makes some.`)
  const release = hold(folder)
  const sinceMs = performance.now()
  try {
    const books = await readBooks(dir)
    const findings = auditAll(books)
    for (const { where, what } of findings.slice(0, mostShown)) console.log(`${where}: ${what}`)
    if (findings.length > mostShown) console.log(`… and ${findings.length - mostShown} more`)
    console.log(
      `${books.fundIds.length} funds, ${books.journal.length} entries, ${books.gifts.length} gifts, ` +
        `${books.published.length} published days, in ${seconds(sinceMs)}: ` +
        `${findings.length === 0 ? 'everything adds up' : `${findings.length} findings`}`,
    )
    process.exitCode = findings.length === 0 ? 0 : 1
  } finally {
    release()
  }
}

/** Reads alone: nothing in the folder is changed. A document that is no JSON any more is a finding by itself. */
async function readBooks(dir: string): Promise<AllBooks> {
  const database = await openDatabase({ dir, collections, nowMs: Date.now }).catch((error: unknown) =>
    stop(`The books cannot be read: ${error instanceof Error ? error.message : String(error)}`),
  )
  const all = <Each>(name: string) => database.find(name, {}, Number.MAX_SAFE_INTEGER) as unknown as Each[]
  try {
    return {
      fundIds: all<{ _id: AllBooks['fundIds'][number] }>('funds').map(({ _id }) => _id),
      checkpoints: all('fundCheckpoints'),
      chain: all('chain'),
      journal: all('journal'),
      gifts: all('gifts'),
      requests: all('spendingRequests'),
      published: all('digests'),
    }
  } finally {
    await database.close()
  }
}

function readFolder(): string {
  try {
    const { values } = parseArgs({ options: { data: { type: 'string', default: 'data' } } })
    return resolve(root, values.data)
  } catch (error) {
    return stop(`${(error as Error).message} ${usage}`)
  }
}

function hold(folder: string): () => void {
  try {
    return holdFolder(folder)
  } catch (error) {
    return stop((error as Error).message)
  }
}

main().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
