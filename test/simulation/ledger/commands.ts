import { postAtOnce } from '../../../cloudfunctions/funds/books/post'
import { rollUp, rollUpDue } from '../../../cloudfunctions/funds/books/roll-up'
import { deliverGiftMessages } from '../../../cloudfunctions/funds/gifts/deliver'
import { settleOrder } from '../../../cloudfunctions/funds/gifts/settle'
import { closeStaleOrders } from '../../../cloudfunctions/funds/gifts/stale'
import { readPlaced } from '../../../cloudfunctions/funds/income/own-money'
import { continueRefunds } from '../../../cloudfunctions/funds/income/refunds'
import { correctionEntry, entryIdOf, paymentEntry, seedGrantEntry } from '../../../cloudfunctions/funds/ledger/entries'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { cancelGift, checkGift } from '../../../cloudfunctions/funds/procedures/gifts'
import { askRefund } from '../../../cloudfunctions/funds/procedures/income/refunds'
import { startGift } from '../../../cloudfunctions/funds/procedures/start-gift'
import type { EntryRecord } from '../../../cloudfunctions/funds/records'
import { pay, settle } from '../../../cloudfunctions/funds/spending/money'
import { commitApproved, takeMoneyStep } from '../../../cloudfunctions/funds/spending/store'
import { moveSpendingOn } from '../../../cloudfunctions/funds/spending/timer'
import { Failure } from '../../../cloudfunctions/shared/errors'
import type { World } from '../../../cloudfunctions/shared/ports'
import type { StartGiftInput } from '../../../typings/funds'
import type { EntryId, FundId, GiftId } from '../../../typings/ids'
import type { Fen } from '../../../typings/money'
import type { SpendingId } from '../../../typings/spending'
import type { Field } from '../../../typings/terms'
import { actor, request } from '../../unit/funds/requests'
import type { Stage } from './stage'

const earmarks: readonly [Field | null, ...(Field | null)[]] = [null, null, 'elderCare', 'childCare']

/** Something that one wants of the books, asked again until it is known how it went. */
export interface Wish {
  name: string
  /** `done`: it is in the books; `refused`: it is not and will not be by this wish. Throws what the product throws. */
  ask(world: World): Promise<'done' | 'refused'>
  /** The entries that it stands for: there when done, not there when refused. */
  entryIds: readonly EntryId[]
  outcome: 'open' | 'done' | 'refused'
  /** How many ask for it at this moment. */
  asking: number
}

/** Begins one of the things that happen to a fund; what it begins goes on beside all the others. */
export function begin(stage: Stage, fundIds: readonly [FundId, ...FundId[]], wishes: Wish[]): void {
  const fundId = stage.random.pick(fundIds)
  const drawn = stage.random.whole(1, 20)
  if (drawn <= 7) void gift(stage, fundId)
  else if (drawn <= 8) wish(stage, wishes, grant(stage, fundId))
  else if (drawn <= 10) wish(stage, wishes, payment(stage, fundId))
  else if (drawn <= 11) wish(stage, wishes, correction(stage, fundId))
  else if (drawn <= 14) spending(stage, fundId, wishes)
  else if (drawn <= 15) void refund(stage)
  else if (drawn <= 17) void stage.run('rollUp', (world) => rollUp(world, fundId))
  else timer(stage)
}

/** The timer's minute, some of it at a time. */
function timer(stage: Stage): void {
  stage.nowMs += stage.random.whole(1, 40) * 60_000
  if (stage.random.chance(0.3)) stage.pay.finishRefunds()
  const jobs = [rollUpDue, closeStaleOrders, moveSpendingOn, deliverGiftMessages, continueRefunds] as const
  void stage.run('timer', stage.random.pick(jobs))
}

/** Asks; whoever got no answer asks again, some at once, the others at the end of the run. */
export function wish(stage: Stage, wishes: Wish[], one: Wish): void {
  wishes.push(one)
  const ask = async (): Promise<void> => {
    one.asking += 1
    const ended = await stage.run(one.name, one.ask)
    one.asking -= 1
    note(one, ended.how === 'done' ? ended.result : ended.how === 'failed' ? ended.error : 'open')
    if (one.outcome === 'open' && stage.random.chance(0.5)) await ask()
  }
  void ask()
  // A second phone, or a second tap.
  if (stage.random.chance(0.15)) void ask()
}

