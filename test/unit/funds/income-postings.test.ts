/** Every way in which money or goods come in, as a table that a bookkeeper can read. */
import { audit } from '../../../cloudfunctions/funds/ledger/audit'
import { checkTransfers } from '../../../cloudfunctions/funds/ledger/audit-reversals'
import { emptyCheckpoint, nextBatch } from '../../../cloudfunctions/funds/ledger/batch'
import { giftEntry } from '../../../cloudfunctions/funds/ledger/entries'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { balancesOf, goodsFen } from '../../../cloudfunctions/funds/ledger/fold'
import {
  bankReceiptEntry,
  feeEntry,
  inKindEntry,
  inKindUseEntry,
  platformGiftEntry,
  transferEntries,
} from '../../../cloudfunctions/funds/ledger/income-entries'
import type { EntryRecord } from '../../../cloudfunctions/funds/records'
import type { Field } from '../../../typings/terms'
import { fundId, Ledger, noonMs } from './tables'

const poolId = 'fund_500110001'
const yuan = (amount: number) => fen(amount * 100)
const notNow = expect.objectContaining({ code: 'NOT_NOW' })

/** The same small book, with the ways in that are not WeChat's. */
class IncomeLedger extends Ledger {
  private made = 0
  next() {
    this.made += 1
    return { fundId, atMs: noonMs + this.made * 3_600_000, titleSalt: `salt ${this.made}` } as const
  }
  platform(order: string, amount: number, fee = 0, earmark: Field | null = null): EntryRecord {
    const cause = `tencentGongyi:${order}`
    const gift = { ...this.next(), cause, amountFen: yuan(amount), earmark, donorName: '陈**' }
    const entry = this.add(platformGiftEntry(gift))
    if (fee > 0) this.fee(entry, fee)
    return entry
  }
  fee(gift: EntryRecord, amount: number): EntryRecord {
    const facts = { ...this.next(), amountFen: yuan(amount), title: '平台手续费' }
    return this.add(feeEntry(this.books, gift, this.linkOf(gift), facts))
  }
  bank(order: string, amount: number): EntryRecord {
    const gift = { cause: `bankList:${order}`, amountFen: yuan(amount), earmark: null, donorName: '綦江某某公司' }
    return this.add(bankReceiptEntry({ ...this.next(), ...gift }))
  }
  goods(what: string, amount: number): EntryRecord {
    return this.add(inKindEntry({ ...this.next(), cause: what, valueFen: yuan(amount), title: what }))
  }
  use(gift: EntryRecord, what: string, amount: number): EntryRecord {
    const use = { ...this.next(), cause: what, valueFen: yuan(amount), title: what }
    return this.add(inKindUseEntry(this.books, this.linkOf(gift), use))
  }
  transfer(amount: number, earmark: Field | null = null) {
    return transferEntries(this.books, {
      ...{ ...this.next(), cause: 'proposal_1', amountFen: yuan(amount), earmark },
      ...{ from: { fundId, name: '新山村社区' }, to: { fundId: poolId, name: '古南街道共济池' } },
    })
  }
}

/** What the auditor says of a book: every entry one batch. */
function findings(ledger: Ledger) {
  let checkpoint = emptyCheckpoint(fundId)
  const chain = []
  const journal = []
  for (const entry of ledger.entries) {
    const next = nextBatch(checkpoint, [entry], 0)
    chain.push(next.chain)
    checkpoint = { ...next.checkpoint, unmarked: [] }
    journal.push({ ...entry, foldedIn: checkpoint.batch })
  }
  return audit({ fundId, checkpoint, chain, journal, gifts: [] })
}

test('platform gifts come in whole, what the platform kept goes out of that very gift, and bank receipts likewise', () => {
  const ledger = new IncomeLedger()
  ledger.platform('T1', 100, 0.6, 'elderCare')
  ledger.bank('B1', 5_000)
  ledger.platform('T2', 50)
  expect(ledger.table()).toEqual([
    '1 platformGift 陈**的捐赠 | platform → available 100 | elderCare 0–100 | 100',
    '2 fee 平台手续费 | available → fees 0.6 | elderCare 0–0.6 | 99.4',
    '3 bankReceipt 綦江某某公司的捐赠 | bank → available 5000 | general 0–5000 | 5099.4',
    '4 platformGift 陈**的捐赠 | platform → available 50 | general 5000–5050 | 5149.4',
  ])
  expect(ledger.books).toMatchObject({ receivedFen: 515_000, spentFen: 60, giftCount: 3 })
  expect(findings(ledger)).toEqual([])
})

test('a fee is taken once for a gift, and never out of money that is spent', () => {
  const ledger = new IncomeLedger()
  const gift = ledger.platform('T1', 10, 0.1)
  const again = feeEntry(ledger.books, gift, ledger.linkOf(gift), {
    ...ledger.next(),
    amountFen: fen(5),
    title: '又一次',
  })
  expect(again._id).toBe(ledger.entries[1]?._id)
  ledger.payment('米面', 9.9)
  expect(() => ledger.fee(gift, 0.1)).toThrow(notNow)
})

