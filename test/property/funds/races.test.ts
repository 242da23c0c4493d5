/** Requests approved, voted on, paid and settled at the same moments, in every order that a scheduler finds. */
import fc from 'fast-check'
import { rollUp } from '../../../cloudfunctions/funds/books/roll-up'
import { audit } from '../../../cloudfunctions/funds/ledger/audit'
import { giftEntry, seedGrantEntry } from '../../../cloudfunctions/funds/ledger/entries'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { balancesOf } from '../../../cloudfunctions/funds/ledger/fold'
import type { ChainRecord, CheckpointRecord, EntryRecord, GiftRecord } from '../../../cloudfunctions/funds/records'
import { pay, settle } from '../../../cloudfunctions/funds/spending/money'
import type { SpendingRecord } from '../../../cloudfunctions/funds/spending/records'
import { castVote, minute, sign } from '../../../cloudfunctions/funds/spending/steps'
import { commitApproved, takeMoneyStep, takeStep } from '../../../cloudfunctions/funds/spending/store'
import { Failure } from '../../../cloudfunctions/shared/errors'
import type { World } from '../../../cloudfunctions/shared/ports'
import type { FundId } from '../../../typings/ids'
import { actor, committee, district, nowMs, request, staff, submitted, worker } from '../../unit/funds/requests'
import { RacingDatabase } from './racing-database'
import { paidGift } from './records'

const fundId: FundId = 'fund_500110001003'

function worldOn(database: RacingDatabase): World {
  let random = 0
  const refuse = () => {
    throw new Error('not in this test')
  }
  return {
    database,
    clock: { nowMs: () => nowMs },
    ids: { random: () => String(++random).padStart(32, '0'), from: (...parts: readonly string[]) => parts.join('-') },
    ...{ payments: { order: refuse, query: refuse, close: refuse }, messages: { send: refuse } },
    ...{ contentSecurity: { checkText: refuse, startPictureCheck: refuse }, codes: { png: refuse } },
    files: { temporaryUrls: refuse, upload: refuse },
    ...{ caller: refuse, log: () => undefined },
  } as unknown as World
}

function grant(yuan: number) {
  const facts = { fundId, atMs: nowMs - 1, titleSalt: 'salt' } as const
  return seedGrantEntry({ ...facts, cause: 'pilot', amountFen: fen(yuan * 100), title: '启动资金' })
}

function books(database: RacingDatabase) {
  const [checkpoint] = database.rows<CheckpointRecord>('fundCheckpoints')
  if (!checkpoint) throw new Error('the fund has a checkpoint')
  return {
    ...{ fundId, checkpoint, gifts: database.rows<GiftRecord>('gifts') },
    chain: database.rows<ChainRecord>('chain'),
    journal: database.rows<EntryRecord>('journal'),
  } as const
}

/** BUSY is an answer; anything else that is thrown is a fault. */
async function orBusy(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'BUSY') throw error
  }
}

test('whatever is approved, given and rolled up at the same moment, never more is promised than there is', async () => {
  const amounts = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 2, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      amounts,
      fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 2 }),
      async (scheduler, wanted, given) => {
        const database = new RacingDatabase(scheduler)
        const world = worldOn(database)
        database.load('journal', grant(500))
        const approved = wanted.map((yuan, index) => request(yuan, { _id: `spend_${index}`, status: 'approved' }))
        database.load('spendingRequests', ...approved)
        const gifts = given.map((yuan, index) =>
          giftEntry({
            ...({ fundId, atMs: nowMs + index, titleSalt: 'salt', giftId: `gift_${index}` } as const),
            ...{ amountFen: fen(yuan * 100), earmark: null, donorName: null },
          }),
        )
        database.load('gifts', ...gifts.map((entry, index) => paidGift(entry, `gift_${index}`)))
        const racing = [
          ...approved.map((each) => orBusy(commitApproved(world, each))),
          ...approved.slice(0, 1).map((each) => orBusy(commitApproved(world, each))),
          ...gifts.map((entry) => database.insert('journal', entry)),
          orBusy(rollUp(world, fundId)),
        ]
        await scheduler.waitFor(Promise.all(racing))
        await scheduler.waitFor(rollUp(world, fundId))
        const kept = books(database)
        expect(audit(kept)).toEqual([])
        const requests = database.rows<SpendingRecord>('spendingRequests')
        const promisedFen = requests
          .filter(({ status }) => status === 'committed')
          .reduce((sum, { amountFen }) => sum + amountFen, 0)
        const { available, committed } = balancesOf(kept.checkpoint)
        expect(committed).toBe(promisedFen)
        expect(available).toBeGreaterThanOrEqual(0)
        expect(kept.journal.filter(({ kind }) => kind === 'commitment')).toHaveLength(
          requests.filter(({ status }) => status === 'committed').length,
        )
      },
    ),
    { numRuns: 60 },
  )
})

