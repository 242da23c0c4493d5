import type { Fen } from '../../../typings/money'
import { shanghaiDay } from '../../shared/time/shanghai'

/** What a cell holds. Money stays whole fen until it is written; a count that is suppressed is a text. */
export type Cell =
  | { kind: 'text'; text: string }
  | { kind: 'money'; amountFen: Fen }
  | { kind: 'count'; count: number }
  | { kind: 'day'; atMs: number }
  | { kind: 'empty' }

export interface Table {
  /** Of the sheet, 31 characters at most. */
  name: string
  columns: readonly string[]
  rows: readonly (readonly Cell[])[]
}

export const text = (words: string): Cell => ({ kind: 'text', text: words })
export const money = (amountFen: Fen): Cell => ({ kind: 'money', amountFen })
export const day = (atMs: number): Cell => ({ kind: 'day', atMs })
export const empty: Cell = { kind: 'empty' }
/** A number, or «<5» where it is suppressed. */
export const count = (value: number | '<5'): Cell =>
  typeof value === 'number' ? { kind: 'count', count: value } : text(value)

/** Excel takes a UTF-8 file for one when it begins with this. */
const byteOrderMark = '\uFEFF'

/** Comma-separated, quoted where needed, lines ended as RFC 4180 has it; money as yuan with two decimals, unquoted. */
export function csvOf(table: Table): string {
  const lines = [table.columns.map(quoted), ...table.rows.map((row) => row.map(csvCell))]
  return `${byteOrderMark}${lines.map((cells) => cells.join(',')).join('\r\n')}\r\n`
}

/** Yuan with two decimals: 1234.50. Made of whole numbers, so that nothing is rounded. */
export function plainYuan(amountFen: Fen): string {
  const positive = Math.abs(amountFen)
  const cents = String(positive % 100).padStart(2, '0')
  return `${amountFen < 0 ? '-' : ''}${Math.floor(positive / 100)}.${cents}`
}

function csvCell(cell: Cell): string {
  switch (cell.kind) {
    case 'text':
      return quoted(harmless(cell.text))
    case 'money':
      return plainYuan(cell.amountFen)
    case 'count':
      return String(cell.count)
    case 'day':
      return shanghaiDay(cell.atMs)
    case 'empty':
      return ''
  }
}

/** A text that a spreadsheet would run as a formula (a Chinese one by its wide signs too) gets a sign before it that makes it text. */
function harmless(words: string): string {
  return /^\s*[=+\-@\t\r＝＋－＠]/.test(words) ? `'${words}` : words
}

function quoted(words: string): string {
  return /[",\r\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words
}
