/** The actions of the wire protocol, each from request to the body that answers it. */
import type { Doc, QueryPlan } from '../../contract'
import { aggregate, type Stage } from './aggregate'
import { type Collection, checkId } from './collection'
import { decode, decodeObject, encode } from './ejson'
import type { Change, Engine } from './engine'
import { invalidParam, requestFailed } from './errors'
import { compileFilter, type Filter, operatorsOf } from './filter'
import { newId } from './ids'
import { parseOrder, project, type Selected, select } from './query'
import type { Transactions } from './transactions'
import { applyUpdate, checkStorable, checkUpdate, replaceDocument, sameDocument, type Update, withId } from './update'

export type Body = Record<string, unknown>
export type Action = (host: Host, request: Body) => Promise<Body> | Body

/** What the actions work on. */
export interface Host {
  engine: Engine
  transactions: Transactions
  nowMs: () => number
  refuseUnindexed: boolean
  report: (plan: QueryPlan) => void
}

const DEFAULT_LIMIT = 100
const MOST_DOCUMENTS = 1_000
const MAX_ANSWER_BYTES = 16 * 1024 * 1024

export const actions: Readonly<Record<string, Action>> = {
  'database.addCollection': addCollection,
  'database.insertDocument': insertDocument,
  'database.getDocument': getDocument,
  'database.modifyDocument': modifyDocument,
  'database.removeDocument': removeDocument,
  'database.calculateDocument': calculateDocument,
  'database.aggregateDocuments': aggregateDocuments,
  'database.startTransaction': ({ transactions }) => ({ transactionId: transactions.start() }),
  'database.commitTransaction': async ({ transactions }, { transactionId }) => {
    await transactions.commit(transactionId)
    return {}
  },
  'database.abortTransaction': ({ transactions }, { transactionId }) => {
    transactions.abort(transactionId)
    return {}
  },
}

async function addCollection({ engine }: Host, { collectionName }: Body): Promise<Body> {
  if (typeof collectionName !== 'string') throw invalidParam('collectionName must be a text')
  await engine.add(collectionName)
  return {}
}

async function insertDocument(host: Host, request: Body): Promise<Body> {
  const collection = host.engine.collection(request.collectionName)
  if (!Array.isArray(request.data)) throw invalidParam('data must be a list')
  const documents = request.data.map((text: unknown) => newDocument(host, decodeObject(text, host.nowMs(), 'data')))
  if (request.transactionId !== undefined) {
    await host.transactions.run(request.transactionId, (transaction) => {
      for (const document of documents) {
        if (transaction.read(collection, document._id)) throw collection.duplicateId(document._id)
        transaction.write(collection, document._id, document)
      }
    })
  } else {
    // In order, and those before a failing one stay, as in MongoDB.
    const durable: Promise<void>[] = []
    try {
      for (const document of documents) {
        await change(host, collection, document._id, durable, (present) => {
          if (present) throw collection.duplicateId(document._id)
          return document
        })
      }
    } finally {
      await Promise.all(durable)
    }
  }
  return { data: { insertedIds: documents.map((document) => document._id) } }
}

async function getDocument(host: Host, request: Body): Promise<Body> {
  const collection = host.engine.collection(request.collectionName)
  const filter = decodeObject(request.query, host.nowMs(), 'query')
  const projection = decodeObject(request.projection, host.nowMs(), 'projection')
  if (request.transactionId !== undefined) {
    const id = onlyId(request, filter)
    const document = await host.transactions.run(request.transactionId, (open) => open.read(collection, id))
    return listAnswer(project(document ? [document] : [], projection))
  }
  const selected = select(
    collection,
    {
      filter,
      order: parseOrder(decodeObject(request.order, host.nowMs(), 'order')),
      offset: wholeNumber(request.offset, 0, 'offset'),
      limit: Math.min(wholeNumber(request.limit, DEFAULT_LIMIT, 'limit') || DEFAULT_LIMIT, MOST_DOCUMENTS),
    },
    host.refuseUnindexed,
  )
  report(host, request, collection, selected)
  return listAnswer(project(selected.documents, projection))
}

async function modifyDocument(host: Host, request: Body): Promise<Body> {
  const collection = host.engine.collection(request.collectionName)
  const filter = decodeObject(request.query, host.nowMs(), 'query')
  const data = decodeObject(request.data, host.nowMs(), 'data')
  const updater = request.merge === false ? replacer(data) : merger(data)
  const upsert = request.upsert === true
  if (request.transactionId !== undefined) {
    const id = onlyId(request, filter)
    return host.transactions.run(request.transactionId, (transaction) => {
      const before = transaction.read(collection, id)
      if (!before && !upsert) return modified(0)
      const after = before ? updater.update(before) : updater.insert(id, filter)
      if (before && sameDocument(before, after)) return modified(0)
      transaction.write(collection, id, after)
      return before ? modified(1) : modified(0, id)
    })
  }
  const { matched, changed } = await changeMatching(host, request, collection, filter, updater.update)
  if (matched > 0 || !upsert) return modified(changed)
  return upsertDocument(host, collection, filter, updater)
}

async function removeDocument(host: Host, request: Body): Promise<Body> {
  const collection = host.engine.collection(request.collectionName)
  const filter = decodeObject(request.query, host.nowMs(), 'query')
  if (request.transactionId !== undefined) {
    const id = onlyId(request, filter)
    return host.transactions.run(request.transactionId, (transaction) => {
      if (!transaction.read(collection, id)) return { data: { deleted: 0 } }
      transaction.write(collection, id, undefined)
      return { data: { deleted: 1 } }
    })
  }
  const { changed } = await changeMatching(host, request, collection, filter, () => undefined)
  return { data: { deleted: changed } }
}

