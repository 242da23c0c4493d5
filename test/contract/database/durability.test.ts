import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../../local/cloud/database'

/** Generous: the machine may be busy with other tests. */

const gifts = {
  name: 'gifts',
  permission: 'ADMINONLY',
  indexes: [{ name: 'key', fields: [['key', 1]], unique: true }],
} as const
const funds = { name: 'funds', permission: 'ADMINONLY', indexes: [] } as const

/** Runs the writer until it has answered enough commits, and kills it in the middle of the next ones. */
async function writeAndKill(dir: string, commits: number): Promise<Set<string>> {
  const child = spawn(process.execPath, [require.resolve('tsx/cli'), join(__dirname, 'writer.ts'), dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  let output = ''
  child.stdout.setEncoding('utf8')
  const closed = once(child.stdout, 'close')
  let killed = false
  child.stdout.on('data', (text: string) => {
    output += text
    if (killed || output.split('\n').length <= commits || child.pid === undefined) return
    killed = true
    // tsx runs the writer in a process below its own: the group is ours alone.
    process.kill(-child.pid, 'SIGKILL')
  })
  await closed
  expect(killed).toBe(true)
  return new Set(output.split('\n').slice(0, -1))
}

test('SIGKILL under load loses nothing that was answered, and leaves no transaction half done', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'durability-'))
  try {
    const answered = new Set<string>()
    for (const commits of [50, 400]) {
      for (const id of await writeAndKill(dir, commits)) answered.add(id)
    }
    const database = await openDatabase({ dir, collections: [gifts, funds], nowMs: Date.now })
    const stored = database.find('gifts')
    const ids = new Set(stored.map(({ _id }) => _id))
    expect([...answered].filter((id) => !ids.has(id))).toEqual([])
    for (const { _id, giftIds } of database.find('funds')) {
      const expected = stored.filter(({ fund }) => `fund${String(fund)}` === _id).map((gift) => gift._id)
      expect([...(giftIds as string[])].sort()).toEqual(expected.sort())
      expect(expected.length).toBeGreaterThan(0)
    }
    await database.close()
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})
