/** A database whose connection breaks at a chosen call: before the call, or after it was carried out. */
import type { Database, Transaction, World } from '../../cloudfunctions/shared/ports'

export class Broken extends Error {}

export type Moment = 'before' | 'after'

/** The world whose `at`-th database call (0 the first; those inside transactions count) breaks; all later ones too. */
export function breaking(world: World, at: number, moment: Moment): { world: World; calls(): number } {
  let calls = 0
  const run = async <R>(call: () => Promise<R>): Promise<R> => {
    const mine = calls++
    if (mine > at || (mine === at && moment === 'before')) throw new Broken(`call ${mine}`)
    const result = await call()
    if (mine === at) throw new Broken(`after call ${mine}`)
    return result
  }
  const transactional = (transaction: Transaction): Transaction => ({
    get: (...args) => run(() => transaction.get(...args)),
    insert: (...args) => run(() => transaction.insert(...args)),
    update: (...args) => run(() => transaction.update(...args)),
    remove: (...args) => run(() => transaction.remove(...args)),
  })
  const { database } = world
  const broken: Database = {
    get: (...args) => run(() => database.get(...args)),
    find: (...args) => run(() => database.find(...args)),
    count: (...args) => run(() => database.count(...args)),
    aggregate: (...args) => run(() => database.aggregate(...args)),
    insert: (...args) => run(() => database.insert(...args)),
    update: (...args) => run(() => database.update(...args)),
    updateMany: (...args) => run(() => database.updateMany(...args)),
    remove: (...args) => run(() => database.remove(...args)),
    // Counted a last time when it has committed: that is where an answer gets lost.
    transaction: async (work) => {
      const result = await database.transaction((transaction) => work(transactional(transaction)))
      return run(async () => result)
    },
  }
  return { world: { ...world, database: broken }, calls: () => calls }
}