test('votes and the supervisor’s opinion cast at the same moment are all counted, and the money is set apart once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const database = new RacingDatabase(scheduler)
      const world = worldOn(database)
      database.load('journal', grant(6_000))
      const agreed = { agreed: true, opinion: '同意' }
      const called = [worker, staff].reduce((each, who) => sign(each, who, agreed, committee, nowMs), submitted(5_000))
      database.load('spendingRequests', called)
      const step = (work: (each: SpendingRecord) => SpendingRecord) => orBusy(takeStep(world, called._id, work))
      const vote = (name: string) =>
        step((each) => castVote(each, actor(name), { vote: 'yes', opinion: '' }, committee, nowMs))
      const supervisor = actor('监', 'fundSupervisor')
      const racing = [
        ...['甲', '乙', '丙'].map(vote),
        step((each) => minute(each, supervisor, '合规', committee, nowMs)),
      ]
      await scheduler.waitFor(Promise.all(racing))
      const [done] = database.rows<SpendingRecord>('spendingRequests')
      const cast = done?.steps[1]?.vote?.ballots.filter(({ vote: said }) => said === 'yes')
      expect(cast).toHaveLength(3)
      expect(done?.status).toBe('committed')
      expect(audit(books(database))).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test('payments and the settlement at the same moment: every yuan set apart is paid or free again, none twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 3 }),
      async (scheduler, parts) => {
        const database = new RacingDatabase(scheduler)
        const world = worldOn(database)
        database.load('journal', grant(1_500))
        const approved = request(1_000, { status: 'approved' })
        database.load('spendingRequests', approved)
        await scheduler.waitFor(commitApproved(world, approved))
        const denied = async (work: Promise<unknown>) => {
          try {
            await work
          } catch (error) {
            if (!(error instanceof Failure)) throw error
            expect(['BUSY', 'NOT_NOW', 'CONFLICT']).toContain(error.code)
          }
        }
        const payments = parts.map((yuan, index) => {
          const payment = { paymentKey: `key${index % 2}`, amountFen: fen(yuan * 100), note: '', voucherFileIds: [] }
          return denied(
            takeMoneyStep(world, approved._id, (each) =>
              each.payments.some(({ paymentKey }) => paymentKey === payment.paymentKey)
                ? { request: each, entries: [] }
                : pay(each, district, payment, committee, nowMs),
            ),
          )
        })
        const settlement = { actualFen: fen(0), note: '没有用上', voucherFileIds: [] }
        const closing = denied(
          takeMoneyStep(world, approved._id, (each) => settle(each, worker, settlement, committee, nowMs)),
        )
        await scheduler.waitFor(Promise.all([...payments, closing]))
        const kept = books(database)
        expect(audit(kept)).toEqual([])
        const [done] = database.rows<SpendingRecord>('spendingRequests')
        const paid = done?.payments.reduce((sum, { amountFen }) => sum + amountFen, 0) ?? 0
        const { available, committed } = balancesOf(kept.checkpoint)
        if (done?.status === 'settled') expect([available, committed]).toEqual([150_000, 0])
        else expect([available, committed]).toEqual([50_000, 100_000 - paid])
      },
    ),
    { numRuns: 60 },
  )
})
