/**
 * The genuine wx-server-sdk against a database: the local one behind a loopback server, or, with CONFORMANCE_ENV=<env id>
 * and TENCENTCLOUD_SECRETID / TENCENTCLOUD_SECRETKEY set, a real environment. The same tests run on both; what needs
 * the engine itself (indexes, plans, restarts) uses `localTest` and is skipped on a real one.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DatabaseOptions, type DatabaseService, openDatabase } from '../../local/cloud/database'
import type { CollectionDefinition, IndexDefinition } from '../../local/contract'

export const realEnv = process.env.CONFORMANCE_ENV
export const localTest = realEnv ? test.skip : test

/** The parts of the SDK that the suite uses; its own typings leave most results open. */
export interface Sdk {
  init(options: { env: string }): void
  database(options?: { throwOnNotFound?: boolean }): Database
}

export type Value = Record<string, unknown>

export interface Database {
  command: Commands
  RegExp(options: { regexp: string; options?: string }): unknown
  serverDate(options?: { offset: number }): unknown
  collection(name: string): CollectionReference
  createCollection(name: string): Promise<unknown>
  runTransaction<T>(run: (transaction: Transaction) => Promise<T>, times?: number): Promise<T>
  startTransaction(): Promise<Transaction & { commit(): Promise<unknown>; rollback(): Promise<unknown> }>
}

type CommandName =
  | (
      | 'eq'
      | 'neq'
      | 'gt'
      | 'gte'
      | 'lt'
      | 'lte'
      | 'in'
      | 'nin'
      | 'and'
      | 'or'
      | 'nor'
      | 'not'
      | 'exists'
      | 'mod'
      | 'all'
    )
  | ('elemMatch' | 'size' | 'expr' | 'set' | 'remove' | 'inc' | 'mul' | 'min' | 'max' | 'rename' | 'push' | 'pop')
  | ('shift' | 'unshift' | 'pull' | 'pullAll' | 'addToSet')

export type Command = Value & { [name in 'and' | 'or']: (...values: unknown[]) => Command }

export type Commands = { [name in CommandName]: (...values: unknown[]) => Command } & {
  aggregate: { [name in 'sum' | 'max' | 'eq']: (value: unknown) => Value } & { pipeline(): Aggregate }
}

export interface Transaction {
  collection(name: string): CollectionReference
  rollback(reason?: unknown): Promise<unknown>
}

export interface Query {
  get(): Promise<{ data: Value[] }>
  count(): Promise<{ total: number }>
  update(options: { data: Value; multi?: boolean }): Promise<{ stats: { updated: number } }>
  remove(): Promise<{ stats: { removed: number } }>
  orderBy(field: string, direction: 'asc' | 'desc'): Query
  skip(count: number): Query
  limit(count: number): Query
  field(projection: Value): Query
}

export interface CollectionReference extends Query {
  where(filter: Value): Query
  doc(id: string): DocumentReference
  add(options: { data: Value }): Promise<{ _id: string }>
  add(options: { data: Value[] }): Promise<{ _ids: string[] }>
  aggregate(): Aggregate
}

export interface DocumentReference {
  get(): Promise<{ data: Value }>
  set(options: { data: Value }): Promise<{ stats: { updated: number; created: number } }>
  update(options: { data: Value }): Promise<{ stats: { updated: number } }>
  remove(): Promise<{ stats: { removed: number } }>
  field(projection: Value): DocumentReference
}

export type Aggregate = { end(): Promise<{ list: Value[] }>; done(): Value[] } & Record<
  | 'match'
  | 'group'
  | 'sort'
  | 'limit'
  | 'skip'
  | 'project'
  | 'addFields'
  | 'unwind'
  | 'lookup'
  | 'count'
  | 'sortByCount'
  | 'replaceRoot'
  | 'sample'
  | 'bucket'
  | 'geoNear',
  (value: unknown) => Aggregate
>

