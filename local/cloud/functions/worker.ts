/**
 * What runs inside an instance, beside the function's own bundle. It is compiled and started by `instance.ts`; nothing
 * imports it. Product code sees a Node process with CloudBase's environment, on the local cloud's clock.
 */
import { format } from 'node:util'
import { parentPort, workerData } from 'node:worker_threads'
import type { FromWorker, InstanceData, LogLevel, ToWorker } from './protocol'

type Main = (event: unknown, context: Record<string, unknown>) => unknown

const { bundlePath, functionName, clock, memoryMb, envId } = workerData as InstanceData
const port = parentPort
if (!port) throw new Error('worker.ts runs in a worker alone')
const send = (message: FromWorker) => port.postMessage(message)

shiftDate(new BigInt64Array(clock))
captureConsole()

let main: Main | undefined
let loadFailure: string | undefined
try {
  const loaded: { main?: unknown } = require(bundlePath)
  if (typeof loaded.main === 'function') main = loaded.main as Main
  else loadFailure = 'index.main is undefined or not exported'
} catch (error) {
  loadFailure = stackOf(error)
}
send({ type: 'ready' })
port.on('message', (message: ToWorker) => void run(message))

async function run({ id, eventJson, env, limitMs }: ToWorker): Promise<void> {
  for (const [key, value] of Object.entries(env)) {
    if (value === null) delete process.env[key]
    else process.env[key] = value
  }
  if (!main) return send({ type: 'failed', id, stack: loadFailure ?? 'not loaded' })
  let resultJson: string
  try {
    const result = await main(eventJson === '' ? {} : JSON.parse(eventJson), contextOf(id, env, limitMs))
    resultJson = JSON.stringify(result) ?? 'null'
  } catch (error) {
    return send({ type: 'failed', id, stack: stackOf(error) })
  }
  send({ type: 'done', id, resultJson })
}

function contextOf(id: string, env: ToWorker['env'], limitMs: number): Record<string, unknown> {
  const environ = Object.entries(env).flatMap(([key, value]) => (value === null ? [] : [`${key}=${value}`]))
  return {
    callbackWaitsForEmptyEventLoop: false,
    memory_limit_in_mb: memoryMb,
    time_limit_in_ms: limitMs,
    request_id: id,
    environ: environ.join(';'),
    function_version: '$LATEST',
    function_name: functionName,
    namespace: envId,
    tencentcloud_region: 'ap-shanghai',
  }
}

/** `Date` with the local cloud's offset; everything else about it stays the machine's. */
function shiftDate(offset: BigInt64Array): void {
  const RealDate = Date
  const realNow = RealDate.now
  const now = () => realNow() + Number(Atomics.load(offset, 0))
  const Shifted = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  })
  RealDate.prototype.constructor = Shifted
  globalThis.Date = Shifted
}

function captureConsole(): void {
  const write =
    (level: LogLevel) =>
    (...args: unknown[]) =>
      send({ type: 'log', level, text: format(...args) })
  console.log = console.info = console.debug = write('info')
  console.warn = write('warn')
  console.error = console.trace = write('error')
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : `non-error thrown: ${format(error)}`
}
