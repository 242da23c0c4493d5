/** Reads a file of real cases, as offices export them: UTF-8 or GB18030, commas, semicolons or tabs, dates in many forms. */

import { parse } from 'csv-parse/sync'
import { dayMs, hourMs } from '../../../cloudfunctions/shared/time/spans'

/** Which columns of the file hold what. */
export interface CsvColumns {
  openedAt: string
  closedAt: string
  category: string
}

export interface RealCase {
  /** In the file, from 1; the title row is a line too. */
  line: number
  openedMs: number
  /** Null: not closed, or no moment that can be read. */
  closedMs: number | null
  category: string
}

export interface CsvReading {
  cases: RealCase[]
  /** What was left out or read otherwise, a sentence each, with line numbers. */
  notes: string[]
}

/** Lines named in one note. */
const MOST_NAMED = 8

/**
 * A row without a readable opening is left out and named; one whose closing cannot be read, or lies before its opening, counts
 * as still open.
 * @throws Error in words for the person at the terminal: an empty file, other columns, no row that can be read.
 */
export function readRealCases(bytes: Buffer, columns: CsvColumns, name: string): CsvReading {
  const rows = rowsOf(textOf(bytes, name), name)
  const [first] = rows
  if (!first) throw new Error(`${name} has no rows below its title row.`)
  for (const column of Object.values(columns)) {
    if (!(column in first.record))
      throw new Error(`${name} has no column ${column}; it has ${Object.keys(first.record).join(', ')}.`)
  }
  const unread: string[] = []
  const openEnded: string[] = []
  const unnamed: string[] = []
  const cases = rows.flatMap(({ record, line }): RealCase[] => {
    const [opened, closed, category] = [columns.openedAt, columns.closedAt, columns.category].map((column) =>
      (record[column] ?? '').trim(),
    ) as [string, string, string]
    const openedMs = momentOf(opened)
    if (openedMs === null) {
      unread.push(`${line} (${opened === '' ? 'nothing' : opened})`)
      return []
    }
    const readMs = momentOf(closed)
    const closedMs = readMs !== null && readMs > openedMs ? readMs : null
    if (closed !== '' && closedMs === null) openEnded.push(`${line} (${closed})`)
    if (category === '') unnamed.push(String(line))
    return [{ line, openedMs, closedMs, category }]
  })
  if (cases.length === 0)
    throw new Error(
      `${name}: no row has a moment in ${columns.openedAt}; line ${unread.slice(0, MOST_NAMED).join(', ')}.`,
    )
  const notes = [
    note(unread, `left out, no moment in ${columns.openedAt}`),
    note(openEnded, `taken as still open, no later moment in ${columns.closedAt}`),
    note(unnamed, `nothing in ${columns.category}`),
  ]
  return { cases, notes: notes.flatMap((each) => each ?? []) }
}

/**
 * Milliseconds since the epoch of `2025-03-01 08:30`, `2025/3/1 8:30`, `2025年3月1日 8时30分`, ISO with or without a zone,
 * Excel's day number, or seconds or milliseconds since the epoch. What names no zone is Shanghai time. Null when it is none.
 */
export function momentOf(text: string): number | null {
  const trimmed = text.trim()
  if (/^\d{12,14}$/.test(trimmed)) return Number(trimmed)
  if (/^\d{10}$/.test(trimmed)) return 1000 * Number(trimmed)
  if (/^[2-7]\d{4}(\.\d+)?$/.test(trimmed)) return excelMoment(Number(trimmed))
  const parts =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:(?:T|\s*)(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})?秒?)?(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/.exec(
      trimmed,
    )
  if (!parts) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0))
  const utcMs = Date.UTC(year, month - 1, day, hour, minute, second)
  const back = new Date(utcMs)
  const isReal =
    back.getUTCMonth() === month - 1 && back.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  return isReal ? utcMs - zoneMs(parts[7]) : null
}

function zoneMs(zone: string | undefined): number {
  if (zone === undefined) return 8 * hourMs
  if (zone === 'Z') return 0
  const minutes = 60 * Number(zone.slice(1, 3)) + Number(zone.slice(-2))
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000
}

/** Days since 30 December 1899, in Shanghai; to the second, which is all that Excel means. */
function excelMoment(days: number): number {
  return Math.round(((days - 25_569) * dayMs) / 1000) * 1000 - 8 * hourMs
}

function textOf(bytes: Buffer, name: string): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {}
  }
  throw new Error(`${name} is neither UTF-8 nor GB18030 text; save it as CSV first.`)
}

interface Row {
  record: Record<string, string>
  line: number
}

function rowsOf(text: string, name: string): Row[] {
  if (text.trim() === '') throw new Error(`${name} is empty.`)
  const [title = ''] = text.trimStart().split(/\r?\n/, 1)
  const delimiter = [',', '\t', ';'].reduce((best, each) =>
    title.split(each).length > title.split(best).length ? each : best,
  )
  try {
    const read = parse(text, {
      columns: (titles: string[]) => titles.map((each) => each.trim()),
      delimiter,
      info: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      relax_column_count: true,
      relax_quotes: true,
    }) as unknown as { record: Record<string, string>; info: { lines: number } }[]
    return read.map(({ record, info }) => ({ record, line: info.lines }))
  } catch (error) {
    throw new Error(`${name} is no CSV: ${error instanceof Error ? error.message : 'it cannot be read'}.`)
  }
}

function note(lines: readonly string[], what: string): string | null {
  if (lines.length === 0) return null
  const more = lines.length > MOST_NAMED ? ` and ${lines.length - MOST_NAMED} more` : ''
  return `${lines.length} ${lines.length === 1 ? 'row' : 'rows'} ${what}: line ${lines.slice(0, MOST_NAMED).join(', ')}${more}`
}
