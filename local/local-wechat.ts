import { accessSync, constants, mkdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { collections } from '../cloudfunctions/shared/collections'
import { messageTemplates } from '../cloudfunctions/shared/operator'
import { buildFunctions, watchFunctions } from './build/functions'
import { startCloud } from './cloud'
import type { CloudOptions, LocalCloud } from './contract'
import { createDeskHandler } from './desk/handler'
import { holdFolder } from './hold-folder'
import { plantSeed } from './seed'
import { castPhoneNumber } from './seed/cast'
import { type CompileProblem, compileMiniprogram, watchMiniprogram } from './wechat/compiler'
import { createPhoneHandler } from './wechat/phone-handler'
import { createWechatServer, type WechatServer } from './wechat/server'

const root = join(__dirname, '..')
const functionsDir = join(root, 'dist/cloudfunctions')
const miniprogramDir = join(root, 'dist/miniprogram')

export interface LocalWechatOptions {
  /** 0 picks a free one. */
  port: number
  dataDir: string
  /** Throw away what the folder holds and plant the seed again. */
  fresh: boolean
  seed: 'small' | 'district'
  /** Build again when a file of the product changes, and tell the phones. */
  watch: boolean
  /** Hears one short line at each step. */
  say: (line: string) => void
}

export interface LocalWechat {
  url: string
  cloud: LocalCloud
  server: WechatServer
  close(): Promise<void>
}

/**
 * Builds the product, starts the local cloud on the folder's data, plants the seed in an empty one, and serves phones and desk.
 * Rejects with `EADDRINUSE` when the port is taken, `EACCES` when the folder can't be written and `DATA_IN_USE` when another
 * local cloud works on it.
 */
export async function startLocalWechat(options: LocalWechatOptions): Promise<LocalWechat> {
  const folder = writableFolder(options.dataDir)
  const release = holdFolder(folder)
  const dataDir = join(folder, 'cloud')
  if (options.fresh) rmSync(dataDir, { recursive: true, force: true })
  await ensurePortIsFree(options.port)
  const pages = await buildProduct(options.say)
  options.say('starting the local cloud')
  const settings: CloudOptions = {
    dataDir,
    functionsDir,
    collections,
    templates: Object.values(messageTemplates),
    appId: 'touristappid',
    envId: 'local',
    pages,
    messagePushFunction: 'needs',
  }
  let cloud = await startCloud({ ...settings, timers: false })
  try {
    const cast = await plantSeed(cloud, options.seed, options.say)
    // The timers begin when all is planted: a minute that struck before would work on half a district.
    await cloud.close()
    cloud = await startCloud(settings)
    const server = await createWechatServer({
      cloud,
      cast: () => cast.members,
      wall: () => cast.wall,
      port: options.port,
      phoneNumberOf: castPhoneNumber,
      handlers: [
        await createPhoneHandler({ distDir: miniprogramDir, clockOffsetMs: () => cloud.clock.offsetMs() }),
        await createDeskHandler(cloud),
      ],
    })
    const stopWatching = options.watch ? await watchProduct(cloud, server, options.say) : async () => {}
    return {
      url: server.url,
      cloud,
      server,
      async close() {
        await stopWatching()
        await server.close()
        await cloud.close()
        release()
      },
    }
  } catch (error) {
    await cloud.close()
    release()
    throw error
  }
}

function writableFolder(dataDir: string): string {
  const folder = resolve(root, dataDir)
  mkdirSync(folder, { recursive: true })
  accessSync(folder, constants.W_OK)
  return folder
}

/** Says so before the minute of building rather than after it. */
async function ensurePortIsFree(port: number): Promise<void> {
  const probe = createServer()
  await new Promise<void>((free, taken) => {
    probe.once('error', taken)
    probe.listen(port, '127.0.0.1', () => probe.close(() => free()))
  })
}

/** Builds the functions and the mini-program; the paths of its pages. */
async function buildProduct(say: (line: string) => void): Promise<string[]> {
  say('building the cloud functions and the mini-program')
  const [{ manifest, problems }] = await Promise.all([
    compileMiniprogram({ root: join(root, 'miniprogram'), outDir: miniprogramDir }),
    buildFunctions({ sourceDir: join(root, 'cloudfunctions'), outDir: functionsDir }),
  ])
  for (const problem of problems) say(problemLine(problem))
  return Object.keys(manifest.pages)
}

/** A saved source is seen within two seconds: the functions' warm instances go, the phones load the page again. */
async function watchProduct(cloud: LocalCloud, server: WechatServer, say: (line: string) => void) {
  const functions = await watchFunctions(
    { sourceDir: join(root, 'cloudfunctions'), outDir: functionsDir, alsoWatch: [join(root, 'typings')] },
    ({ functions: rebuilt, errors }) => {
      for (const error of errors) say(error)
      for (const { name, changed } of rebuilt) {
        // A config.json that is not valid leaves the functions as they were.
        if (changed) cloud.functions.reload(name).catch((error: unknown) => say(String(error)))
      }
    },
  )
  const pages = watchMiniprogram({ root: join(root, 'miniprogram'), outDir: miniprogramDir }, ({ problems }) => {
    for (const problem of problems) say(problemLine(problem))
    server.reload([])
  })
  return async () => {
    await functions.close()
    await pages.close()
  }
}

function problemLine({ file, line, message }: CompileProblem): string {
  return `${file}:${line}: ${message}`
}
