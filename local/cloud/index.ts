import { basename, join } from 'node:path'
import type { CloudOptions, LocalCloud } from '../contract'
import { CloudClock } from './clock'
import { type DatabaseService, openDatabase } from './database'
import { DatabaseRoute } from './database-route'
import { WireError } from './errors'
import { EventBus } from './events'
import { FunctionService } from './functions'
import { type AdminRequest, type Answer, Gateway } from './gateway'
import { OpenApiService } from './openapi'
import { Activity } from './openapi/activity'
import { Codes } from './openapi/codes'
import { ContentSecurity } from './openapi/content-security'
import { Messages } from './openapi/messages'
import { PhoneNumbers } from './openapi/phone-numbers'
import { PayService } from './pay'
import { StorageService } from './storage'
import { Store } from './store'

/**
 * Starts the local CloudBase: the genuine wx-server-sdk inside each function's bundle talks to it over loopback. All state
 * is below `dataDir` and survives SIGKILL. Rejects when the port is taken, the folder is not writable or a function's
 * config.json is not valid.
 */
export async function startCloud(options: CloudOptions): Promise<LocalCloud> {
  const open: Closable[] = []
  try {
    return await startServices(options, open)
  } catch (error) {
    await closeAll(open)
    throw error
  }
}

interface Closable {
  close(): Promise<void>
}

/** Puts each thing that it has opened into `open`, at its place in the order of closing. */
async function startServices(options: CloudOptions, open: Closable[]): Promise<LocalCloud> {
  const { appId, envId, dataDir } = options
  const events = new EventBus()
  const gateway = new Gateway()
  const url = await gateway.listen(options.port ?? 0)
  open.unshift(gateway)
  const store = await Store.open(dataDir)
  open.push(store)
  const clock = openClock(store, options.timers ?? true)
  open.unshift(clock)
  const nowMs = () => clock.nowMs()
  const route = new DatabaseRoute(events.emit, nowMs)
  const { collections } = options
  const database = await openDatabase({ dir: join(dataDir, 'database'), collections, nowMs, onPlan: route.onPlan })
  open.splice(-1, 0, database)
  const activity = new Activity(store, nowMs)
  const storage = await StorageService.open({ dir: join(dataDir, 'storage'), envId, url, store, nowMs })
  const functions = await FunctionService.open({
    functionsDir: options.functionsDir,
    appId,
    envId,
    adminUrl: `${url}/admin`,
    clock,
    maxInstances: options.maxInstances ?? 20,
    onBegin: ({ openid }) => activity.note(openid),
    emit: events.emit,
  })
  // The clock first, so that nothing new begins; then the calls under way, which still need gateway, database and store.
  open.splice(1, 0, functions)
  const wechat = openWeChat({ options, store, clock, storage, functions, activity, events })

  gateway.handle({
    admin: (request) => dispatch(request, { envId, route, database, storage, functions, ...wechat }),
    storage: (request, response, address) => storage.serve(request, response, address),
  })
  let closing: Promise<void> | undefined
  return {
    url,
    clock,
    database,
    functions,
    storage,
    messages: wechat.messages,
    codes: wechat.codes,
    phoneNumbers: wechat.phoneNumbers,
    pay: wechat.pay,
    onEvent: (listener) => events.on(listener),
    close: () => {
      closing ??= closeAll(open)
      return closing
    },
  }
}

async function closeAll(open: readonly Closable[]): Promise<void> {
  for (const each of open) await each.close()
}

function openClock(store: Store, ticking: boolean): CloudClock {
  const offsets = store.table<number>('clock')
  return new CloudClock({
    offsetMs: offsets.get('offsetMs') ?? 0,
    save: (offsetMs) => offsets.put('offsetMs', offsetMs),
    ticking,
  })
}

interface WeChatParts {
  options: CloudOptions
  store: Store
  clock: CloudClock
  storage: StorageService
  functions: FunctionService
  activity: Activity
  events: EventBus
}

/** What WeChat's own servers do: messages, codes, checks, phone numbers, payments. */
function openWeChat({ options, store, clock, storage, functions, activity, events }: WeChatParts) {
  const { appId, envId, templates } = options
  const nowMs = () => clock.nowMs()
  const pages = options.pages ? new Set(options.pages) : null
  const messages = new Messages({ templates, pages, store, nowMs, emit: events.emit })
  const codes = new Codes(appId, pages)
  const phoneNumbers = new PhoneNumbers(appId, store, nowMs)
  const security = new ContentSecurity({
    appId,
    clock,
    store,
    isActive: (openid) => activity.isActive(openid),
    fetchMedia: (address) => fetchMedia(storage, address),
    push: async (event) => {
      const name = options.messagePushFunction
      if (name !== undefined) await functions.invoke(name, JSON.stringify(event), { openid: '', source: 'wx_unknown' })
    },
  })
  const openapi = new OpenApiService({
    apis: {
      'subscribeMessage.send': messages.send,
      'wxacode.getUnlimited': codes.getUnlimited,
      'security.msgSecCheck': security.msgSecCheck,
      'security.mediaCheckAsync': security.mediaCheckAsync,
      'phonenumber.getPhoneNumber': phoneNumbers.getPhoneNumber,
    },
    calls: functions.calls,
    permissionsOf: (name) => functions.definition(name)?.openapi ?? new Set(),
    nowMs,
    emit: events.emit,
  })
  const pay = new PayService({
    appId,
    envId,
    clock,
    store,
    calls: functions.calls,
    // WeChat documents no SOURCE for result calls («other values: not triggered by WeChat's client»): all that a function
    // may rely on is that it does not begin with wx_client.
    callFunction: async (name, event) =>
      JSON.parse(await functions.invoke(name, JSON.stringify(event), { openid: '', source: 'wx_pay' })),
    emit: events.emit,
  })
  return { messages, codes, phoneNumbers, openapi, pay }
}

interface Services {
  envId: string
  route: DatabaseRoute
  database: DatabaseService
  storage: StorageService
  functions: FunctionService
  openapi: OpenApiService
  pay: PayService
}

async function dispatch(request: AdminRequest, services: Services): Promise<Answer> {
  const { envId, functions } = services
  if (typeof request.envName === 'string' && request.envName !== '' && request.envName !== envId) {
    throw new WireError('INVALID_ENV', `the environment ${request.envName} does not exist, this is ${envId}`)
  }
  const { action } = request
  if (action.startsWith('database.')) return services.route.handle(services.database, functions.calls, request)
  if (action.startsWith('storage.')) {
    return services.storage.handle(request, functions.calls.byToken(request.wxCloudApiToken)?.caller.openid ?? '')
  }
  if (action === 'functions.invokeFunction') return functions.handle(request)
  if (action === 'wx.openApi') return services.openapi.handle(request)
  if (action === 'wx.wxPayApi') return services.pay.handle(request)
  throw new WireError('INVALID_ACTION', `the local cloud does not support ${action}`)
}

/** WeChat's servers read the address that they were given, expired or not. Only our own files are reached from here. */
async function fetchMedia(storage: StorageService, address: string): Promise<{ name: string; bytes: Uint8Array }> {
  const path = storage.pathOfUrl(address)
  if (path === null) throw new Error(`${address} is no file of this environment`)
  return { name: basename(path), bytes: await storage.readPath(path) }
}