function calculateDocument(host: Host, request: Body): Body {
  const collection = host.engine.collection(request.collectionName)
  const filter = decodeObject(request.query, host.nowMs(), 'query')
  if (Object.keys(filter).length === 0) return { data: { total: collection.size } }
  const selected = select(collection, { filter }, host.refuseUnindexed)
  report(host, request, collection, selected)
  return { data: { total: selected.documents.length } }
}

function aggregateDocuments(host: Host, request: Body): Body {
  const collection = host.engine.collection(request.collectionName)
  if (!Array.isArray(request.stages)) throw invalidParam('stages must be a list')
  const stages = (request.stages as Body[]).map(({ stageKey, stageValue }): Stage => {
    if (typeof stageKey !== 'string' || typeof stageValue !== 'string')
      throw invalidParam('a stage has a key and a value')
    return [stageKey, decode(stageValue, host.nowMs())]
  })
  const selected = aggregate(collection, stages, (name) => host.engine.collection(name), host.refuseUnindexed)
  report(host, request, collection, selected)
  return listAnswer(selected.documents)
}

interface Updater {
  update: (before: Doc) => Doc
  insert: (id: string, filter: Filter) => Doc
}

function replacer(data: Body): Updater {
  return { update: (before) => replaceDocument(before._id, data), insert: (id) => replaceDocument(id, data) }
}

function merger(data: Body): Updater {
  const update = data as Update
  checkUpdate(update)
  return {
    update: (before) => applyUpdate(before, update),
    insert: (id, filter) => {
      // What the filter demands to be equal is part of the new document.
      const equal = Object.entries(filter).filter(
        ([key, value]) =>
          !key.startsWith('$') && !key.includes('.') && (typeof value !== 'object' || value instanceof Date),
      )
      return applyUpdate(withId(id, Object.fromEntries(equal)), update, true)
    },
  }
}

async function upsertDocument(host: Host, collection: Collection, filter: Filter, updater: Updater): Promise<Body> {
  const id = '_id' in filter && !operatorsOf(filter._id) ? filter._id : newId(host.nowMs())
  checkId(id)
  const durable: Promise<void>[] = []
  let inserted = false
  const changed = await change(host, collection, id, durable, (present) => {
    inserted = !present
    return present ? updater.update(present) : updater.insert(id, filter)
  })
  await Promise.all(durable)
  return inserted ? modified(0, id) : modified(changed ? 1 : 0)
}

/**
 * Changes the matching documents one by one, each tested again at its turn: while it waits for a transaction, a document
 * may come to match no more. The change of one is atomic, that of many is not, as in MongoDB.
 */
async function changeMatching(
  host: Host,
  request: Body,
  collection: Collection,
  filter: Filter,
  update: (before: Doc) => Doc | undefined,
): Promise<{ matched: number; changed: number }> {
  const multi = request.multi !== false
  const selected = select(collection, { filter, ...(multi ? {} : { limit: 1 }) }, host.refuseUnindexed)
  report(host, request, collection, selected)
  const matches = compileFilter(filter)
  const durable: Promise<void>[] = []
  let matched = 0
  let changed = 0
  try {
    for (const { _id } of selected.documents) {
      const done = await change(host, collection, _id, durable, (present) => {
        if (!present || !matches(present)) return present
        matched++
        return update(present)
      })
      if (done) changed++
    }
  } finally {
    await Promise.all(durable)
  }
  return { matched, changed }
}

/** Changes one document outside any transaction, waiting for the one that holds it. True when something changed. */
async function change(
  host: Host,
  collection: Collection,
  id: string,
  durable: Promise<void>[],
  update: (present: Doc | undefined) => Doc | undefined,
): Promise<boolean> {
  for (;;) {
    const before = collection.get(id)
    // A held document is not even looked at: its update may be refused now and fit when the transaction is over.
    const heldAlready = host.transactions.holder(collection, id, undefined)
    if (heldAlready) {
      await heldAlready.ended
      continue
    }
    const after = update(before)
    if (after === before || (before && after && sameDocument(before, after))) return false
    const holder = host.transactions.holder(collection, id, after)
    if (!holder) {
      const changes: Change[] = [{ collection, id, after }]
      durable.push(host.engine.commit(changes))
      return true
    }
    await holder.ended
  }
}

function newDocument(host: Host, data: Body): Doc {
  const id = data._id ?? newId(host.nowMs())
  checkId(id)
  checkStorable(data)
  return withId(id, data)
}

/** In a transaction only a single document, by its id, can be reached. */
function onlyId(request: Body, filter: Filter): string {
  const id = filter._id
  if (request.queryType !== 'DOC' || typeof id !== 'string' || Object.keys(filter).length !== 1) {
    throw invalidParam(
      'a transaction works on single documents: doc(id) with a text id, where() is not supported in it',
    )
  }
  return id
}

function modified(updated: number, upsertId: string | null = null): Body {
  return { data: { updated, upsert_id: upsertId } }
}

function listAnswer(documents: readonly Doc[]): Body {
  const list: string[] = []
  let size = 0
  for (const document of documents) {
    const text = encode(document)
    size += Buffer.byteLength(text)
    if (size > MAX_ANSWER_BYTES) throw requestFailed('[LimitExceeded] the answer is larger than 16 MB')
    list.push(text)
  }
  return { data: { list } }
}

function report(host: Host, request: Body, collection: Collection, { index, examined, documents }: Selected): void {
  host.report({
    collection: collection.name,
    action: String(request.action),
    index,
    examined,
    returned: documents.length,
  })
}

function wholeNumber(value: unknown, otherwise: number, name: string): number {
  if (value === undefined || value === null) return otherwise
  if (!Number.isInteger(value) || (value as number) < 0) throw invalidParam(`${name} must be a whole number`)
  return value as number
}
