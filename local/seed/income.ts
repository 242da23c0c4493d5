import { nextReminderMs } from '../../cloudfunctions/funds/income/monthly'
import { receiptCause } from '../../cloudfunctions/funds/income/posting'
import {
  type DifferenceRecord,
  type ImportRecord,
  type InKindRecord,
  type MonthlyRecord,
  type ProposalRecord,
  type ReconciliationRecord,
  unmatchedId,
} from '../../cloudfunctions/funds/income/records'
import { nextBatch } from '../../cloudfunctions/funds/ledger/batch'
import { fen, sumFen } from '../../cloudfunctions/funds/ledger/fen'
import { fold } from '../../cloudfunctions/funds/ledger/fold'
import { writeHistory } from '../../cloudfunctions/funds/ledger/history'
import {
  bankReceiptEntry,
  feeEntry,
  inKindEntry,
  inKindUseEntry,
  platformGiftEntry,
} from '../../cloudfunctions/funds/ledger/income-entries'
import type { Books, Link } from '../../cloudfunctions/funds/ledger/model'
import type {
  ChainRecord,
  CheckpointRecord,
  EntryRecord,
  FundRecord,
  GiftRecord,
} from '../../cloudfunctions/funds/records'
import { shanghaiDay, shanghaiDayStartMs } from '../../cloudfunctions/shared/time/shanghai'
import { dayMs } from '../../cloudfunctions/shared/time/spans'
import type { InKindId } from '../../typings/income'
import type { Fen } from '../../typings/money'
import type { Field } from '../../typings/terms'
import { castOpenid, homeStreetCode } from './cast'
import { hexOf } from './random'

const daysBack = 8

export interface IncomeStage {
  /** The stage's own fund and its books as everything else left them. */
  fund: FundRecord
  checkpoint: CheckpointRecord
  gifts: readonly GiftRecord[]
  nowMs: number
}

/** How money came in otherwise: a platform's file, a bank list, goods, a pool, and what waits for the people of the district. */
export function makeIncome(stage: IncomeStage) {
  const { fund, nowMs } = stage
  const desk = new Desk(stage)
  const rows = platformRows.map((row) => desk.platformGift(row))
  desk.bankReceipt('20261101000388', 12, 500_000, '綦江区某某商贸有限公司')
  const rice = desk.goods('大米 20 袋、食用油 20 桶', 18, 260_000, '某某粮油店')
  const used = desk.use(rice, '发给 12 户独居老人', 15, 156_000)
  const clinic = desk.goods('社区义诊一天', 9, 180_000, '某某医院志愿队')
  const done = desk.use(clinic, '服务已完成', 9, 180_000)
  const pool = makePool(fund, nowMs)
  return {
    ...desk.result(),
    pool,
    imports: [importOf(fund, rows, nowMs)],
    differences: [unclaimed(fund, nowMs)],
    proposals: [secondGrant(fund, nowMs)],
    reconciliations: reconciled(stage.gifts, nowMs),
    inKindGifts: [inKindOf(fund, rice, 'goods', used), inKindOf(fund, clinic, 'service', done)],
    monthlyGifts: [monthlyOf(fund, nowMs)],
  }
}

const platformRows = [
  { order: 'T2026111100871', daysAgo: 12, amount: 10_000, fee: 60, donor: '陈**', field: 'elderCare' },
  { order: 'T2026111100902', daysAgo: 12, amount: 2_000, fee: 12, donor: null, field: null },
  { order: 'T2026111200114', daysAgo: 11, amount: 5_000, fee: 30, donor: '刘**', field: null },
  { order: 'T2026111300455', daysAgo: 10, amount: 20_000, fee: 120, donor: '王**', field: 'childCare' },
  { order: 'T2026111400038', daysAgo: 9, amount: 1_000, fee: 6, donor: '周**', field: null },
] as const satisfies readonly PlatformRow[]

interface PlatformRow {
  order: string
  daysAgo: number
  amount: number
  fee: number
  donor: string | null
  field: Field | null
}

interface Goods {
  entry: EntryRecord
  link: Link
  what: string
  donorName: string
}
interface Use {
  what: string
  valueFen: Fen
  atMs: number
}

/** Writes on the fund's books by the product's own rules, as one batch at the end. */
class Desk {
  #books: Books
  readonly #entries: EntryRecord[] = []
  constructor(private readonly stage: IncomeStage) {
    this.#books = stage.checkpoint
  }

