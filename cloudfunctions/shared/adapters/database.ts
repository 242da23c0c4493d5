import { invariant } from '../errors'
import type { Database, Filter, Query, Stored } from '../ports/index'
import { attempt, documentId, insertInto, operators } from './operations'
import { assertFilter, assertPlain } from './plain'
import type { Sdk, SdkCollection, SdkDatabase, SdkQuery } from './sdk'
import { createTransactions } from './transactions'

/** What the cloud database gives in one read: at the most, and where nothing is said. */
const MOST_ROWS = 1000
const DEFAULT_ROWS = 100

/**
 * The database port on wx-server-sdk. Filters and changes go over in MongoDB's own operators: the SDK passes keys that
 * begin with `$` on untouched, which avoids the traps of its command objects (two `_.or` merge into one, `{}` is dropped).
 */
export function createDatabase(sdk: Sdk): Database {
  // Else a missing document would come as an error that is told from others by its wording alone.
  const database = sdk.database({ throwOnNotFound: false })

  return {
    async get<T extends Stored>(collection: string, id: string) {
      const reply = await attempt(`get ${collection}`, () => database.collection(collection).doc(documentId(id)).get())
      return (reply.data ?? null) as T | null
    },

    async find<T extends Stored>(collection: string, query: Query) {
      const reply = await attempt(`find ${collection}`, () => prepare(database, collection, query).get())
      return reply.data as T[]
    },

    async count(collection, where) {
      assertFilter(where, `count ${collection}`)
      return (await attempt(`count ${collection}`, () => database.collection(collection).where(where).count())).total
    },

    async aggregate<Row>(collection: string, stages: readonly Filter[]) {
      const reply = await attempt(`aggregate ${collection}`, () =>
        pipeline(database.collection(collection), stages).end(),
      )
      return reply.list as Row[]
    },

    insert: (collection, document) => insertInto(database.collection(collection), collection, document),

    async update(collection, id, guard, change) {
      assertFilter(guard, `update ${collection}`)
      invariant(!('_id' in guard), 'a guard names the document by its id alone')
      const query = database.collection(collection).where({ ...guard, _id: documentId(id) })
      const data = operators(change, collection)
      return (await attempt(`update ${collection}`, () => query.update({ data, multi: false }))).stats.updated > 0
    },

    async updateMany(collection, where, change) {
      assertFilter(where, `updateMany ${collection}`)
      invariant(Object.keys(where).length > 0, `updateMany ${collection} names no documents`)
      const query = database.collection(collection).where(where)
      const data = operators(change, collection)
      return (await attempt(`updateMany ${collection}`, () => query.update({ data }))).stats.updated
    },

    async remove(collection, id) {
      const reply = await attempt(`remove ${collection}`, () =>
        database.collection(collection).doc(documentId(id)).remove(),
      )
      return reply.stats.removed > 0
    },

    transaction: createTransactions(database),
  }
}

function prepare(database: SdkDatabase, collection: string, query: Query): SdkQuery {
  assertFilter(query.where, `find ${collection}`)
  const limit = query.limit ?? DEFAULT_ROWS
  invariant(Number.isInteger(limit) && limit >= 1 && limit <= MOST_ROWS, `find ${collection} asks for ${limit} rows`)
  let prepared = database.collection(collection).where(query.where).limit(limit)
  for (const [field, direction] of query.orderBy ?? []) prepared = prepared.orderBy(field, direction)
  if (query.fields) prepared = prepared.field(Object.fromEntries(query.fields.map((field) => [field, true])))
  return prepared
}

type Pipeline = ReturnType<SdkCollection['aggregate']>

const stageMakers: Readonly<Record<string, (pipeline: Pipeline, value: unknown) => Pipeline>> = {
  $match: (pipeline, value) => {
    assertFilter(value, '$match')
    return pipeline.match(value)
  },
  $group: (pipeline, value) => pipeline.group(value),
  $sort: (pipeline, value) => pipeline.sort(value),
  $limit: (pipeline, value) => pipeline.limit(value),
  $project: (pipeline, value) => pipeline.project(value),
  $unwind: (pipeline, value) => pipeline.unwind(value),
}

function pipeline(target: SdkCollection, stages: readonly Filter[]): Pipeline {
  let built = target.aggregate()
  for (const stage of stages) {
    assertPlain(stage, 'stage')
    const [entry, ...more] = Object.entries(stage)
    invariant(entry && more.length === 0, 'a stage has one key')
    const [name, value] = entry
    const make = stageMakers[name]
    invariant(make, `the stage ${name} is not supported`)
    built = make(built, value)
  }
  return built
}