test('goods have a line of their own: no payment draws on them, no total counts them, and their use is traced to the gift', () => {
  const ledger = new IncomeLedger()
  const rice = ledger.goods('大米 20 袋', 1_000)
  const quilts = ledger.goods('棉被 10 床', 800)
  expect(() => ledger.payment('灶具', 1)).toThrow(notNow)
  ledger.use(quilts, '发给 4 户', 320)
  ledger.use(rice, '发给 20 户', 1_000)
  ledger.gift('甲', 10)
  expect(ledger.table().map((line) => line.replace(/ \| [^|]*$/, ''))).toEqual([
    '1 inKind 大米 20 袋 | inkind → inkind 1000 | inKind 0–1000',
    '2 inKind 棉被 10 床 | inkind → inkind 800 | inKind 1000–1800',
    '3 inKindUse 发给 4 户 | inkind → inkind 320 | inKind 1000–1320',
    '4 inKindUse 发给 20 户 | inkind → inkind 1000 | inKind 0–1000',
    '5 gift 甲的捐赠 | wechatpay → available 10 | general 0–10',
  ])
  expect(balancesOf(ledger.books)).toEqual({ available: 1_000, committed: 0 })
  expect(goodsFen(ledger.books)).toBe(48_000)
  expect(ledger.books).toMatchObject({ receivedFen: 1_000, spentFen: 0, giftCount: 1 })
  expect(() => ledger.use(rice, '再发', 1)).toThrow(notNow)
  const auditor = findings(ledger)
  // The gift's own record is not part of this book.
  expect(auditor.map(({ what }) => what)).toEqual(['there is no such gift'])
})

test('a transfer leaves one fund and reaches the other with its earmark; its sum in the district is nothing', () => {
  const ledger = new IncomeLedger()
  ledger.platform('T1', 100, 0, 'elderCare')
  ledger.bank('B1', 200)
  const { out, arrivals } = ledger.transfer(150, 'elderCare')
  ledger.add(out)
  expect(ledger.table().at(-1)).toBe(
    '3 transfer 划往古南街道共济池 | available → transfer 150 | elderCare 0–100 + general 0–50 | 150',
  )
  const shown = arrivals.map(({ fundId: to, earmark, amountFen, title, direction }) => [
    to,
    earmark,
    amountFen,
    title,
    direction,
  ])
  expect(shown).toEqual([
    [poolId, 'elderCare', 10_000, '新山村社区划入', 'in'],
    [poolId, null, 5_000, '新山村社区划入', 'in'],
  ])
  expect(ledger.books).toMatchObject({ receivedFen: 15_000, spentFen: 0 })
  expect(findings(ledger)).toEqual([])
  expect(checkTransfers([ledger.entries, arrivals])).toEqual([])
  expect(checkTransfers([ledger.entries, arrivals.slice(1)])).toHaveLength(1)
  expect(checkTransfers([arrivals])).toHaveLength(1)
})

test('money earmarked for another field is not transferred, and a transfer is not corrected but sent back', () => {
  const ledger = new IncomeLedger()
  ledger.platform('T1', 100, 0, 'elderCare')
  expect(() => ledger.transfer(1)).toThrow(notNow)
  expect(() => ledger.transfer(1, 'childCare')).toThrow(notNow)
  const { out } = ledger.transfer(40, 'elderCare')
  ledger.add(out)
  expect(() => ledger.correct(out)).toThrow(notNow)
})

test('an import that was wrong is undone whole, its fee first; a refund that WeChat refused comes back as received money', () => {
  const ledger = new IncomeLedger()
  const gift = ledger.platform('T1', 100, 1)
  expect(() => ledger.correct(gift)).toThrow(notNow)
  ledger.correct(ledger.entries[1] as EntryRecord)
  ledger.correct(gift)
  const own = ledger.gift('乙', 30)
  const back = ledger.refund(own, 30)
  ledger.correct(back)
  expect(ledger.table().slice(2)).toEqual([
    '3 correction 更正 | fees → available 1 | general 0–1 | 100',
    '4 correction 更正 | available → platform 100 | general 0–100 | 0',
    '5 gift 乙的捐赠 | wechatpay → available 30 | general 100–130 | 30',
    '6 refund 退款 | available → wechatpay 30 | general 100–130 | 0',
    '7 correction 更正 | wechatpay → available 30 | general 100–130 | 30',
  ])
  expect(ledger.books).toMatchObject({ receivedFen: 3_000, spentFen: 0 })
})

test('a gift that was corrected or given back is no gift any more; a refund that failed brings it back', () => {
  const ledger = new IncomeLedger()
  const platform = ledger.platform('T1', 5)
  const bank = ledger.bank('B1', 6)
  const given = ledger.gift('丙', 8)
  const grant = ledger.seedGrant(9)
  const counted = () => ledger.books.giftCount
  expect(counted()).toBe(3)
  ledger.correct(platform)
  expect(counted()).toBe(2)
  ledger.correct(grant)
  expect(counted()).toBe(2)
  const refund = ledger.refund(given, 8)
  expect(counted()).toBe(1)
  ledger.correct(refund)
  expect(counted()).toBe(2)
  ledger.correct(bank)
  expect(counted()).toBe(1)
})

test('a held name is in the digest and not in the title, so that its release changes no digest', () => {
  const facts = { fundId, atMs: noonMs, titleSalt: 'salt', amountFen: fen(100), earmark: null } as const
  const named = { ...facts, giftId: 'gift_1', donorName: '林女士' } as const
  const held = giftEntry({ ...named, held: true })
  const released = giftEntry(named)
  expect(held).toEqual({ ...released, title: '爱心人士的捐赠', titleSalt: null })
})
