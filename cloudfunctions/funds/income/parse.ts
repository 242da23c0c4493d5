import type { ImportSource } from '../../../typings/income'
import type { Fen } from '../../../typings/money'
import type { Field } from '../../../typings/terms'
import { shanghaiDay, shanghaiTimestampMs } from '../../shared/time/shanghai'
import { fields, fieldWords } from '../../shared/words'
import { fen, mostSumFen, zeroFen } from '../ledger/fen'
import { publicName } from './names'
import { type Columns, sources } from './sources'
import type { Table, TableRow } from './table'

/** One gift of a file, as far as the file alone can tell. */
export interface ParsedRow {
  line: number
  orderNumber: string
  atMs: number | null
  amountFen: Fen | null
  feeFen: Fen
  donorName: string | null
  earmark: Field | null
  /** What tells the fund, and what the donor wrote. */
  about: string
  remark: string
  /** Empty: the row is right. */
  problem: string
}

/** The most rows that one file may hold. */
const mostRows = 1_000
/** The largest file that is read. */
export const mostFileBytes = 1_000_000

/** The rows of a file below its header, or what is wrong with the whole file. */
export function parseRows(
  table: Table,
  source: ImportSource,
  nowMs: number,
): { rows: ParsedRow[] } | { problem: string } {
  const { columns, name } = sources[source]
  const headerAt = table.rows.findIndex(({ cells }) => missing(columns, cells).length === 0)
  const header = table.rows[headerAt]
  if (!header) {
    const best = table.rows.slice(0, 30).map(({ cells }) => missing(columns, cells))
    const [fewest = []] = best.sort((a, b) => a.length - b.length)
    return { problem: `这不像${name}的明细：找不到“${fewest.join('”“')}”这几列` }
  }
  const place = places(columns, header.cells)
  const body = table.rows.slice(headerAt + 1).filter((row) => !isFooter(row, place))
  if (body.length > mostRows) return { problem: `一个文件最多 ${mostRows} 行，请分成几个文件` }
  const seen = new Map<string, number>()
  const rows = body.flatMap((row) => {
    const parsed = parseRow(row, place, nowMs)
    if (parsed === null) return []
    const earlier = seen.get(parsed.orderNumber)
    if (parsed.orderNumber !== '' && earlier === undefined) seen.set(parsed.orderNumber, parsed.line)
    if (earlier === undefined || parsed.problem !== '') return [parsed]
    return [{ ...parsed, problem: `单号和第 ${earlier} 行相同` }]
  })
  return { rows }
}

type Places = Record<keyof Columns, number>

function parseRow(row: TableRow, place: Places, nowMs: number): ParsedRow | null {
  const at = (column: keyof Columns) => row.cells[place[column]] ?? ''
  const amount = at('amount')
  // Money that left the account.
  if (row.broken === null && isBlank(amount) && !isBlank(at('outgoing'))) return null
  const orderNumber = at('order')
  const atMs = readTime(at('at'))
  const amountFen = readFen(amount)
  const feeFen = isBlank(at('fee')) ? zeroFen : readFen(at('fee'))
  const earmark = readEarmark(at('earmark'))
  const problem =
    row.broken ??
    (!/^[0-9A-Za-z_-]{4,64}$/.test(orderNumber) ? '单号不对：应是 4 到 64 位字母和数字' : null) ??
    (atMs === null ? `时间看不懂：${shown(at('at'))}` : null) ??
    (atMs !== null && atMs > nowMs ? '时间在将来' : null) ??
    (amountFen === null || amountFen <= 0 ? `金额不对：${shown(amount)}` : null) ??
    (feeFen === null || (amountFen !== null && feeFen >= amountFen) ? `手续费不对：${shown(at('fee'))}` : null) ??
    (earmark === undefined ? `定向用途看不懂：${shown(at('earmark'))}` : null) ??
    ''
  return {
    line: row.line,
    orderNumber: orderNumber.slice(0, 64),
    ...{ atMs, amountFen, feeFen: feeFen ?? zeroFen, donorName: publicName(at('donor')) },
    earmark: earmark ?? null,
    about: at('about').slice(0, 100),
    remark: [at('about'), at('remark')]
      .filter((part) => part !== '')
      .join(' · ')
      .slice(0, 100),
    problem,
  }
}

