import { createCodes } from './adapters/codes'
import { createContentSecurity } from './adapters/content-security'
import { createDatabase } from './adapters/database'
import { createFiles } from './adapters/files'
import { ids } from './adapters/ids'
import { createMessages } from './adapters/messages'
import { createPayments } from './adapters/payments'
import { createPhoneNumbers } from './adapters/phone-numbers'
import type { Sdk } from './adapters/sdk'
import type { Caller, World } from './ports/index'

/** Sources of a call that began at a phone, or at one that pretends to be one. */
const clientSources: ReadonlySet<string> = new Set(['wx_client', 'wx_devtools', 'wx_http'])

/**
 * The world on wx-server-sdk; each function's composition root calls it once, outside of `main`, so that a warm instance
 * reuses its connections. The SDK's own declarations do not fit how it behaves: `Sdk` says what we rely on.
 */
export function createWorld(cloud: object): World {
  const sdk = cloud as Sdk
  sdk.init({ env: sdk.DYNAMIC_CURRENT_ENV })
  return {
    database: createDatabase(sdk),
    clock: { nowMs: () => Date.now() },
    ids,
    payments: createPayments(sdk, ids, () => process.env.TCB_ENV ?? process.env.SCF_NAMESPACE ?? ''),
    messages: createMessages(sdk),
    contentSecurity: createContentSecurity(sdk),
    files: createFiles(sdk),
    codes: createCodes(sdk),
    phoneNumbers: createPhoneNumbers(sdk),
    caller: () => readCaller(sdk.getWXContext()),
    log: (level, event, facts) => {
      console[level](JSON.stringify({ event, ...facts }))
    },
  }
}

/** The SDK turns an all-digit OPENID into a number; a call through several functions lists its sources, the first first. */
export function readCaller(context: { OPENID?: unknown; SOURCE?: unknown }): Caller {
  const openid = readOpenid(context.OPENID)
  const firstSource = String(context.SOURCE ?? '').split(',')[0] ?? ''
  // Without a source, a call that carries a person is taken for a client's.
  return { openid, fromClient: clientSources.has(firstSource) || (firstSource === '' && openid !== '') }
}

/** A number too long to be whole has lost digits, and with them whose it is. */
function readOpenid(openid: unknown): string {
  if (typeof openid === 'string') return openid
  return typeof openid === 'number' && Number.isSafeInteger(openid) ? String(openid) : ''
}