export interface TestCloud {
  db: Database
  /** Requests as the server got them. */
  requests: Value[]
  /** A new, empty collection with the given indexes (a real environment has none of them). */
  collection(indexes?: readonly IndexDefinition[]): Promise<string>
  /** The local engine. */
  database(): DatabaseService
  /** Closes the engine and opens it on the same files. */
  reopen(): Promise<void>
  close(): Promise<void>
}

/** How many collections one test file may use. */
const prepared = 40

// A real environment is far away, and a machine may be busy.

/** Starts a cloud for one test file. */
export async function openTestCloud(options: Partial<DatabaseOptions> = {}): Promise<TestCloud> {
  return realEnv ? openReal(realEnv) : openLocal(options)
}

/** Runs what must fail and gives back the error as a product would see it. */
export async function failure(work: Promise<unknown>): Promise<{ errCode: number; errMsg: string; code?: unknown }> {
  try {
    await work
  } catch (error) {
    return error as { errCode: number; errMsg: string }
  }
  throw new Error('it was expected to fail, and did not')
}

async function openReal(env: string): Promise<TestCloud> {
  const sdk = await loadSdk()
  sdk.init({ env })
  const db = sdk.database()
  const run = randomUUID().slice(0, 8)
  let made = 0
  return {
    db,
    requests: [],
    collection: async () => {
      const name = `conformance_${run}_${made++}`
      await db.createCollection(name)
      return name
    },
    database: () => {
      throw new Error('a real environment has no engine to look into')
    },
    reopen: async () => undefined,
    close: async () => undefined,
  }
}

async function openLocal(options: Partial<DatabaseOptions>): Promise<TestCloud> {
  const dir = mkdtempSync(join(tmpdir(), 'conformance-'))
  let used = 0
  const names = Array.from({ length: prepared }, (_, i) => `c${i}`)
  // The engine reads definitions when it opens: it is opened again for a collection with indexes.
  const collections: CollectionDefinition[] = names.map((name) => ({ name, permission: 'ADMINONLY', indexes: [] }))
  const open = () => openDatabase({ dir, collections, nowMs: Date.now, ...options })
  let database = await open()
  const requests: Value[] = []
  const server = createServer((request, response) => {
    void answer(request).then((body) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    })
  })
  const answer = async (request: IncomingMessage): Promise<Value> => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Value
    requests.push(body)
    return { requestId: randomUUID(), ...(await database.handle(body)) }
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const sdk = await loadLocalSdk((server.address() as AddressInfo).port)
  const reopen = async () => {
    await database.close()
    database = await open()
  }
  return {
    db: sdk.database(),
    requests,
    collection: async (indexes = []) => {
      const name = names[used++]
      if (!name) throw new Error(`a test file has ${prepared} collections`)
      if (indexes.length > 0) {
        collections[used - 1] = { name, permission: 'ADMINONLY', indexes }
        await reopen()
      }
      return name
    },
    database: () => database,
    reopen,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await database.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** An instance's environment as the cloud makes it; without SCF the SDK waits for metadata at every call. */
async function loadLocalSdk(port: number): Promise<Sdk> {
  Object.assign(process.env, {
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    SCF_NAMESPACE: 'local-env',
    TCB_ENV: 'local-env',
    TENCENTCLOUD_SECRETID: 'x',
    TENCENTCLOUD_SECRETKEY: 'y',
    TENCENTCLOUD_SESSIONTOKEN: 'z',
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `http://127.0.0.1:${port}/admin` }),
    TCB_CONTEXT_KEYS: 'TCB_ENV,TCB_SEQID,TCB_TRACELOG,TCB_SOURCE',
    WX_CONTEXT_KEYS: 'WX_OPENID,WX_APPID,WX_UNIONID,WX_CLIENTIP,WX_API_TOKEN',
    WX_OPENID: 'o-tester',
    WX_APPID: 'wx0000000000000000',
    WX_API_TOKEN: 'token',
    TCB_SOURCE: 'wx_client',
  })
  const sdk = await loadSdk()
  sdk.init({ env: 'local-env' })
  return sdk
}

async function loadSdk(): Promise<Sdk> {
  const loaded = (await import('wx-server-sdk')) as unknown as { default: Sdk }
  return loaded.default
}