/** What was answered once stays so: a second answer must be the same. */
export function note(one: Wish, answer: 'done' | 'refused' | 'open' | Error): void {
  const outcome = answer instanceof Error ? refusalOf(answer) : answer
  // Another of the same may still bring it about: then this one's no is not the last word.
  if (outcome === 'open' || (outcome === 'refused' && one.asking > 0)) return
  if (one.outcome === 'done' && outcome === 'refused') throw new Error(`${one.name} was done and is refused now`)
  one.outcome = outcome
}

/** The person's own failures are an answer; anything else is a broken product. */
function refusalOf(error: Error): 'refused' {
  if (error instanceof Failure && (error.code === 'NOT_NOW' || error.code === 'FUND_CLOSED')) return 'refused'
  throw error
}

/** A donor: order, pay sheet, WeChat's calls (none, one, several, in any order), a look at the result, a change of mind. */
async function gift(stage: Stage, fundId: FundId): Promise<void> {
  const { random } = stage
  const openid = `o-donor-${random.whole(1, 4)}`
  const input: StartGiftInput = {
    ...{ giftKey: stage.key(), fundId, amountFen: fen(random.whole(100, 900)), earmark: random.pick(earmarks) },
    ...{ donorName: random.chance(0.5) ? '林女士' : null, message: '' },
  }
  const order = () => stage.run('startGift', (world) => startGift.run(contextOf(stage, world, openid), input))
  let started = await order()
  if (started.how === 'unknown') started = await order()
  if (started.how !== 'done' || !started.result.payment) return
  const { giftId } = started.result.gift
  const orderNumber = started.result.payment.package
  if (random.chance(0.2))
    void stage.run('cancelGift', (world) => cancelGift.run(contextOf(stage, world, openid), { giftId }))
  if (random.chance(0.15)) return
  const paidFen = random.chance(0.05) ? input.amountFen + random.pick([-1, 1]) : input.amountFen
  if (!stage.pay.confirm(orderNumber, paidFen, stage.nowMs)) return
  const calls = random.pick([0, 1, 1, 1, 2, 3])
  for (let call = 0; call < calls; call += 1) void stage.run('result', (world) => settleOrder(world, orderNumber))
  if (random.chance(0.5))
    void stage.run('checkGift', (world) => checkGift.run(contextOf(stage, world, openid), { giftId }))
}

/** One of those who gave changes their mind. */
async function refund(stage: Stage): Promise<void> {
  const gifts = stage.server.rows<{ _id: GiftId; donorOpenid: string }>('gifts')
  const chosen = gifts[stage.random.whole(0, Math.max(0, gifts.length - 1))]
  if (!chosen) return
  const input = { giftId: chosen._id, reason: '想换一种方式帮忙' }
  const ask = () => stage.run('askRefund', (world) => askRefund.run(contextOf(stage, world, chosen.donorOpenid), input))
  if (stage.random.chance(0.2)) void ask()
  await ask()
}

function grant(stage: Stage, fundId: FundId): Wish {
  const cause = stage.key()
  const facts = { fundId, atMs: stage.nowMs, titleSalt: stage.key(), cause, title: '启动资金' }
  const entry = seedGrantEntry({ ...facts, amountFen: fen(stage.random.whole(500, 3_000)) })
  return wishFor('grant', [entry._id], async (world) => {
    await world.database.insert('journal', entry)
    return 'done'
  })
}

/** Money that a person of the district pays directly. */
function payment(stage: Stage, fundId: FundId): Wish {
  const cause = stage.key()
  const entryId = entryIdOf('payment', cause)
  const facts = { fundId, cause, titleSalt: stage.key(), title: '米面', earmark: stage.random.pick(earmarks) }
  const amountFen = fen(stage.random.whole(50, 900))
  return wishFor('payment', [entryId], (world) =>
    postAtOnce(world, fundId, async (transaction, books) => {
      if (await transaction.get('journal', entryId)) return { entries: [], result: 'done' as const }
      const entry = paymentEntry(books, { ...facts, atMs: stage.nowMs, amountFen })
      return { entries: [entry], result: 'done' as const }
    }),
  )
}

