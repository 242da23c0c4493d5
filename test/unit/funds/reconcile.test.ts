/** WeChat's daily bill as it really comes: late, issued anew, with what happened around midnight. */

import { reconcileDue } from '../../../cloudfunctions/funds/income/reconcile'
import type { ReconciliationRecord, RefundRecord } from '../../../cloudfunctions/funds/income/records'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import type { GiftRecord } from '../../../cloudfunctions/funds/records'
import type { World } from '../../../cloudfunctions/shared/ports'
import { dayMs, hourMs } from '../../../cloudfunctions/shared/time/spans'
import type { Difference } from '../../../typings/income'
import { paidGift } from '../../property/funds/records'
import { MemoryDatabase } from '../../property/memory-database'
import { Ledger } from './tables'

const order = (digit: string) => digit.repeat(32)
const at = (time: string) => Date.parse(`${time}+08:00`)
const header = '交易状态,商户订单号,订单金额,商户退款单号,申请退款金额,退款状态'
const paidRow = (number: string, yuan = '20.00') => `\`SUCCESS,\`${number},\`${yuan},\`0,\`0.00,\``
const refundRow = (number: string) => `\`REFUND,\`${number},\`0.00,\`${number}r1,\`20.00,\`SUCCESS`
const bill = (...rows: string[]) =>
  [header, ...rows, '总交易单数,手续费总金额', `\`${rows.length},\`0.00000`].join('\r\n')

class Bank {
  readonly database = new MemoryDatabase()
  nowMs = at('2026-03-08T10:31:00')
  readonly bills = new Map<string, string>()
  paidAtMs = new Map<string, number>()

  /** Every other day has an empty bill, so that one day is looked at alone. */
  world(): World {
    const payments = {
      bill: async (day: string) =>
        day === '2026-03-07' ? (this.bills.get(day) ?? null) : (this.bills.get(day) ?? bill()),
      query: async (number: string) => {
        const paidAtMs = this.paidAtMs.get(number)
        if (paidAtMs === undefined) return { state: 'unpaid', amountFen: null, transactionId: null, paidAtMs: null }
        return { state: 'paid', amountFen: fen(2_000), transactionId: `t${number}`, paidAtMs }
      },
    }
    const ids = { from: (...parts: string[]) => `${parts.join('-')}`, random: () => 'f'.repeat(32) }
    const { database } = this
    return { database, payments, ids, clock: { nowMs: () => this.nowMs }, log: () => {} } as unknown as World
  }

  async gift(number: string, paidAtMs: number, more: Partial<GiftRecord> = {}): Promise<void> {
    const entry = { ...new Ledger().gift(number, 20), atMs: paidAtMs }
    await this.database.insert('gifts', { ...paidGift(entry, `gift_${number}`), paidAtMs, ...more })
  }

  refund(number: string, sentAtMs: number): Promise<unknown> {
    const record = {
      _id: `refund_${number}`,
      giftId: `gift_${number}`,
      attempt: 1,
      amountFen: 2_000,
      sentAtMs,
      entryId: 'entry_1',
    }
    return this.database.insert('refunds', record as unknown as RefundRecord)
  }

  day(day = '2026-03-07'): ReconciliationRecord | undefined {
    return this.database.rows<ReconciliationRecord>('reconciliations').find((each) => each.day === day)
  }
  open(): string[] {
    return this.database
      .rows<Difference & { _id: string }>('differences')
      .filter(({ status }) => status === 'open')
      .map(({ kind, day }) => `${day} ${kind}`)
  }
}

test('a late bill: the day waits an hour at a time, and is compared when it comes', async () => {
  const bank = new Bank()
  await bank.gift(order('a'), at('2026-03-07T12:00:00'))
  await reconcileDue(bank.world())
  expect(bank.day()).toMatchObject({ status: 'waiting', dueAtMs: bank.nowMs + hourMs })
  bank.bills.set('2026-03-07', bill(paidRow(order('a'))))
  bank.nowMs += hourMs / 2
  await reconcileDue(bank.world())
  expect(bank.day()?.status).toBe('waiting')
  bank.nowMs += hourMs
  await reconcileDue(bank.world())
  expect(bank.day()).toMatchObject({ status: 'agreed', billCount: 1, bookedCount: 1 })
})

