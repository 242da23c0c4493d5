import { invariant } from '../errors'
import type { Database, Stored, Transaction } from '../ports/index'
import { documentId, insertInto, operators } from './operations'
import type { SdkDatabase, SdkTransaction } from './sdk'
import { isTransactionConflict, toFailure } from './sdk-errors'

/** The four waits between them come to 0.3 s at the most: nobody notices. */
const MOST_TRIES = 5
const FIRST_WAIT_MS = 20
const LONGEST_WAIT_MS = 400

/**
 * Transactions with our own retry: the SDK's repeats a failed commit at once and does not repeat a conflict that an
 * operation inside reports. Five tries, waiting a random part of 20, 40, 80 … ms in between; then BUSY.
 */
export function createTransactions(
  database: SdkDatabase,
  wait: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
): Database['transaction'] {
  return async (work) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await runOnce(database, work)
      } catch (error) {
        if (!isTransactionConflict(error) || attempt >= MOST_TRIES) throw toFailure(error, 'transaction')
        await wait(Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1)))
      }
    }
  }
}

async function runOnce<R>(database: SdkDatabase, work: (transaction: Transaction) => Promise<R>): Promise<R> {
  const sdkTransaction = await database.startTransaction()
  const guarded = guard(sdkTransaction)
  let result: R
  try {
    result = await work(guarded.transaction)
  } catch (error) {
    await rollBack(sdkTransaction)
    throw error
  }
  guarded.close()
  if (guarded.lost() || !guarded.wrote()) {
    await rollBack(sdkTransaction)
    return result
  }
  try {
    await sdkTransaction.commit()
  } catch (error) {
    // Nothing is left to roll back after a conflict; after anything else the server forgets it in 30 s at the latest.
    if (!isTransactionConflict(error)) await rollBack(sdkTransaction)
    throw error
  }
  return result
}

/** The rollback's own failure hides nothing: the transaction expires by itself. */
async function rollBack(transaction: SdkTransaction): Promise<void> {
  try {
    await transaction.rollback()
  } catch {
    // Already ended on the server.
  }
}

/** Operations by id, one at a time: two at once would end as TransactionBusy, and a query would escape the transaction. */
function guard(sdkTransaction: SdkTransaction) {
  let running = false
  let closed = false
  let lost = false
  let wrote = false

  async function alone<R>(operation: () => Promise<R>): Promise<R> {
    invariant(!closed, 'the transaction has ended')
    invariant(!running, 'operations of a transaction run one at a time')
    invariant(!lost, 'after «exists» nothing more can be done in a transaction')
    running = true
    try {
      return await operation()
    } finally {
      running = false
    }
  }

  const transaction: Transaction = {
    get: <T extends Stored>(collection: string, id: string) =>
      alone(async () => {
        const reply = await sdkTransaction.collection(collection).doc(documentId(id)).get()
        return (reply.data ?? null) as T | null
      }),
    insert: (collection, document) =>
      alone(async () => {
        wrote = true
        const outcome = await insertInto(sdkTransaction.collection(collection), collection, document)
        // The database ends a transaction whose write failed: what went before it is gone too.
        if (outcome === 'exists') lost = true
        return outcome
      }),
    update: (collection, id, change) =>
      alone(async () => {
        wrote = true
        const data = operators(change, collection)
        const reply = await sdkTransaction.collection(collection).doc(documentId(id)).update({ data })
        return reply.stats.updated > 0
      }),
    remove: (collection, id) =>
      alone(async () => {
        wrote = true
        return (await sdkTransaction.collection(collection).doc(documentId(id)).remove()).stats.removed > 0
      }),
  }
  return {
    transaction,
    lost: () => lost,
    wrote: () => wrote,
    close: () => {
      invariant(!running, 'an operation of the transaction was not awaited')
      closed = true
    },
  }
}
