/**
 * `npm start [-- --port N] [--data DIR] [--fresh] [--no-open] [--seed small|district]`: the whole product on this machine.
 * Prints its progress, then `ready http://127.0.0.1:<port>`; Ctrl-C ends it, and the data is there at the next start.
 */
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { type LocalWechat, startLocalWechat } from '../local-wechat'
import { seconds, stop } from './terminal'

const usage = 'npm start [-- --port 1–65535] [--data DIR] [--fresh] [--no-open] [--seed small|district]'

/** What a folder that cannot be made or written answers, by the many reasons there are. */
const unwritable: ReadonlySet<string> = new Set(['EACCES', 'EROFS', 'EPERM', 'ENOENT', 'ENOTDIR', 'EEXIST', 'ENOSPC'])

interface Options {
  port: number
  dataDir: string
  fresh: boolean
  open: boolean
  seed: 'small' | 'district'
}

function readOptions(): Options {
  const { values } = parse()
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 1 || port > 65535) stop(`«${values.port}» is no port. ${usage}`)
  if (values.seed !== 'small' && values.seed !== 'district') stop(`«${values.seed}» is no seed. ${usage}`)
  const quiet = values['no-open'] || !process.stdout.isTTY || process.env.CI !== undefined
  return { port, dataDir: values.data, fresh: values.fresh, open: !quiet, seed: values.seed }
}

function parse() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '5180' },
        data: { type: 'string', default: 'data' },
        fresh: { type: 'boolean', default: false },
        'no-open': { type: 'boolean', default: false },
        seed: { type: 'string', default: 'district' },
      },
    })
  } catch (error) {
    return stop(`${(error as Error).message} ${usage}`)
  }
}

async function start(): Promise<void> {
  const options = readOptions()
  const sinceMs = performance.now()
  const running = await startLocalWechat({ ...options, watch: true, say: (line) => console.log(`  ${line}`) }).catch(
    explain(options),
  )
  console.log(`ready ${running.url}   (in ${seconds(sinceMs)}; Ctrl-C ends it)`)
  if (options.open) openBrowser(running.url)
  endOnSignal(running)
}

/** A failure that the person can mend becomes one sentence; anything else keeps its stack. */
function explain({ port, dataDir }: Options) {
  return (error: NodeJS.ErrnoException): never => {
    if (error.code === 'EADDRINUSE') stop(`Port ${port} is taken: end what uses it, or choose another with --port.`)
    if (unwritable.has(error.code ?? '')) {
      stop(`The folder ${dataDir} can't be written: choose another with --data.`)
    }
    if (error.code === 'DATA_IN_USE') stop(error.message)
    console.error(error)
    return process.exit(1)
  }
}

function endOnSignal(running: LocalWechat): void {
  let ending = false
  const end = () => {
    if (ending) process.exit(1)
    ending = true
    running.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  process.on('SIGHUP', end)
}

function openBrowser(url: string): void {
  const program = process.platform === 'darwin' ? 'open' : process.platform === 'win32' ? 'explorer' : 'xdg-open'
  const child = spawn(program, [url], { stdio: 'ignore', detached: true })
  child.on('error', () => console.log(`Open ${url} in a browser.`))
  child.unref()
}

start().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