test('no bill for two days where there were gifts: its absence is the answer, and a person is told', async () => {
  const bank = new Bank()
  await bank.gift(order('a'), at('2026-03-07T12:00:00'))
  bank.nowMs += 2 * dayMs
  await reconcileDue(bank.world())
  expect(bank.open()).toEqual(['2026-03-07 bookedNotPaid'])
})

test('a bill issued anew: a day that differed is looked at again the next day, and what is explained is over', async () => {
  const bank = new Bank()
  await bank.gift(order('a'), at('2026-03-07T12:00:00'))
  bank.bills.set('2026-03-07', bill())
  await reconcileDue(bank.world())
  expect([bank.day()?.status, bank.open()]).toEqual(['differs', ['2026-03-07 bookedNotPaid']])
  bank.bills.set('2026-03-07', bill(paidRow(order('a'))))
  await reconcileDue(bank.world())
  expect(bank.day()?.status).toBe('differs')
  bank.nowMs += dayMs
  await reconcileDue(bank.world())
  expect([bank.day()?.status, bank.open()]).toEqual(['agreed', []])
  const [difference] = bank.database.rows<Difference & { _id: string }>('differences')
  expect(difference).toMatchObject({ status: 'resolved', resolution: { byName: '系统' }, version: 2 })
  const [alert] = bank.database.rows<{ _id: string; status: string }>('alerts')
  expect(alert?.status).toBe('settled')
})

test('paid in the last second of a day: it is of that day’s bill and of no other', async () => {
  const bank = new Bank()
  await bank.gift(order('a'), at('2026-03-06T23:59:59'))
  await bank.gift(order('b'), at('2026-03-07T00:00:00'))
  bank.bills.set('2026-03-06', bill(paidRow(order('a'))))
  bank.bills.set('2026-03-07', bill(paidRow(order('b'))))
  await reconcileDue(bank.world())
  expect([bank.day('2026-03-06')?.status, bank.day()?.status, bank.open()]).toEqual(['agreed', 'agreed', []])
})

test.each(['2026-03-06', '2026-03-07'])(
  'a refund sent a minute before midnight of the 6th stands in the bill of %s: either is right',
  async (day) => {
    const bank = new Bank()
    await bank.gift(order('a'), at('2026-03-05T12:00:00'), { status: 'refunded' })
    bank.bills.set('2026-03-05', bill(paidRow(order('a'))))
    await bank.refund(order('a'), at('2026-03-06T23:59:00'))
    bank.bills.set('2026-03-07', bill())
    bank.bills.set(day, bill(refundRow(order('a'))))
    await reconcileDue(bank.world())
    expect(bank.open()).toEqual([])
  },
)

test('… and in neither it is missed', async () => {
  const bank = new Bank()
  await bank.gift(order('a'), at('2026-03-05T12:00:00'), { status: 'refunded' })
  bank.bills.set('2026-03-05', bill(paidRow(order('a'))))
  await bank.refund(order('a'), at('2026-03-06T23:59:00'))
  bank.bills.set('2026-03-07', bill())
  await reconcileDue(bank.world())
  expect(bank.open()).toEqual(['2026-03-07 refundNotPaid'])
})

test('paid, and we never heard of it: the bill names it, WeChat confirms it, and it is booked on the day it was paid', async () => {
  const bank = new Bank()
  const expired = { status: 'expired', paidAtMs: null, entryId: null, certificateNumber: null } as const
  await bank.gift(order('a'), at('2026-03-07T23:58:00'), expired)
  bank.paidAtMs.set(order('a'), at('2026-03-07T23:59:30'))
  bank.bills.set('2026-03-07', bill(paidRow(order('a'))))
  await reconcileDue(bank.world())
  expect(bank.database.rows<GiftRecord>('gifts')).toMatchObject([
    { status: 'paid', paidAtMs: at('2026-03-07T23:59:30'), orderOpen: false },
  ])
  expect(bank.database.rows('journal')).toHaveLength(1)
  expect(bank.day()).toMatchObject({ status: 'agreed', bookedCount: 1, billCount: 1 })
  bank.nowMs += dayMs
  await reconcileDue(bank.world())
  expect([bank.day('2026-03-08')?.status, bank.open()]).toEqual(['agreed', []])
})
