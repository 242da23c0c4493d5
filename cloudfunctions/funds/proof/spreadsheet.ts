import writeXlsxFile, { type Cell as XlsxCell } from 'write-excel-file/node'
import { shanghaiDay } from '../../shared/time/shanghai'
import { type Cell, csvOf, type Table } from '../disclosure/tables'

/** Amounts as people in finance read them; a cell keeps the number behind it. */
const yuanFormat = '#,##0.00'
const dayFormat = 'yyyy-mm-dd'
const widest = 60

/** The table as a file that Excel, WPS and Numbers open right: numbers are numbers, days are days. */
export async function spreadsheetOf(table: Table, format: 'xlsx' | 'csv'): Promise<Uint8Array> {
  if (format === 'csv') return Buffer.from(csvOf(table), 'utf8')
  const head = table.columns.map((value): XlsxCell => ({ value, type: String, fontWeight: 'bold' }))
  const sheet = [head, ...table.rows.map((row) => row.map(xlsxCell))]
  const columns = table.columns.map((_, index) => ({ width: widthOf(table, index) }))
  return writeXlsxFile(sheet, { sheet: table.name, columns, stickyRowsCount: 1 }).toBuffer()
}

function xlsxCell(cell: Cell): XlsxCell {
  switch (cell.kind) {
    case 'text':
      return { value: cell.text, type: String }
    case 'money':
      // The one place where fen become yuan: two decimals are exact in what Excel shows.
      return { value: cell.amountFen / 100, type: Number, format: yuanFormat }
    case 'count':
      return { value: cell.count, type: Number }
    case 'day':
      return { value: new Date(`${shanghaiDay(cell.atMs)}T00:00:00Z`), type: Date, format: dayFormat }
    case 'empty':
      return null
  }
}

/** In characters; a Chinese one is as wide as two. */
function widthOf({ columns, rows }: Table, index: number): number {
  const texts = [columns[index] ?? '', ...rows.slice(0, 200).map((row) => wordsOf(row[index]))]
  const widths = texts.map((words) => [...words].reduce((sum, letter) => sum + (letter > '\u2E7F' ? 2 : 1), 2))
  return Math.min(widest, Math.max(10, ...widths))
}

function wordsOf(cell: Cell | undefined): string {
  return cell?.kind === 'text' ? cell.text : '0000-00-00'
}
