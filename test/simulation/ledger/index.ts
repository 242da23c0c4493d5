/**
 * `npm run simulate -- ledger [--seeds 10000] [--from 1]`: so many runs of the books (`run.ts`), shared out over the cores; a
 * run that does not hold is named by its seed. `--seed N` plays one again and says all that it finds.
 */
import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Report } from './run'
import { run } from './run'

const worker = join(__dirname, 'worker.ts')
/** So many seeds are given out at a time. */
const portion = 50
const mostShown = 10

export async function simulate(flags: readonly string[], say: (line: string) => void): Promise<boolean> {
  const { values } = parseArgs({
    args: [...flags],
    options: {
      seeds: { type: 'string', default: '1000' },
      from: { type: 'string', default: '1' },
      seed: { type: 'string' },
    },
  })
  if (values.seed !== undefined) return replay(whole(values.seed, '--seed'), say)
  return runAll(whole(values.from, '--from'), whole(values.seeds, '--seeds'), say)
}

async function replay(seed: number, say: (line: string) => void): Promise<boolean> {
  const { faults, entries, calls, troubles } = await run(seed)
  for (const fault of faults) say(fault)
  say(`seed ${seed}: ${entries} entries, ${calls} round trips, ${troubles} troubles, ${faults.length} faults`)
  return faults.length === 0
}

async function runAll(from: number, count: number, say: (line: string) => void): Promise<boolean> {
  const sinceMs = performance.now()
  const sums = { done: 0, entries: 0, calls: 0, troubles: 0, failed: 0 }
  let next = from
  const take = (report: Report) => {
    sums.done += 1
    sums.entries += report.entries
    sums.calls += report.calls
    sums.troubles += report.troubles
    if (report.faults.length > 0) {
      sums.failed += 1
      if (sums.failed <= mostShown)
        say(`seed ${report.seed}: ${report.faults[0]}\n  npm run simulate -- ledger --seed ${report.seed}`)
    }
    if (sums.done % 1000 === 0) say(`${sums.done} of ${count} seeds, ${sums.failed} failed, ${seconds(sinceMs)}`)
  }
  const give = () => {
    const first = next
    next = Math.min(from + count, next + portion)
    return { first, count: next - first }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, () => work(give, take)))
  say(
    `${sums.done} seeds, ${sums.entries} entries, ${sums.calls} round trips, ${sums.troubles} troubles, ` +
      `${sums.failed} failed, in ${seconds(sinceMs)}`,
  )
  return sums.failed === 0
}

/** One process after another portion, until none is left. */
function work(give: () => { first: number; count: number }, take: (report: Report) => void): Promise<void> {
  const child = fork(worker, { execArgv: process.execArgv })
  return new Promise((resolve, reject) => {
    const order = () => {
      const { first, count } = give()
      if (count > 0) child.send({ first, count })
      else child.disconnect()
    }
    child.on('message', (message: Report | 'ready') => (message === 'ready' ? order() : take(message)))
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))))
  })
}

function whole(text: string, name: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} takes a whole number`)
  return Number(text)
}

function seconds(sinceMs: number): string {
  return `${((performance.now() - sinceMs) / 1000).toFixed(0)} s`
}