function normal(header: string): string {
  return header.replaceAll('（', '(').replaceAll('）', ')').replace(/\s/g, '')
}

function find(cells: readonly string[], names: readonly string[] = []): number {
  return cells.findIndex((cell) => names.includes(normal(cell)))
}

const needed = ['order', 'at', 'amount', 'donor', 'about'] as const

function missing(columns: Columns, cells: readonly string[]): string[] {
  return needed.filter((column) => find(cells, columns[column]) < 0).map((column) => columns[column][0] ?? column)
}

function places(columns: Columns, cells: readonly string[]): Places {
  const { order, at, amount, donor, about, remark, fee, earmark, outgoing } = columns
  return {
    ...{ order: find(cells, order), at: find(cells, at), amount: find(cells, amount), donor: find(cells, donor) },
    ...{ about: find(cells, about), remark: find(cells, remark), fee: find(cells, fee) },
    ...{ earmark: find(cells, earmark), outgoing: find(cells, outgoing) },
  }
}

/** Sums and remarks below the rows. */
function isFooter({ cells, broken }: TableRow, place: Places): boolean {
  if (broken !== null) return false
  const order = cells[place.order] ?? ''
  return /^(合计|总计|小计|#)/.test(cells[0] ?? '') || (order === '' && cells.filter((cell) => cell !== '').length <= 2)
}

/** Yuan as people and machines write them, exact: `1,234.5`, `¥20`, `20.00元`. Null for anything else. */
export function readFen(text: string): Fen | null {
  const found = /^[¥￥+]?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?\s*元?$/.exec(text)
  if (!found) return null
  const amount = Number((found[1] ?? '').replaceAll(',', '')) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
  return Number.isSafeInteger(amount) && amount <= mostSumFen ? fen(amount) : null
}

function isBlank(text: string): boolean {
  return text === '' || text === '-' || text === '--' || /^0(\.0{1,2})?$/.test(text)
}

/** A Shanghai time: `2026-03-07 14:05:09`, `2026/3/7 14:05`, `20260307140509`, `2026年3月7日`. */
export function readTime(text: string): number | null {
  const packed = /^(\d{4})(\d{2})(\d{2})\s*(?:(\d{2}):?(\d{2}):?(\d{2})?)?$/.exec(text)
  const spaced = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?$/.exec(text)
  const found = packed ?? spaced
  if (!found) return null
  const parts = [1, 2, 3, 4, 5, 6].map((index) => Number(found[index] ?? 0))
  const [, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
  const stamp = parts.map((part, index) => String(part).padStart(index === 0 ? 4 : 2, '0')).join('')
  const ms =
    month <= 12 && hour < 24 && minute < 60 && second < 60 && day >= 1 ? shanghaiTimestampMs(stamp) : Number.NaN
  // 30 February is the 2nd of March to a calendar that forgives; this one does not.
  const same = !Number.isNaN(ms) && Number(shanghaiDay(ms).slice(8)) === day && month >= 1
  return same ? ms : null
}

const earmarks: Readonly<Record<string, Field | null>> = {
  '': null,
  不限: null,
  哪里需要用哪里: null,
  非定向: null,
  ...Object.fromEntries(fields.map((field) => [fieldWords[field], field])),
  // As platforms shorten them.
  养老: 'elderCare',
  儿童: 'childCare',
}

/** Undefined for what is not one of ours: an earmark that is not understood must not be lost. */
function readEarmark(text: string): Field | null | undefined {
  return Object.hasOwn(earmarks, text) ? earmarks[text] : undefined
}

function shown(text: string): string {
  return text === '' ? '空的' : `“${[...text].slice(0, 20).join('')}”`
}
