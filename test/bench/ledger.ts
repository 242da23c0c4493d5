/**
 * Many donors, one fund: our append-only journal beside the design that most people would write, one balance document
 * updated in a transaction. Both run over the genuine SDK, our adapter (five tries, jittered) and the local database, in turns.
 *
 * Raw loopback answers in a millisecond, which no cloud does; CloudBase's transactions take 20–50 ms. So each is measured a
 * second time with 6 ms added to every request, on both sides alike: the transaction below is then 30–40 ms.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { rollUp } from '../../cloudfunctions/funds/books/roll-up'
import { giftEntry } from '../../cloudfunctions/funds/ledger/entries'
import { fen } from '../../cloudfunctions/funds/ledger/fen'
import { Failure } from '../../cloudfunctions/shared/errors'
import type { Stored, World } from '../../cloudfunctions/shared/ports'
import { createWorld } from '../../cloudfunctions/shared/world'
import type { FundId } from '../../typings/ids'
import { benchProof } from './support/proof'

/** So many give at once, each again as soon as the last one is kept. */
const crowds = [50, 200] as const
/** So many begin each second, whether or not those before have ended. */
const arrivalsPerSecond = 200
const runMs = 2_000
const runs = 3
const requestDelayMs = 6
/** Entries of a fund whose past is long. */
const longPast = 100_000

type Give = (world: World, fundId: FundId, donation: string) => Promise<void>

export async function bench(report: (figure: string, value: number, unit: string) => void): Promise<void> {
  const server = await startServer()
  try {
    for (const [label, delayMs] of [
      ['loopback', 0],
      ['cloudLike', requestDelayMs],
    ] as const) {
      const world = await connect(server.port, delayMs)
      for (const donors of crowds) await benchCrowd(world, donors, `${label}.donors${donors}`, report)
      report(`${label}.failedAt${arrivalsPerSecond}PerSecond`, await measureArrivals(world, `c${delayMs}`), '%')
      if (delayMs === 0) report('rollUp', await measureRollUp(world), 'entries/s')
    }
  } finally {
    await server.stop()
  }
  const aged = await startServer(longPast)
  try {
    await benchProof(await connect(aged.port, requestDelayMs), longPast, report)
  } finally {
    await aged.stop()
  }
}

/** Both designs in turns, with the same crowd. */
async function benchCrowd(
  world: World,
  donors: number,
  name: string,
  report: (figure: string, value: number, unit: string) => void,
): Promise<void> {
  const sides = { appendOnly: [] as Run[], singleBalance: [] as Run[] }
  for (let run = 0; run < runs; run += 1) {
    sides.appendOnly.push(await measure(world, appendOnly, donors, `a${name}${run}`))
    sides.singleBalance.push(await measure(world, singleBalance, donors, `b${name}${run}`))
  }
  const ours = median(sides.appendOnly.map(({ perSecond }) => perSecond))
  const theirs = median(sides.singleBalance.map(({ perSecond }) => perSecond))
  report(`${name}.appendOnly`, ours, 'donations/s')
  report(`${name}.singleBalance`, theirs, 'donations/s')
  report(`${name}.ratio`, ours / theirs, 'x')
  report(`${name}.appendOnlyFailed`, median(sides.appendOnly.map(({ failed }) => failed)), '%')
  report(`${name}.singleBalanceFailed`, median(sides.singleBalance.map(({ failed }) => failed)), '%')
}

