/** Transactions against a model: snapshots, first writer wins, and an end state as if the committed ones ran in order. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { type DatabaseService, openDatabase } from '../../../local/cloud/database'
import { encode } from '../../../local/cloud/database/ejson'

/** Generous: the machine may be busy with other tests. */

const ids = ['a', 'b', 'c']
const step = fc.record({
  who: fc.nat(2),
  what: fc.constantFrom('get', 'get', 'increment', 'remove', 'set', 'commit', 'abort', 'plain', 'plain'),
  id: fc.constantFrom(...ids),
})
type Step = { who: number; what: string; id: string }
type State = Map<string, number>

/** What one open transaction must see, by the rules alone. */
interface Model {
  transactionId: string
  snapshot: State | null
  writes: Map<string, number | undefined>
  /** Documents that others committed since the snapshot. */
  changed: Set<string>
}

const dir = mkdtempSync(join(tmpdir(), 'transactions-'))
let database: DatabaseService
beforeAll(async () => {
  database = await openDatabase({
    dir,
    collections: [{ name: 'c', permission: 'ADMINONLY', indexes: [{ name: 'n', fields: [['n', 1]] }] }],
    nowMs: Date.now,
  })
})
afterAll(async () => {
  await database.close()
  rmSync(dir, { recursive: true, force: true })
})

type Answer = { code?: string; transactionId?: string; data?: { list?: string[]; updated?: number; deleted?: number } }

function ask(action: string, request: Record<string, unknown>): Promise<Answer> {
  return database.handle({
    action: `database.${action}`,
    collectionName: 'c',
    queryType: 'DOC',
    ...request,
  }) as Promise<Answer>
}

class Run {
  readonly committed: State = new Map(ids.map((id) => [id, 0]))
  readonly open = new Map<number, Model>()

  async take({ who, what, id }: Step): Promise<void> {
    if (what === 'plain') return this.plain(id)
    const model = this.open.get(who) ?? (await this.start(who))
    if (what === 'commit' || what === 'abort') return this.end(who, model, what)
    model.snapshot ??= new Map(this.committed)
    const seen = model.writes.has(id) ? model.writes.get(id) : model.snapshot.get(id)
    const request = { query: encode({ _id: id }), transactionId: model.transactionId }
    if (what === 'get') {
      const { data } = await ask('getDocument', request)
      expect((data?.list ?? []).map((text) => Number(/"n":\{"\$numberInt":"(\d+)"/.exec(text)?.[1]))).toEqual(
        seen === undefined ? [] : [seen],
      )
      return
    }
    const answer = await this.write(what, request, seen)
    const writes = what === 'set' || seen !== undefined
    const conflict = writes && (model.changed.has(id) || this.heldByOther(who, id))
    expect(answer.code).toBe(conflict ? 'DATABASE_TRANSACTION_CONFLICT' : undefined)
    if (conflict) this.open.delete(who)
    else if (writes)
      model.writes.set(id, what === 'remove' ? undefined : what === 'set' ? 100 + (seen ?? 0) : (seen ?? 0) + 1)
  }

  heldByOther(who: number, id: string): boolean {
    return [...this.open].some(([other, model]) => other !== who && model.writes.has(id))
  }

  private write(what: string, request: Record<string, unknown>, seen: number | undefined): Promise<Answer> {
    if (what === 'remove') return ask('removeDocument', request)
    if (what === 'set')
      return ask('modifyDocument', { ...request, data: encode({ n: 100 + (seen ?? 0) }), merge: false, upsert: true })
    return ask('modifyDocument', { ...request, data: encode({ $inc: { n: 1 } }), merge: true })
  }

  private async start(who: number): Promise<Model> {
    const { transactionId = '' } = await ask('startTransaction', {})
    const model: Model = { transactionId, snapshot: null, writes: new Map(), changed: new Set() }
    this.open.set(who, model)
    return model
  }

  private async end(who: number, model: Model, what: string): Promise<void> {
    expect((await ask(`${what}Transaction`, { transactionId: model.transactionId })).code).toBeUndefined()
    this.open.delete(who)
    if (what === 'commit') for (const [id, n] of model.writes) this.settle(id, n)
  }

  /** An update outside: it would wait for a holder, so it is made where there is none. */
  private async plain(id: string): Promise<void> {
    if (this.heldByOther(-1, id)) return
    const { data } = await ask('modifyDocument', {
      query: encode({ _id: id }),
      data: encode({ $inc: { n: 1 } }),
      merge: true,
    })
    const now = this.committed.get(id)
    expect(data?.updated).toBe(now === undefined ? 0 : 1)
    if (now !== undefined) this.settle(id, now + 1)
  }

  private settle(id: string, n: number | undefined): void {
    if (n === undefined) this.committed.delete(id)
    else this.committed.set(id, n)
    for (const model of this.open.values()) if (model.snapshot) model.changed.add(id)
  }
}

test('every interleaving behaves as the model says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      await database.clear()
      await database.load(
        'c',
        ids.map((_id) => ({ _id, n: 0 })),
      )
      const run = new Run()
      for (const each of steps) await run.take(each)
      const stored = new Map(database.find('c').map(({ _id, n }) => [_id, n]))
      expect([...stored].sort()).toEqual([...run.committed].sort())
      const byIndex = database.find('c', { n: { $gte: 0 } })
      expect(byIndex).toHaveLength(run.committed.size)
    }),
    { numRuns: 100 },
  )
})

test('money moved by transactions at once is neither made nor lost, whoever loses', async () => {
  await database.clear()
  await database.load(
    'c',
    ids.map((_id) => ({ _id, n: 100 })),
  )
  let done = 0
  async function move(from: string, to: string): Promise<void> {
    const { transactionId } = await ask('startTransaction', {})
    for (const [id, by] of [
      [from, -1],
      [to, 1],
    ] as const) {
      const request = { query: encode({ _id: id }), transactionId, data: encode({ $inc: { n: by } }), merge: true }
      if ((await ask('modifyDocument', request)).code) return
    }
    if (!(await ask('commitTransaction', { transactionId })).code) done++
  }
  await Promise.all(Array.from({ length: 40 }, (_, i) => move(ids[i % 3] ?? 'a', ids[(i + 1) % 3] ?? 'b')))
  expect(done).toBeGreaterThan(0)
  const total = database.find('c').reduce((sum, { n }) => sum + Number(n), 0)
  expect(total).toBe(300)
})
