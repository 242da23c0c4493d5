import { parse } from 'csv-parse/sync'

/** A CSV file as it was uploaded: its cells, each row with its line. */
export interface Table {
  encoding: 'UTF-8' | 'GB18030'
  rows: readonly TableRow[]
}

export interface TableRow {
  /** Of the file, beginning with 1. */
  line: number
  cells: readonly string[]
  /** Why the row could not be read at all; null mostly. */
  broken: string | null
}

/** Reads a CSV file in UTF-8 (with or without a mark) or GB18030; null for bytes that are neither. */
export function readTable(bytes: Uint8Array): Table | null {
  for (const encoding of ['UTF-8', 'GB18030'] as const) {
    const text = decode(bytes, encoding)
    if (text !== null) return { encoding, rows: rowsOf(text) }
  }
  return null
}

function decode(bytes: Uint8Array, encoding: string): string | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    // A spreadsheet or picture with another name decodes by chance, but no text holds NUL.
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}

function rowsOf(text: string): TableRow[] {
  const rows: TableRow[] = []
  const records: unknown[] = parse(text, {
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      const line = Number(error?.lines ?? 0)
      // The rest of a broken row is reported once more.
      if (error && rows.at(-1)?.line !== line) rows.push({ line, cells: [], broken: '这一行的引号或分隔符不完整' })
      return undefined
    },
  })
  for (const each of records as { record: string[]; info: { lines: number } }[]) {
    // A cell may hold line breaks: a row's line is the one where it ends, less the breaks inside of it.
    const breaks = each.record.join('').split('\n').length - 1
    rows.push({ line: each.info.lines - breaks, cells: each.record.map(clean), broken: null })
  }
  return rows.sort((a, b) => a.line - b.line)
}

/** Exports pad their cells with tabs and backticks so that spreadsheets leave long numbers alone. */
function clean(cell: string): string {
  return cell.replace(/^[\s`'=]+|\s+$/g, '').replace(/^"(.*)"$/, '$1')
}