/** Undoes one of the entries that are in the chain by now. */
function correction(stage: Stage, fundId: FundId): Wish {
  const kinds = ['gift', 'seedGrant', 'payment']
  const all = stage.server.rows<EntryRecord>('journal').filter((entry) => entry.fundId === fundId)
  // A request's payment belongs to its request.
  const free = all.filter(
    ({ _id, kind, cause }) => kinds.includes(kind) && !cause.startsWith('spend_') && !stage.undone.has(_id),
  )
  const wrong = free[stage.random.whole(0, Math.max(0, free.length - 1))]
  if (!wrong) return wishFor('nothing', [], async () => 'refused')
  stage.undone.add(wrong._id)
  const entryId = entryIdOf('correction', wrong._id)
  const titleSalt = stage.key()
  return wishFor('correction', [entryId], (world) =>
    postAtOnce(world, fundId, async (transaction, books) => {
      if (await transaction.get('journal', entryId)) return { entries: [], result: 'done' as const }
      const placed = await readPlaced(transaction, wrong._id)
      if (!placed?.link) throw new Failure('BUSY', 'not folded yet')
      const facts = { atMs: stage.nowMs, titleSalt, title: '更正' }
      return { entries: [correctionEntry(books, placed.entry, placed.link, facts)], result: 'done' as const }
    }),
  )
}

/** An approved request: its money set apart, paid in one or two parts, settled. */
function spending(stage: Stage, fundId: FundId, wishes: Wish[]): void {
  const id: SpendingId = `spend_${stage.key()}`
  const amountFen = fen(stage.random.whole(100, 1_200))
  const field = stage.random.pick(['elderCare', 'childCare', 'communitySafety'] as const)
  const facts = { _id: id, fundId, amountFen, field, titleSalt: stage.key(), dueAtMs: stage.nowMs }
  const planted = request(1, { ...facts, status: 'approved' })
  stage.put('spendingRequests', planted)
  const commit = wishFor('commit', [entryIdOf('commitment', id)], async (world) => {
    const seen = await world.database.get<typeof planted>('spendingRequests', id)
    if (!seen) throw new Failure('BUSY', 'not there yet')
    const { status } = await commitApproved(world, seen)
    // Too little money: the timer tries again, so that this is no last word.
    if (status === 'approved') throw new Failure('BUSY', 'the money is not there yet')
    return 'done'
  })
  wish(stage, wishes, commit)
  const paidFen = fen(stage.random.whole(1, amountFen))
  wish(stage, wishes, pays(stage, id, paidFen))
  if (stage.random.chance(0.4)) wish(stage, wishes, pays(stage, id, fen(stage.random.whole(1, amountFen))))
  if (stage.random.chance(0.6)) wish(stage, wishes, settles(id, fen(stage.random.whole(0, paidFen))))
}

function pays(stage: Stage, id: SpendingId, amountFen: Fen): Wish {
  const paymentKey = stage.key()
  const voucherFileIds = ['cloud://voucher']
  return wishFor('pay', [entryIdOf('payment', `${id} ${paymentKey}`)], async (world) => {
    await takeMoneyStep(world, id, (current, _books, nowMs) => {
      if (current.payments.some((each) => each.paymentKey === paymentKey)) return { request: current, entries: [] }
      if (current.status === 'approved') throw new Failure('BUSY', 'not committed yet')
      const district = actor('区', 'districtStaff')
      return pay(current, district, { paymentKey, amountFen, note: '', voucherFileIds }, [], nowMs)
    })
    return 'done'
  })
}

function settles(id: SpendingId, actualFen: Fen): Wish {
  return wishFor('settle', [], async (world) => {
    await takeMoneyStep(world, id, (current, _books, nowMs) => {
      if (current.settlement) return { request: current, entries: [] }
      if (current.status === 'approved') throw new Failure('BUSY', 'not committed yet')
      const staff = actor('社工', 'socialWorker')
      return settle(current, staff, { actualFen, note: '办好了', voucherFileIds: [] }, [], nowMs)
    })
    return 'done'
  })
}

function wishFor(name: string, entryIds: readonly EntryId[], ask: Wish['ask']): Wish {
  return { name, entryIds, ask, outcome: 'open', asking: 0 }
}

function contextOf(stage: Stage, world: World, openid: string) {
  return { world, openid, requestId: 'simulation', nowMs: stage.nowMs, duties: [], callerName: null }
}
