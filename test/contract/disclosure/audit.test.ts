/** The two commands that need nobody's word: `npm run audit` over a data folder, `npm run verify` over an exported file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { open } from 'lmdb'
import { root, run } from '../../../local/commands/terminal'
import { startTestWorld } from '../world'
import { fundId, plant } from './scene'

jest.setTimeout(120_000)

const dir = mkdtempSync(join(tmpdir(), 'audited-'))
let exported = ''
beforeAll(async () => {
  const world = await startTestWorld({ dataDir: join(dir, 'cloud') })
  try {
    await plant(world)
    await world.tick()
    const { url } = await world.ok('o-anyone', 'funds.getJournalFile', { fundId, part: 1 })
    exported = await (await fetch(url)).text()
  } finally {
    await world.cloud.close()
  }
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function command(name: string, ...flags: string[]) {
  const script = join(root, 'local/commands', `${name}.ts`)
  return run(process.execPath, ['--import', 'tsx', script, ...flags])
}

/** Changes one letter where the database keeps it; the id of the document in which it was. */
async function tamper(where: RegExp, change: (text: string) => string): Promise<string> {
  const store = open<string, [string, number]>({ path: join(dir, 'cloud/database'), encoding: 'string' })
  try {
    for (const { key, value } of store.getRange()) {
      if (!where.test(value)) continue
      await store.put(key, change(value))
      await store.flushed
      return (JSON.parse(value) as { _id: string })._id
    }
  } finally {
    await store.close()
  }
  throw new Error(`nothing matches ${where}`)
}

describe('npm run audit', () => {
  test('books that nobody touched: everything adds up, exit 0', async () => {
    const { code, output } = await command('audit', '--data', dir)
    expect(output).toMatch(/2 funds, 10 entries, 6 gifts, 1 published days, in .*: everything adds up/)
    expect(code).toBe(0)
  })

  test('a single tampered letter is found, its document named, exit 1; put back, the books are right again', async () => {
    const id = await tamper(/"title":"热餐"/, (text) => text.replace('"amountFen":12000', '"amountFen":12100'))
    const { code, output } = await command('audit', '--data', dir)
    expect(output).toContain(`${id}: the entry was changed`)
    expect(code).toBe(1)
    await tamper(/"title":"热餐"/, (text) => text.replace('"amountFen":12100', '"amountFen":12000'))
    expect((await command('audit', '--data', dir)).code).toBe(0)
  })

  test('a digest that was published and changed afterwards is found', async () => {
    const id = await tamper(/^\{"_id":"digest_/, (text) => text.replace('"entryCount":5', '"entryCount":4'))
    const { code, output } = await command('audit', '--data', dir)
    expect(output).toContain(`${id}: the published digest was changed`)
    expect(output).toContain(`${id}: ${fundId} is not what was published: entry 4`)
    expect(code).toBe(1)
    await tamper(/^\{"_id":"digest_/, (text) => text.replace('"entryCount":4', '"entryCount":5'))
  })

  test('a folder without books, and a flag that it does not know: one sentence and exit 1', async () => {
    expect(await command('audit', '--data', join(dir, 'nowhere'))).toMatchObject({ code: 1 })
    const wrong = await command('audit', '--folder', dir)
    expect(wrong.code).toBe(1)
    expect(wrong.output).toContain('npm run audit')
  })
})

describe('npm run verify', () => {
  const file = join(dir, 'journal.json')
  const save = (text: string) => writeFileSync(file, text)

  test('an exported journal holds, meets what was published and a digest that somebody kept', async () => {
    save(exported)
    const plain = await command('verify', file)
    expect(plain.output).toMatch(/5 entries, each linked to the one before; the fund holds 20\.00 yuan/)
    expect(plain.output).toContain('meets 1 of 1 digests that were published')
    const digest = /digest ([0-9a-f]{64})/.exec(plain.output)?.[1] ?? ''
    const own = await command('verify', file, '--digest', digest, '--count', '5')
    expect(own.output).toContain('meets 2 of 2 digests, your own among them')
    expect([plain.code, own.code]).toEqual([0, 0])
    expect((await command('verify', file, '--digest', '0'.repeat(64), '--count', '5')).code).toBe(1)
  })

  test('tampered: the entry is named, exit 1', async () => {
    save(exported.replace('林女士的捐赠', '王女士的捐赠'))
    const { code, output } = await command('verify', file)
    expect(output).toMatch(/entry 1 \(entry_[0-9a-f]{32}\): its title was changed/)
    expect(code).toBe(1)
  })

  test('what is no journal: one sentence', async () => {
    save('{"format":"something"}')
    expect((await command('verify', file)).output).toContain('It is no exported journal')
    save('nothing')
    expect((await command('verify', file)).output).toContain('It is not a JSON file')
    expect((await command('verify', join(dir, 'missing.json'))).output).toContain('cannot be read')
    expect((await command('verify')).output).toContain('npm run verify -- FILE')
  })
})
