/**
 * Routing's figures: batch assignment beside the npm packages that can do it, needs of unequal weight with their proven gap,
 * one need against very many workers. Both sides of a ratio solve the same backlog in the same run, and must agree on its cost.
 * `--orlib-assign FILE` and `--orlib-gap FILE` read the OR-Library's formats instead (`--minimise` for gap files that do).
 */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { assign, SolvedBacklog } from '../../cloudfunctions/needs/routing/batch/assign'
import { assignSized } from '../../cloudfunctions/needs/routing/batch/assign-sized'
import { certify } from '../../cloudfunctions/needs/routing/batch/certify'
import { gapOf, type SizedSolution } from '../../cloudfunctions/needs/routing/batch/sized-problem'
import { WorkerColumns } from '../../cloudfunctions/needs/routing/columns'
import type { Report } from '../../local/commands/bench'
import { type BacklogSize, backlog, sizedBacklog } from '../fixtures/routing/backlogs'
import { readAssign, readGap } from '../fixtures/routing/orlib'
import { NOW_MS, people } from '../fixtures/routing/people'

const small: BacklogSize = { needs: 500, workers: 810, capacityMost: 1, options: 30, costMost: 100, seed: 7 }
const district: BacklogSize = { needs: 5000, workers: 810, capacityMost: 6, options: 30, costMost: 100, seed: 7 }
const city: BacklogSize = { needs: 20_000, workers: 3500, capacityMost: 6, options: 30, costMost: 100, seed: 7 }
/** A package that takes longer did not finish. */
const OTHERS_MOST_MS = 240_000

export async function bench(report: Report, flags: readonly string[]): Promise<void> {
  const [assignFile, gapFile] = [after('--orlib-assign', flags), after('--orlib-gap', flags)]
  if (assignFile) orlibAssign(assignFile, report)
  if (gapFile) orlibGap(gapFile, !flags.includes('--minimise'), report)
  if (assignFile || gapFile) return
  oneNeed(report)
  addedNeed(report)
  sized(report)
  await beside('500x810', small, ['munkres', 'highs-simplex', 'highs-ipm'], report, 25)
  await cityAlone(report)
  await beside('5kx810_overloaded', district, ['highs-simplex', 'highs-ipm', 'munkres'], report, 1)
}

/** Our time, each package's, and the ratio to the fastest package that finishes. */
async function beside(name: string, size: BacklogSize, others: string[], report: Report, runs: number): Promise<void> {
  const ours = await solvedBy('ours', size, size.needs > 1000 ? 15 : 101)
  if (!ours) throw new Error('our own solver did not finish')
  report(`assign_${name}`, ours.ms, 'ms')
  let best = Number.POSITIVE_INFINITY
  for (const other of others) {
    const theirs = await solvedBy(other, size, runs)
    if (!theirs) {
      console.log(`routing.${other}_${name}: did not finish in ${OTHERS_MOST_MS / 1000} s`)
      continue
    }
    if (theirs.cost !== ours.cost) throw new Error(`${other} finds ${theirs.cost}, we ${ours.cost}`)
    report(`${other}_${name}`, theirs.ms, 'ms')
    best = Math.min(best, theirs.ms)
  }
  if (best < Number.POSITIVE_INFINITY) report(`assign_${name}_over_best_package`, best / ours.ms, 'x')
}

async function cityAlone(report: Report): Promise<void> {
  for (const costMost of [100, 10_000]) {
    const solved = await solvedBy('ours', { ...city, costMost }, 9)
    if (!solved) throw new Error('our own solver did not finish')
    report(`assign_20kx3.5k_overloaded_costs_to_${costMost}`, solved.ms, 'ms')
    report(`peak_rss_20kx3.5k_costs_to_${costMost}`, solved.peakMb, 'MB')
  }
  const problem = backlog(city)
  const wrong = certify(problem, assign(problem))
  if (wrong) throw new Error(`not proven: ${wrong}`)
}

