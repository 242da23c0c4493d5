/** Transactions as the SDK drives them, and the ways in which they surprise. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../../local/cloud/database'
import { type Database, failure, localTest, openTestCloud, type TestCloud } from '../cloud'

let cloud: TestCloud
let db: Database

beforeAll(async () => {
  cloud = await openTestCloud()
  db = cloud.db
})
afterAll(() => cloud.close())

async function filled(documents: Record<string, unknown>[]): Promise<string> {
  const name = await cloud.collection()
  if (documents.length > 0) await db.collection(name).add({ data: documents })
  return name
}

test('what a transaction writes is seen by itself at once and by others when it commits, all together', async () => {
  const name = await filled([
    { _id: 'a', n: 1 },
    { _id: 'b', n: 1 },
  ])
  const open = await db.startTransaction()
  await open
    .collection(name)
    .doc('a')
    .update({ data: { n: db.command.inc(1) } })
  await open.collection(name).doc('b').remove()
  await open.collection(name).add({ data: { _id: 'c', n: 3 } })
  await open
    .collection(name)
    .doc('d')
    .set({ data: { n: 4 } })
  expect((await open.collection(name).doc('a').get()).data).toEqual({ _id: 'a', n: 2 })
  expect(await failure(open.collection(name).doc('b').get())).toMatchObject({ errCode: -1 })
  expect((await db.collection(name).orderBy('_id', 'asc').get()).data).toEqual([
    { _id: 'a', n: 1 },
    { _id: 'b', n: 1 },
  ])
  await open.commit()
  expect((await db.collection(name).orderBy('_id', 'asc').get()).data).toEqual([
    { _id: 'a', n: 2 },
    { _id: 'c', n: 3 },
    { _id: 'd', n: 4 },
  ])
})

test('runTransaction gives back what its function returns, and undoes all when it throws', async () => {
  const name = await filled([{ _id: 'a', n: 1 }])
  const result = await db.runTransaction(async (transaction) => {
    await transaction
      .collection(name)
      .doc('a')
      .update({ data: { n: 2 } })
    return 'done'
  })
  expect(result).toBe('done')
  await expect(
    db.runTransaction(async (transaction) => {
      await transaction
        .collection(name)
        .doc('a')
        .update({ data: { n: 3 } })
      throw new Error('second thoughts')
    }),
  ).rejects.toThrow('second thoughts')
  expect((await db.collection(name).doc('a').get()).data.n).toBe(2)
})

test('a snapshot stays as it was at the first operation', async () => {
  const name = await filled([
    { _id: 'a', n: 1 },
    { _id: 'b', n: 1 },
    { _id: 'c', n: 1 },
  ])
  const open = await db.startTransaction()
  await open.collection(name).doc('a').get()
  await db
    .collection(name)
    .doc('b')
    .update({ data: { n: 2 } })
  await db.collection(name).doc('c').remove()
  expect((await open.collection(name).doc('b').get()).data.n).toBe(1)
  expect((await open.collection(name).doc('c').get()).data.n).toBe(1)
  await open.rollback()
  expect((await db.collection(name).doc('b').get()).data.n).toBe(2)
})

test('the second transaction at a document fails at once, and the SDK does not retry it', async () => {
  const name = await filled([{ _id: 'a', n: 1 }])
  const first = await db.startTransaction()
  await first
    .collection(name)
    .doc('a')
    .update({ data: { n: 2 } })
  let runs = 0
  const error = await failure(
    db.runTransaction(async (transaction) => {
      runs++
      await transaction
        .collection(name)
        .doc('a')
        .update({ data: { n: 3 } })
    }),
  )
  expect(error.errCode).toBe(-501001)
  expect(error.errMsg).toContain('[ResourceUnavailable.TransactionConflict]')
  expect(error.code).toBeUndefined()
  expect(runs).toBe(1)
  await first.commit()
  expect((await db.collection(name).doc('a').get()).data.n).toBe(2)
})

test('a conflict thrown again with its code makes the SDK retry', async () => {
  const name = await filled([{ _id: 'a', n: 1 }])
  const first = await db.startTransaction()
  await first
    .collection(name)
    .doc('a')
    .update({ data: { n: db.command.inc(1) } })
  let runs = 0
  await db.runTransaction(async (transaction) => {
    runs++
    if (runs === 2) await first.commit()
    try {
      await transaction
        .collection(name)
        .doc('a')
        .update({ data: { n: db.command.inc(1) } })
    } catch (error) {
      throw Object.assign(new Error('conflict'), error, { code: 'DATABASE_TRANSACTION_CONFLICT' })
    }
  })
  expect(runs).toBe(2)
  expect((await db.collection(name).doc('a').get()).data.n).toBe(3)
})

test('a document that changed since the snapshot cannot be written', async () => {
  const name = await filled([{ _id: 'a', n: 1 }])
  const open = await db.startTransaction()
  await open.collection(name).doc('a').get()
  await db
    .collection(name)
    .doc('a')
    .update({ data: { n: 2 } })
  expect(
    (
      await failure(
        open
          .collection(name)
          .doc('a')
          .update({ data: { n: 3 } }),
      )
    ).errMsg,
  ).toContain('TransactionConflict')
  expect((await db.collection(name).doc('a').get()).data.n).toBe(2)
})

test('a plain update waits for the transaction that holds its document', async () => {
  const name = await filled([{ _id: 'a', n: 1 }])
  const open = await db.startTransaction()
  await open
    .collection(name)
    .doc('a')
    .update({ data: { n: db.command.inc(1) } })
  let ended = false
  const waiting = db
    .collection(name)
    .doc('a')
    .update({ data: { n: db.command.mul(10) } })
    .finally(() => {
      ended = true
    })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(ended).toBe(false)
  await open.commit()
  expect((await waiting).stats.updated).toBe(1)
  expect((await db.collection(name).doc('a').get()).data.n).toBe(20)
})

test('parallel operations in one transaction are refused: TransactionBusy', async () => {
  const name = await filled([{ _id: 'a', n: 1 }])
  const open = await db.startTransaction()
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => open.collection(name).doc('a').get()))
  const refused = results.filter((result) => result.status === 'rejected')
  expect(refused.length).toBeGreaterThan(0)
  expect(refused[0]?.reason).toMatchObject({ errCode: -501001, errMsg: expect.stringContaining('TransactionBusy') })
  await open.rollback()
})

test('where().update, remove, count and aggregate escape the transaction and survive its rollback', async () => {
  const name = await filled([
    { _id: 'a', n: 1 },
    { _id: 'b', n: 1 },
  ])
  const open = await db.startTransaction()
  await open.collection(name).doc('a').get()
  await open
    .collection(name)
    .where({ _id: 'a' })
    .update({ data: { n: 2 } })
  await open.collection(name).where({ _id: 'b' }).remove()
  await open.collection(name).add({ data: { _id: 'c' } })
  expect((await open.collection(name).where({ n: 2 }).count()).total).toBe(1)
  expect((await open.collection(name).count()).total).toBe(1)
  await open.rollback()
  expect((await db.collection(name).get()).data).toEqual([{ _id: 'a', n: 2 }])
})

localTest('where().get in a transaction is refused by name', async () => {
  const name = await filled([{ _id: 'a', n: 1 }])
  const open = await db.startTransaction()
  expect((await failure(open.collection(name).where({ n: 1 }).get())).errMsg).toContain('where() is not supported')
})

test('a missing document is -1 for get, 0 for update and remove', async () => {
  const name = await filled([])
  const open = await db.startTransaction()
  expect((await failure(open.collection(name).doc('x').get())).errCode).toBe(-1)
  expect(
    (
      await open
        .collection(name)
        .doc('x')
        .update({ data: { n: 1 } })
    ).stats.updated,
  ).toBe(0)
  expect((await open.collection(name).doc('x').remove()).stats.removed).toBe(0)
  await open.commit()
})

test('an id that is taken is E11000, and ends the transaction', async () => {
  const name = await filled([{ _id: 'a' }])
  const open = await db.startTransaction()
  await open
    .collection(name)
    .doc('b')
    .set({ data: { n: 1 } })
  expect(await failure(open.collection(name).add({ data: { _id: 'a' } }))).toMatchObject({
    errCode: -502001,
    errMsg: expect.stringContaining('E11000'),
  })
  expect((await db.collection(name).get()).data).toEqual([{ _id: 'a' }])
})

localTest('a unique key is held like a document, and may pass from one to another', async () => {
  const name = await cloud.collection([{ name: 'key', fields: [['key', 1]], unique: true }])
  await db.collection(name).add({
    data: [
      { _id: 'a', key: 'k' },
      { _id: 'b', key: 'l' },
    ],
  })
  const open = await db.startTransaction()
  await open
    .collection(name)
    .doc('a')
    .update({ data: { key: 'm' } })
  await open
    .collection(name)
    .doc('b')
    .update({ data: { key: 'k' } })
  const other = await db.startTransaction()
  expect((await failure(other.collection(name).add({ data: { _id: 'c', key: 'm' } }))).errMsg).toContain('Conflict')
  const waiting = failure(db.collection(name).add({ data: { _id: 'd', key: 'm' } }))
  await open.commit()
  expect((await waiting).errMsg).toContain('E11000')
  expect((await db.collection(name).where({ key: 'k' }).get()).data).toEqual([{ _id: 'b', key: 'k' }])
})

localTest('a transaction that is left open ends by itself, and lets go of what it held', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'expiry-'))
  const collections = [{ name: 'c', permission: 'ADMINONLY', indexes: [] }] as const
  const database = await openDatabase({ dir, collections, nowMs: Date.now, transactionLifetimeMs: 300 })
  const ask = (action: string, request: Record<string, unknown>) =>
    database.handle({ action: `database.${action}`, collectionName: 'c', queryType: 'DOC', ...request })
  const update = (data: unknown) => ({ query: '{"_id":"a"}', data: JSON.stringify(data), merge: true })
  await database.load('c', [{ _id: 'a', n: 1 }])
  const { transactionId } = await ask('startTransaction', {})
  await ask('modifyDocument', { ...update({ $set: { n: 'held' } }), transactionId })
  expect(await ask('modifyDocument', update({ $inc: { n: 1 } }))).toMatchObject({ data: { updated: 1 } })
  expect(await ask('commitTransaction', { transactionId })).toMatchObject({
    message: expect.stringContaining('[ResourceUnavailable.TransactionNotExist]'),
  })
  expect(database.get('c', 'a')).toEqual({ _id: 'a', n: 2 })
  await database.close()
  rmSync(dir, { recursive: true, force: true })
})

test('a committed or aborted transaction is gone', async () => {
  const name = await filled([{ _id: 'a' }])
  const open = await db.startTransaction()
  await open.commit()
  expect((await failure(open.collection(name).doc('a').get())).errMsg).toContain('TransactionNotExist')
})
