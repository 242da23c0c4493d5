/** The table of procedures and roles, and what every write of a stranger is bounded by. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stepLimit, takeFromLimit } from '../../../cloudfunctions/shared/access/rate-limit'
import { accessTable, isRead, registry } from '../../../local/commands/access-table'
import { MemoryDatabase } from '../../property/memory-database'

test('the table that people read is the one that the procedures declare (else: npm run access)', () => {
  const kept = readFileSync(join(__dirname, '../../../cloudfunctions/shared/access/README.md'), 'utf8')
  expect(kept).toBe(accessTable(registry))
})

test('no procedure is there twice, and each is its area’s', () => {
  const names = registry.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.filter((name) => !/^(people|needs|funds)\.[a-z][A-Za-z]+$/.test(name))).toEqual([])
})

const open = registry.filter((each) => each.access === 'anyone' && !isRead(each))

test('every write that a stranger can try has a limit with a name of its own', () => {
  expect(open.length).toBeGreaterThan(20)
  expect(open.filter(({ limit }) => limit === null).map(({ name }) => name)).toEqual([])
  const names = registry.flatMap(({ limit }) => (limit === null ? [] : [limit.name]))
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})

test('a limit lets one person do a thing as often as it says, in its window, and no other person pays for it', async () => {
  const database = new MemoryDatabase()
  for (const limit of [stepLimit('a.step'), { name: 'b.make', most: 3, windowMs: 60_000 }]) {
    const take = (openid: string, nowMs: number) => takeFromLimit(database, limit, openid, nowMs)
    for (let count = 0; count < limit.most; count += 1) await take('o-eager', 0)
    await expect(take('o-eager', 59_999)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    await expect(take('o-other', 59_999)).resolves.toBeUndefined()
    await expect(take('o-eager', 60_000)).resolves.toBeUndefined()
  }
})