/** In a process of its own; null when it takes too long or runs out of memory. */
async function solvedBy(solver: string, size: BacklogSize, runs: number) {
  const script = join(__dirname, '../fixtures/routing/other-side.ts')
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...process.execArgv, script, solver, JSON.stringify(size), String(runs)],
      { timeout: OTHERS_MOST_MS },
    )
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { ms: number; cost: number; peakMb: number }
  } catch (error) {
    if (error instanceof Error && 'killed' in error && error.killed) return null
    throw error
  }
}

function sized(report: Report): void {
  for (const [name, size] of [
    ['200x100', { ...district, needs: 200, workers: 100, capacityMost: 4 }],
    ['500x810', { ...district, needs: 500, capacityMost: 2 }],
    ['5kx810_overloaded', district],
  ] as const) {
    const problem = sizedBacklog(size)
    let solution: SizedSolution = { workerOf: new Int32Array(0), cost: 0, bound: 0 }
    const ms = timed(() => {
      solution = assignSized(problem)
    })
    report(`sized_${name}`, ms, 'ms')
    report(`sized_${name}_proven_gap`, 100 * gapOf(solution), '%')
  }
}

function oneNeed(report: Report): void {
  for (const [name, count] of [
    ['810', 810],
    ['10k', 10_000],
    ['100k', 100_000],
  ] as const) {
    const { workers, needs } = people(count, 2000, 1)
    const columns = new WorkerColumns(workers)
    let found = 0
    const times = Array.from({ length: 15 }, () =>
      timed(() => {
        for (const need of needs) found += columns.best(need, NOW_MS).length
      }),
    )
    const us = (1000 * middle(times)) / needs.length
    if (found === 0) throw new Error('nobody was found')
    report(`score_one_need_${name}_workers`, us, 'us')
  }
}

function addedNeed(report: Report): void {
  const problem = backlog(district)
  const more = backlog({ ...district, needs: 1000, seed: 8 })
  const needs = [...more.waitingCost].map((waitingCost, need) => {
    const [start, end] = [more.rowStart[need] as number, more.rowStart[need + 1] as number]
    const workers = [...more.pairWorker.subarray(start, end)]
    return {
      waitingCost,
      options: workers.map((worker, at) => ({ worker, cost: more.pairCost[start + at] as number })),
    }
  })
  const times = Array.from({ length: 7 }, () => {
    const solved = new SolvedBacklog(problem)
    return timed(() => {
      for (const need of needs) solved.add(need)
    })
  })
  report('add_one_need_to_5kx810_overloaded', (1000 * middle(times)) / needs.length, 'us')
}

/** Milliseconds of processor time: what runs beside us on the machine does not count. */
function timed(run: () => void): number {
  const start = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

function middle(times: readonly number[]): number {
  return [...times].sort((left, right) => left - right)[times.length >> 1] ?? 0
}

function orlibAssign(file: string, report: Report): void {
  const problem = readAssign(readFileSync(file, 'utf8'))
  const startMs = performance.now()
  const solution = assign(problem)
  report('orlib_assign_time', performance.now() - startMs, 'ms')
  report('orlib_assign_objective', solution.cost, '')
  const wrong = certify(problem, solution)
  console.log(`certificate: ${wrong ?? `the prices prove that nothing costs less than ${solution.cost}`}`)
}

function orlibGap(file: string, maximise: boolean, report: Report): void {
  const sign = maximise ? -1 : 1
  readGap(readFileSync(file, 'utf8'), maximise).forEach((problem, index) => {
    const startMs = performance.now()
    const solution = assignSized(problem)
    const name = `orlib_gap_${index + 1}`
    report(`${name}_time`, performance.now() - startMs, 'ms')
    report(`${name}_objective`, sign * solution.cost, '')
    report(`${name}_bound`, sign * solution.bound, '')
    report(`${name}_proven_gap`, 100 * gapOf(solution), '%')
    if (solution.workerOf.includes(-1)) console.log(`${name}: no plan was found that assigns every job`)
  })
}

function after(flag: string, flags: readonly string[]): string | null {
  const at = flags.indexOf(flag)
  return at < 0 ? null : (flags[at + 1] ?? null)
}
