import { rollUpDue } from '../../../cloudfunctions/funds/books/roll-up'
import { deliverGiftMessages } from '../../../cloudfunctions/funds/gifts/deliver'
import { closeStaleOrders } from '../../../cloudfunctions/funds/gifts/stale'
import { continueRefunds } from '../../../cloudfunctions/funds/income/refunds'
import { seedGrantEntry } from '../../../cloudfunctions/funds/ledger/entries'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { moveSpendingOn } from '../../../cloudfunctions/funds/spending/timer'
import type { FundId } from '../../../typings/ids'
import { fundRecord } from '../../contract/funds/scene'
import { check, look, Till } from './check'
import { begin, note, type Wish } from './commands'
import { Stage, startMs } from './stage'

const fundIds: readonly [FundId, ...FundId[]] = ['fund_500110001003', 'fund_500110001003', 'fund_500110002001']
const mostAtOnce = 6

export interface Report {
  seed: number
  /** What did not hold; empty when all of it did. */
  faults: string[]
  entries: number
  calls: number
  troubles: number
}

/**
 * One run: gifts, grants, payments, requests, refunds, corrections, roll-ups and timers, up to six at a time, each round trip
 * of which may be lost, answered too late, met by a conflict or the last of its instance. Then the network is calm, everybody
 * who got no answer asks again, and the books have to be right to the fen. `firstWriterWins` false breaks the database itself.
 */
export async function run(seed: number, firstWriterWins = true): Promise<Report> {
  const stage = new Stage(seed, firstWriterWins)
  const till = new Till(stage)
  const wishes: Wish[] = []
  const faults: string[] = []
  const broken = (error: unknown) =>
    faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.on('unhandledRejection', broken)
  try {
    plant(stage)
    await play(stage, till, wishes, faults)
    await calmDown(stage, wishes)
    faults.push(...check(stage, till, [...new Set(fundIds)], wishes))
    await new Promise((settled) => setImmediate(settled))
  } catch (error) {
    broken(error)
  } finally {
    process.off('unhandledRejection', broken)
  }
  const entries = stage.server.rows('journal').length
  return { seed, faults, entries, calls: stage.calls, troubles: stage.troubles }
}

function plant(stage: Stage): void {
  for (const fundId of new Set(fundIds)) {
    const code = fundId.slice('fund_'.length)
    stage.put('funds', fundRecord(startMs, { _id: fundId, territoryCode: code }))
  }
}

async function play(stage: Stage, till: Till, wishes: Wish[], faults: string[]): Promise<void> {
  let left = stage.random.whole(15, 40)
  let looks = 0
  while (left > 0 || !stage.scheduler.idle) {
    if (left > 0 && (stage.scheduler.idle || (stage.scheduler.waiting < mostAtOnce && stage.random.chance(0.3)))) {
      left -= 1
      stage.nowMs += stage.random.whole(0, 20_000)
      begin(stage, fundIds, wishes)
      if (looks < 12 && stage.random.chance(0.5)) {
        looks += 1
        void look(stage, till, stage.random.pick(fundIds), faults)
      }
      await new Promise((settled) => setImmediate(settled))
    } else await stage.scheduler.step()
  }
}

/** The network is calm; who got no answer asks again; the timers finish what is open. Money comes for what waits for it. */
async function calmDown(stage: Stage, wishes: readonly Wish[]): Promise<void> {
  stage.troubled = false
  for (const fundId of new Set(fundIds)) {
    const facts = { fundId, atMs: stage.nowMs, titleSalt: 'salt', cause: `calm ${fundId}`, title: '启动资金' }
    stage.put('journal', seedGrantEntry({ ...facts, amountFen: fen(1_000_000) }))
  }
  for (let round = 0; round < 8; round += 1) {
    stage.nowMs += 35 * 60_000
    stage.pay.finishRefunds()
    for (const job of [closeStaleOrders, rollUpDue, continueRefunds, moveSpendingOn, deliverGiftMessages]) {
      await alone(stage, job.name, job)
    }
    for (const wish of wishes.filter(({ outcome }) => outcome === 'open')) {
      const ended = await alone(stage, wish.name, wish.ask)
      note(wish, ended.how === 'done' ? ended.result : ended.how === 'failed' ? ended.error : 'open')
    }
  }
  await alone(stage, 'rollUpDue', rollUpDue)
}

async function alone<R>(stage: Stage, name: string, work: Parameters<typeof stage.run<R>>[1]) {
  const ending = stage.run(name, work)
  await stage.settle()
  return ending
}
