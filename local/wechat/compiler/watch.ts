import { watch } from 'chokidar'
import { compileMiniprogram } from './compile'
import type { CompileOptions, CompileResult } from './types'

export interface Watcher {
  /** From here on no change is missed. */
  ready: Promise<void>
  close(): Promise<void>
}

/** Saves that follow each other within this time make one build. */
const SETTLE_MS = 60

/**
 * Builds again at each change and says how it went. A build never overlaps another; a change during a build makes one
 * more after it. The first build is the caller's: `compileMiniprogram`.
 */
export function watchMiniprogram(options: CompileOptions, onBuilt: (result: CompileResult) => void): Watcher {
  const watcher = watch(options.root, { ignoreInitial: true, ignored: /[\\/]miniprogram_npm([\\/]|$)/ })
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined
  let again = false
  const build = async (): Promise<void> => {
    do {
      again = false
      onBuilt(await compileMiniprogram(options).catch((error: unknown) => failure(error)))
    } while (again)
    running = undefined
  }
  watcher.on('all', () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (running === undefined) running = build()
      else again = true
    }, SETTLE_MS)
  })
  return {
    ready: new Promise<void>((resolve) => watcher.once('ready', () => resolve())),
    async close() {
      clearTimeout(timer)
      await watcher.close()
      await running
    },
  }
}

function failure(error: unknown): CompileResult {
  const message = error instanceof Error ? error.message : String(error)
  const problems = [{ file: 'app.json', line: 0, column: 0, message }]
  const app = { pages: [], subPackages: [], usingComponents: {}, window: {} }
  return {
    ok: false,
    problems,
    manifest: { version: '', app, pages: {}, packages: {}, problems },
    ms: 0,
    reused: false,
  }
}
