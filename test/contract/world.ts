/** The product's real bundles on a local cloud of their own: one for each test file, gone with it. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { collections } from '../../cloudfunctions/shared/collections'
import { messageTemplates } from '../../cloudfunctions/shared/operator'
import { startCloud } from '../../local/cloud'
import type { CloudOptions, Doc, LocalCloud, WireEvent } from '../../local/contract'
import type { CallReply } from '../../typings/call'
import type { ErrorCode } from '../../typings/errors'
import type { ProcedureName, Procedures } from '../../typings/procedures'
import { nextMorningMs } from '../fixtures/daytime'
import { productBundles } from './product-bundles'

type Result<Name extends ProcedureName> = Procedures[Name]['result']

export interface TestWorld {
  cloud: LocalCloud
  events: WireEvent[]
  dataDir: string
  functionsDir: string
  /** Calls a procedure as a phone would; an empty openid is a call without identity. */
  call<Name extends ProcedureName>(
    openid: string,
    procedure: Name,
    input: Procedures[Name]['input'],
  ): Promise<CallReply<Result<Name>>>
  /** As `call`, for what must succeed. */
  ok<Name extends ProcedureName>(
    openid: string,
    procedure: Name,
    input: Procedures[Name]['input'],
  ): Promise<Result<Name>>
  /** The error's code of a call that must fail; the input may be what no compiler would let through. */
  code(openid: string, procedure: ProcedureName, input: unknown): Promise<ErrorCode>
  /** The timer's minute: everything that clockwork does. Rejects when one of its jobs broke. */
  tick(): Promise<void>
  load(collection: string, ...documents: object[]): Promise<void>
  /** Database requests that a call of a procedure makes, once its instance is warm. */
  roundTrips(work: () => Promise<unknown>): Promise<number>
  /** Stops the cloud and starts another on the same data. */
  restart(): Promise<void>
  close(): Promise<void>
}

export async function startTestWorld(options: Partial<CloudOptions> = {}): Promise<TestWorld> {
  const dir = await mkdtemp(join(tmpdir(), 'product-'))
  const functionsDir = await productBundles()
  const settings = { ...cloudOptions(join(dir, 'data'), functionsDir), ...options }
  await sleepUntilMorning(settings, join(dir, 'nothing'))
  const events: WireEvent[] = []
  const start = async () => {
    const cloud = await startCloud(settings)
    // A query that no index serves fails here, as it would crawl in production.
    cloud.database.refuseUnindexed(true)
    cloud.onEvent((event) => events.push(event))
    return cloud
  }
  const world: TestWorld = {
    cloud: await start(),
    events,
    dataDir: settings.dataDir,
    functionsDir,
    ...calls(() => world.cloud),
    load: (collection, ...documents) => world.cloud.database.load(collection, documents as Doc[]),
    roundTrips: async (work) => {
      const before = events.length
      await work()
      return events.slice(before).filter(({ type }) => type === 'database').length
    },
    restart: async () => {
      await world.cloud.close()
      world.cloud = await start()
    },
    close: async () => {
      await world.cloud.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
  return world
}

/** A cloud without functions, so that none of them remembers the night. */
async function sleepUntilMorning(settings: CloudOptions, functionsDir: string): Promise<void> {
  await mkdir(functionsDir)
  const asleep = await startCloud({ ...settings, functionsDir })
  await asleep.clock.advance(nextMorningMs(Date.now()) - asleep.clock.nowMs())
  await asleep.close()
}

export function cloudOptions(dataDir: string, functionsDir: string): CloudOptions {
  return {
    dataDir,
    functionsDir,
    collections,
    templates: Object.values(messageTemplates),
    appId: 'wx1234567890abcdef',
    envId: 'local-env',
    timers: false,
  }
}

/** Calls to the product's functions as phones make them. */
export function calls(cloud: () => LocalCloud): Pick<TestWorld, 'call' | 'ok' | 'code' | 'tick'> {
  let made = 0
  const send = async (openid: string, procedure: string, input: unknown) => {
    made += 1
    const area = procedure.split('.')[0] ?? ''
    const event = { procedure, input, requestId: `test-${made}` }
    return (await cloud().functions.call(area, event, { openid, source: 'wx_client' })) as CallReply<unknown>
  }
  return {
    call: async <Name extends ProcedureName>(openid: string, procedure: Name, input: Procedures[Name]['input']) =>
      (await send(openid, procedure, input)) as CallReply<Result<Name>>,
    ok: async <Name extends ProcedureName>(openid: string, procedure: Name, input: Procedures[Name]['input']) => {
      const reply = await send(openid, procedure, input)
      if (!reply.ok) throw new Error(`${procedure}: ${JSON.stringify(reply.error)}`)
      return reply.data as Result<Name>
    },
    tick: async () => {
      const reply = await cloud().functions.call('clockwork', {}, { openid: '', source: 'wx_trigger' })
      const { broken } = reply as { broken: string[] }
      if (broken.length > 0) throw new Error(`clockwork: ${broken.join(', ')}`)
    },
    code: async (openid, procedure, input) => {
      const reply = await send(openid, procedure, input)
      if (reply.ok) throw new Error(`${procedure} was expected to fail, and did not`)
      return reply.error.code
    },
  }
}