/** Gifts that begin at a steady rate on one fund: how many in a hundred fail. */
async function measureArrivals(world: World, run: string): Promise<number> {
  const fundId: FundId = `fund_${run}`
  const gifts: Promise<'kept' | 'failed'>[] = []
  const count = (arrivalsPerSecond * runMs) / 1000
  const beganMs = performance.now()
  while (gifts.length < count) {
    const due = Math.min(count, Math.ceil(((performance.now() - beganMs) * arrivalsPerSecond) / 1000))
    while (gifts.length < due) {
      const kept = appendOnly(world, fundId, `${run}-${gifts.length}`)
      gifts.push(kept.then(() => 'kept', failedOrThrow))
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const ends = await Promise.all(gifts)
  return (100 * ends.filter((end) => end === 'failed').length) / count
}

function failedOrThrow(error: unknown): 'failed' {
  if (error instanceof Failure && error.code === 'BUSY') return 'failed'
  throw error
}

/** What the product does: one immutable document, its id from the gift. Nothing to contend for. */
const appendOnly: Give = async (world, fundId, donation) => {
  await world.database.insert('journal', entryOf(fundId, donation))
}

/** The usual design: the fund's balance goes up in the transaction that keeps the donation. */
const singleBalance: Give = async (world, fundId, donation) => {
  const entry = entryOf(fundId, donation)
  await world.database.transaction(async (transaction) => {
    const fund = await transaction.get<Stored & { balanceFen: number }>('funds', fundId)
    const balanceFen = (fund?.balanceFen ?? 0) + entry.amountFen
    // The contended write first, so that the one who loses learns it early.
    await transaction.update('funds', fundId, { set: { balanceFen } })
    await transaction.insert('journal', entry)
  })
}

function entryOf(fundId: FundId, donation: string) {
  const facts = { fundId, atMs: Date.now(), titleSalt: 'salt', giftId: `gift_${donation}` } as const
  return giftEntry({ ...facts, amountFen: fen(2_000), earmark: null, donorName: null })
}

interface Run {
  perSecond: number
  /** Percent of the attempts that ended as BUSY. */
  failed: number
}

/** A closed loop: each donor gives again as soon as the gift before is done, or was refused. */
async function measure(world: World, give: Give, donors: number, run: string): Promise<Run> {
  const fundId: FundId = `fund_${run}`
  await world.database.insert('funds', { _id: fundId, balanceFen: 0 } as Stored)
  const beganMs = performance.now()
  let done = 0
  let failed = 0
  const donor = async (name: string) => {
    for (let index = 0; performance.now() - beganMs < runMs; index += 1) {
      try {
        await give(world, fundId, `${run}-${name}-${index}`)
        done += 1
      } catch (error) {
        if (!(error instanceof Failure && error.code === 'BUSY')) throw error
        failed += 1
      }
    }
  }
  await Promise.all(Array.from({ length: donors }, (_, index) => donor(String(index))))
  const seconds = (performance.now() - beganMs) / 1000
  return { perSecond: done / seconds, failed: (100 * failed) / Math.max(1, done + failed) }
}

async function measureRollUp(world: World): Promise<number> {
  const rates: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const fundId: FundId = `fund_fold${run}`
    const count = 600
    await Promise.all(Array.from({ length: count }, (_, index) => appendOnly(world, fundId, `fold-${run}-${index}`)))
    const beganMs = performance.now()
    const folded = await rollUp(world, fundId)
    if (folded !== count) throw new Error(`${folded} of ${count} were folded`)
    rates.push((1000 * count) / (performance.now() - beganMs))
  }
  return median(rates)
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

async function startServer(entries = 0) {
  const script = join(__dirname, 'support/database-server.ts')
  const child = spawn(process.execPath, [require.resolve('tsx/cli'), script, String(entries)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [first] = (await once(child.stdout, 'data')) as [Buffer]
  return {
    port: Number(first.toString()),
    async stop() {
      const ended = once(child, 'exit')
      child.stdin.end()
      await ended
    },
  }
}

/** The SDK reads its endpoint at each call, so that the delay can be part of the address. */
async function connect(port: number, delayMs: number): Promise<World> {
  Object.assign(process.env, {
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    SCF_NAMESPACE: 'local-env',
    TCB_ENV: 'local-env',
    TENCENTCLOUD_SECRETID: 'x',
    TENCENTCLOUD_SECRETKEY: 'y',
    TENCENTCLOUD_SESSIONTOKEN: 'z',
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `http://127.0.0.1:${port}/${delayMs}` }),
    TCB_CONTEXT_KEYS: 'TCB_ENV,TCB_SEQID,TCB_TRACELOG,TCB_SOURCE',
    WX_CONTEXT_KEYS: 'WX_OPENID,WX_APPID,WX_UNIONID,WX_CLIENTIP,WX_API_TOKEN',
  })
  const { default: sdk } = (await import('wx-server-sdk')) as unknown as { default: object }
  return createWorld(sdk)
}
