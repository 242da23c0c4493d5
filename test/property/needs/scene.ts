import type { NeedRecord } from '../../../cloudfunctions/needs/records'
import { ids } from '../../../cloudfunctions/shared/adapters/ids'
import type { Stored, World } from '../../../cloudfunctions/shared/ports'
import type { Context } from '../../../cloudfunctions/shared/procedure'
import { nextMorningMs } from '../../fixtures/daytime'
import { MemoryDatabase } from '../memory-database'

export interface Scene {
  world: World & { database: MemoryDatabase }
  /** Needs whose submission was answered with ok. */
  acknowledged: string[]
  needs(): NeedRecord[]
  advance(byMs: number): void
  context(openid: string): Context
  nextKey(): string
}

/** A world in memory: its own clock, a database that can fail, and WeChat as the ports describe it. */
export function startScene(documents: Readonly<Record<string, readonly Stored[]>>): Scene {
  const database = new MemoryDatabase()
  for (const [collection, rows] of Object.entries(documents)) {
    for (const row of rows) void database.insert(collection, row)
  }
  let nowMs = nextMorningMs(Date.now())
  let keys = 0
  const world: Scene['world'] = {
    database,
    clock: { nowMs: () => nowMs },
    ids,
    messages: { send: async () => 'sent' },
    contentSecurity: { checkText: async () => 'pass', startPictureCheck: async () => 'trace' },
    files: {
      temporaryUrls: async () => [],
      upload: unsupported('files.upload'),
      remove: unsupported('files.remove'),
      download: unsupported('files.download'),
    },
    codes: { png: unsupported('codes.png') },
    phoneNumbers: { numberOf: unsupported('phoneNumbers.numberOf') },
    payments: {
      refund: unsupported('payments.refund'),
      queryRefund: unsupported('payments.queryRefund'),
      bill: unsupported('payments.bill'),
      order: unsupported('payments.order'),
      query: unsupported('payments.query'),
      close: unsupported('payments.close'),
    },
    caller: () => ({ openid: '', fromClient: false }),
    log: () => undefined,
  }
  return {
    world,
    acknowledged: [],
    needs: () => database.rows<NeedRecord>('needs'),
    advance: (byMs) => {
      nowMs += byMs
    },
    context: (openid) => ({ world, openid, requestId: 'property', nowMs, duties: [], callerName: null }),
    nextKey: () => String(keys++).padStart(32, '0'),
  }
}

function unsupported(name: string): () => Promise<never> {
  return () => Promise.reject(new Error(`the world in memory does not support ${name}`))
}
