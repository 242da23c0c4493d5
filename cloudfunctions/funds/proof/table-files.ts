import type { StoredFile, TableSource } from '../../../typings/disclosure'
import type { FundId } from '../../../typings/ids'
import { Failure, require } from '../../shared/errors'
import type { World } from '../../shared/ports'
import { fieldWords } from '../../shared/words'
import { asFlows, readFlows } from '../books/flows'
import { count, day, empty, money, type Table, text } from '../disclosure/tables'
import type { FundRecord } from '../records'
import { readComparison } from './comparison'
import type { DisclosureRecord } from './records'
import { spreadsheetOf } from './spreadsheet'

/** A file of more rows than this is not read by a person; the journal's JSON has no such limit. */
const mostRows = 10_000
const rowsARead = 100

const kindNames: Readonly<Record<string, string>> = {
  ...{ gift: '捐赠', seedGrant: '启动资金', platformGift: '平台捐赠', bankReceipt: '银行到账', fee: '手续费' },
  ...{
    payment: '支付',
    refund: '退款',
    correction: '更正',
    transfer: '划转',
    inKind: '实物捐赠',
    inKindUse: '实物使用',
  },
  ...{ commitment: '留出', release: '放回', settlement: '放回余款' },
}
const ways = { in: '收到', out: '用出', within: '内部' } as const

/** What comes in without a field goes where it is needed most; what goes out without one is mostly fees. */
function noField(direction: 'in' | 'out' | 'within'): string {
  return direction === 'in' ? '哪里需要用哪里' : '不分方面'
}

export interface NamedTable {
  fileName: string
  table: Table
}

/** Puts the table into the cloud's storage; its address is good for 10 minutes. */
export async function storeTable(
  world: World,
  { fileName, table }: NamedTable,
  format: 'xlsx' | 'csv',
): Promise<StoredFile> {
  const bytes = await spreadsheetOf(table, format)
  return storeFile(world, `${fileName}.${format}`, format, bytes)
}

export async function storeFile(
  world: World,
  fileName: string,
  ending: string,
  bytes: Uint8Array,
): Promise<StoredFile> {
  // A name that nobody can guess: the address alone opens it.
  const fileId = await world.files.upload(`exports/${world.ids.random()}.${ending}`, bytes)
  const [url] = await world.files.temporaryUrls([fileId])
  if (!url) throw new Failure('UNAVAILABLE', 'the stored file has no address')
  return { fileName, url, bytes: bytes.length }
}

/** The table that is asked for; of drafts nothing is given away. */
export function readTable(world: World, source: TableSource, nowMs: number): Promise<NamedTable> {
  switch (source.kind) {
    case 'flows':
      return flowsTable(world, source.fundId)
    case 'funds':
      return fundsTable(world, source.districtCode, nowMs)
    case 'disclosure':
      return disclosureTable(world, source.disclosureId)
  }
}

async function flowsTable(world: World, fundId: FundId): Promise<NamedTable> {
  const fund = await world.database.get<FundRecord>('funds', fundId)
  require(fund, 'NOT_FOUND', 'no such fund')
  const rows: Table['rows'][number][] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof readFlows>> = await readFlows(world, {
      ...{ fundId, direction: null, cursor, size: rowsARead },
    })
    for (const flow of await asFlows(world, page.rows)) {
      const place = flow.number === null ? empty : count(flow.number)
      const field = flow.field === null ? noField(flow.direction) : fieldWords[flow.field]
      const about = [text(kindNames[flow.kind] ?? flow.kind), text(ways[flow.direction]), text(flow.title), text(field)]
      rows.push([place, day(flow.atMs), ...about, money(flow.amountFen)])
    }
    cursor = page.nextCursor
  } while (cursor !== null && rows.length < mostRows)
  const columns = ['编号', '日期', '类别', '方向', '摘要', '方面', '金额（元）']
  return { fileName: `${fund.name}收支明细`, table: { name: '收支明细', columns, rows } }
}

async function fundsTable(world: World, districtCode: string, nowMs: number): Promise<NamedTable> {
  const { rows, district } = await readComparison(world, districtCode, nowMs)
  const columns = ['社区编码', '街镇', '社区', '余额（元）', '累计收到（元）', '累计用出（元）', '捐赠笔数']
  return {
    fileName: `${district.name}社区基金一览`,
    table: {
      name: '社区基金一览',
      columns,
      rows: rows.map((row) => [
        ...[text(row.territoryCode), text(row.streetName), text(row.communityName)],
        ...[money(row.balanceFen), money(row.receivedFen), money(row.spentFen), count(row.giftCount)],
      ]),
    },
  }
}

async function disclosureTable(world: World, id: string): Promise<NamedTable> {
  const record = await world.database.get<DisclosureRecord>('disclosures', id)
  require(record?.status === 'published', 'NOT_FOUND', 'no such disclosure')
  const { content } = record
  const blank = [empty, empty, empty]
  const rows: Table['rows'][number][] = [
    ...content.figures.map(({ label, amountFen }) => [text('合计'), text(label), ...blank, money(amountFen)]),
    ...content.purposes.flatMap(({ field, receivedFen, spentFen }) => {
      const name = (direction: 'in' | 'out') => text(field === null ? noField(direction) : fieldWords[field])
      return [
        [text('按方面'), name('in'), text('收到'), empty, empty, money(receivedFen)],
        [text('按方面'), name('out'), text('用出'), empty, empty, money(spentFen)],
      ]
    }),
    ...content.payments.map(({ atMs, title, field, amountFen, number }) => [
      ...[text('用出明细'), text(title), text(field === null ? noField('out') : fieldWords[field]), day(atMs)],
      ...[number === null ? empty : count(number), money(amountFen)],
    ]),
    ...content.corrections.map(({ atMs, title, amountFen }) => {
      return [text('账目更正'), text(title), empty, day(atMs), empty, money(amountFen)]
    }),
    ...content.funds.flatMap(({ name, openingFen, receivedFen, spentFen, closingFen }) =>
      (
        [
          ['期初余额', openingFen],
          ['本期收到', receivedFen],
          ['本期用出', spentFen],
          ['期末余额', closingFen],
        ] as const
      ).map(([label, amountFen]) => [text('各基金'), text(name), text(label), empty, empty, money(amountFen)]),
    ),
  ]
  const columns = ['部分', '项目', '类别', '日期', '编号', '金额（元）']
  return { fileName: record.title.replace(/[\\/:*?"<>|：]/g, ' '), table: { name: '公示', columns, rows } }
}