  platformGift(row: PlatformRow) {
    const gift = this.#add(
      platformGiftEntry({
        ...this.#facts(row.daysAgo, row.order),
        ...{
          cause: receiptCause('tencentGongyi', this.stage.fund.districtCode, row.order),
          amountFen: fen(row.amount),
          earmark: row.field,
          donorName: row.donor,
        },
      }),
    )
    const facts = { ...this.#facts(row.daysAgo, `${row.order} fee`), amountFen: fen(row.fee), title: '腾讯公益手续费' }
    this.#add(feeEntry(this.#books, gift.entry, gift.link, facts))
    return { ...row, atMs: gift.entry.atMs }
  }

  bankReceipt(order: string, daysAgo: number, amountFen: number, donorName: string): void {
    const gift = {
      cause: receiptCause('bankList', this.stage.fund.districtCode, order),
      amountFen: fen(amountFen),
      earmark: null,
      donorName,
    }
    this.#add(bankReceiptEntry({ ...this.#facts(daysAgo, order), ...gift }))
  }

  goods(what: string, daysAgo: number, valueFen: number, donorName: string): Goods {
    const facts = { ...this.#facts(daysAgo, what), cause: inKindIdOf(what), valueFen: fen(valueFen) }
    return { ...this.#add(inKindEntry({ ...facts, title: `${donorName}捐赠${what}` })), what, donorName }
  }

  use(goods: Goods, what: string, daysAgo: number, value: number): Use {
    const valueFen = fen(value)
    const facts = { ...this.#facts(daysAgo, `${goods.what} ${what}`), valueFen }
    const title = `${goods.what}：${what}`
    const { entry } = this.#add(
      inKindUseEntry(this.#books, goods.link, { ...facts, cause: `${inKindIdOf(goods.what)} ${what}`, title }),
    )
    return { what, valueFen, atMs: entry.atMs }
  }

  result(): { entries: EntryRecord[]; chain: ChainRecord; checkpoint: CheckpointRecord } {
    const { checkpoint, nowMs } = this.stage
    const next = nextBatch(checkpoint, this.#entries, nowMs)
    return {
      entries: this.#entries.map((entry) => ({ ...entry, foldedIn: next.checkpoint.batch })),
      chain: next.chain,
      checkpoint: { ...next.checkpoint, unmarked: [] },
    }
  }

  #add(entry: EntryRecord): { entry: EntryRecord; link: Link } {
    const { books, links } = fold(this.#books, [entry])
    const [link] = links
    if (!link) throw new Error('an entry has its link')
    this.#books = books
    this.#entries.push(entry)
    return { entry, link }
  }

  #facts(daysAgo: number, label: string) {
    const { fund, nowMs } = this.stage
    return { fundId: fund._id, atMs: nowMs - daysAgo * dayMs - 3_600_000, titleSalt: hexOf(`salt:${label}`) }
  }
}

function inKindIdOf(what: string): InKindId {
  return `inkind_${hexOf(`goods:${what}`)}`
}

/** The street's pool, which the funds of its communities share in need. */
function makePool(fund: FundRecord, nowMs: number) {
  const record: FundRecord = {
    ...fund,
    _id: `fund_${homeStreetCode}`,
    territoryCode: homeStreetCode,
    name: `${fund.streetName}社区共济池`,
    communityName: fund.streetName,
    purpose: `${fund.streetName}各社区的基金互相帮衬：一个社区遇到大难处，大家一起拿钱。`,
    campaign: null,
    codeFileId: null,
  }
  const grant = { kind: 'seedGrant', cause: `seedgrant:2026:${record._id}`, title: '街道配套资金' } as const
  const events = [{ ...grant, amountFen: fen(3_000_000), atMs: nowMs - 200 * dayMs }]
  return { record, ...writeHistory(record._id, events, () => hexOf('salt:pool')) }
}

function importOf(fund: FundRecord, rows: readonly (PlatformRow & { atMs: number })[], nowMs: number): ImportRecord {
  return {
    _id: `import_${hexOf('import:tencent')}`,
    ...{ districtCode: fund.districtCode, authorOpenid: castOpenid('treasurer'), authorName: '罗敏' },
    inputDigest: hexOf('import:tencent:input').repeat(2),
    ...{ source: 'tencentGongyi', fileName: '腾讯公益-11月上旬.csv', encoding: 'UTF-8' },
    fileId: `cloud://local/imports/${hexOf('import:file')}.csv`,
    ...{ createdAtMs: nowMs - 8 * dayMs, status: 'posted', doneCount: rows.length, version: 2 },
    rows: rows.map(({ order, atMs, amount, fee, donor, field }, index) => ({
      ...{ line: index + 2, state: 'new', orderNumber: order, atMs, amountFen: fen(amount), feeFen: fen(fee) },
      ...{ donorName: donor, earmark: field, fundId: fund._id, communityName: fund.communityName },
      ...{ remark: fund.name, problem: '' },
    })),
  }
}

/** A transfer whose remark says nothing. */
function unclaimed(fund: FundRecord, nowMs: number): DifferenceRecord {
  const atMs = nowMs - 2 * dayMs
  const amountFen = fen(200_000)
  return {
    _id: unmatchedId('bankList', fund.districtCode, '20261121000917'),
    ...{
      districtCode: fund.districtCode,
      kind: 'unmatchedReceipt',
      day: shanghaiDay(atMs),
      orderNumber: '20261121000917',
    },
    ...{
      bookedFen: null,
      statedFen: amountFen,
      words: '银行流水收到一笔钱，看不出是给哪个基金的。',
      remark: '爱心捐款',
    },
    ...{ candidates: [], raisedAtMs: atMs + 3_600_000, status: 'open', resolution: null, version: 1 },
    receipt: { source: 'bankList', atMs, amountFen, feeFen: fen(0), donorName: '黄**', earmark: null },
  }
}

function secondGrant(fund: FundRecord, nowMs: number): ProposalRecord {
  const amountFen = fen(1_000_000)
  const body = {
    kind: 'seedGrants',
    title: '区民政局第二批启动资金',
    grants: [{ fundId: fund._id, amountFen }],
  } as const
  return {
    _id: `proposal_${hexOf('proposal:second')}`,
    ...{ districtCode: fund.districtCode, kind: body.kind, body, title: body.title, reason: '', amountFen },
    inputDigest: hexOf('proposal:second:input').repeat(2),
    lines: [{ fundId: fund._id, name: fund.name, amountFen, words: '拨入 10,000.00 元' }],
    ...{
      authorOpenid: castOpenid('treasurer'),
      authorName: '罗敏',
      createdAtMs: nowMs - dayMs,
      status: 'open',
      open: true,
    },
    ...{ decidedByOpenid: null, decidedByName: null, decidedAtMs: null, decision: '' },
    ...{ titleSalt: hexOf('proposal:salt'), version: 1 },
  }
}

/** The days before the stage was set: compared then, and found to agree. */
function reconciled(gifts: readonly GiftRecord[], nowMs: number): ReconciliationRecord[] {
  const todayMs = shanghaiDayStartMs(nowMs)
  return Array.from({ length: daysBack }, (_, back) => {
    const startMs = todayMs - (back + 1) * dayMs
    const own = gifts.filter(({ paidAtMs }) => paidAtMs !== null && paidAtMs >= startMs && paidAtMs < startMs + dayMs)
    const sum = sumFen(own.map(({ amountFen }) => amountFen))
    const checkedAtMs = startMs + dayMs + 10.5 * 3_600_000
    return {
      ...{ _id: `reconciliation_${shanghaiDay(startMs)}`, day: shanghaiDay(startMs), status: 'agreed' },
      ...{ billCount: own.length, billFen: sum, bookedCount: own.length, bookedFen: sum, refundFen: fen(0) },
      ...{ differenceCount: 0, checkedAtMs, dueAtMs: checkedAtMs },
    }
  })
}

function inKindOf(fund: FundRecord, goods: Goods, form: InKindRecord['form'], use: Use): InKindRecord {
  return {
    ...{ _id: inKindIdOf(goods.what), fundId: fund._id, form, what: goods.what, valueFen: goods.entry.amountFen },
    ...{
      valuation: '按市场价估值',
      donorName: goods.donorName,
      receivedAtMs: goods.entry.atMs,
      uses: [use],
      useKeys: [],
    },
    ...{ recordedByName: '何雪梅', recordedByOpenid: castOpenid('staff'), entryId: goods.entry._id },
    ...{ inputDigest: hexOf(`input:${goods.what}`).repeat(2), version: 2 },
  }
}

function monthlyOf(fund: FundRecord, nowMs: number): MonthlyRecord {
  return {
    _id: `monthly_${hexOf('monthly:neighbour')}`,
    ...{ openid: castOpenid('neighbour'), fundId: fund._id, fundName: fund.name, communityName: fund.communityName },
    ...{ amountFen: fen(2_000), dayOfMonth: 5, earmark: null, active: true, nextAtMs: nextReminderMs(5, nowMs) },
    ...{ outbox: [], outboxDueAtMs: null, outboxVersion: 0 },
  }
}
