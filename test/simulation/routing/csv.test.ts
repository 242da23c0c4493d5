import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hourMs } from '../../../cloudfunctions/shared/time/spans'
import { momentOf, readRealCases } from './csv'
import { makePlan } from './index'

const columns = { openedAt: '受理时间', closedAt: '办结时间', category: '诉求类别' }
const title = '受理时间,办结时间,诉求类别'
const read = (text: string | Buffer) => readRealCases(Buffer.from(text), columns, 'cases.csv')
const shanghai = (text: string) => Date.parse(`${text}+08:00`)

describe('a moment', () => {
  test.each([
    ['2025-03-01 08:30', '2025-03-01T08:30:00'],
    ['2025-03-01 08:30:15', '2025-03-01T08:30:15'],
    ['2025/3/1 8:30', '2025-03-01T08:30:00'],
    ['2025.3.1', '2025-03-01T00:00:00'],
    ['2025年3月1日 8时30分', '2025-03-01T08:30:00'],
    ['2025年3月1日8:30', '2025-03-01T08:30:00'],
    ['2025-03-01T00:30:00Z', '2025-03-01T08:30:00'],
    ['2025-03-01T08:30:00.000+08:00', '2025-03-01T08:30:00'],
    ['2025-02-28T19:30:00-0500', '2025-03-01T08:30:00'],
    ['45717.354166667', '2025-03-01T08:30:00'],
    ['45717', '2025-03-01T00:00:00'],
    ['1740789000', '2025-03-01T08:30:00'],
    ['1740789000000', '2025-03-01T08:30:00'],
  ])('%s', (text, meant) => {
    expect(momentOf(text)).toBe(shanghai(meant))
  })

  test.each(['', '—', '2025-02-30', '2025-13-01', '2025-03-01 25:00', '3/1/2025', 'yesterday', '12'])(
    '«%s» is none: it is never guessed',
    (text) => {
      expect(momentOf(text)).toBeNull()
    },
  )
})

const line = '2025-03-01 08:30,2025-03-04 17:00,养老服务'
const one = {
  line: 2,
  openedMs: shanghai('2025-03-01T08:30:00'),
  closedMs: shanghai('2025-03-04T17:00:00'),
  category: '养老服务',
}
// «受理时间,办结时间,诉求类别» and the row, as a Chinese Windows writes them.
const gb18030 = Buffer.concat([
  Buffer.from('cadcc0edcab1bce42cb0ecbde1cab1bce42ccbdfc7f3c0e0b1f00d0a', 'hex'),
  Buffer.from('2025-03-01 08:30,2025-03-04 17:00,'),
  Buffer.from('d1f8c0cfb7fecef10d0a', 'hex'),
])

test.each([
  ['UTF-8', Buffer.from(`${title}\n${line}\n`)],
  ['UTF-8 with a mark, Windows lines', Buffer.from(`\ufeff${title}\r\n${line}\r\n`)],
  ['GB18030', gb18030],
  [
    'UTF-16 with tabs, as Excel calls Unicode text',
    Buffer.from(`\ufeff${title}\n${line}\n`.replaceAll(',', '\t'), 'utf16le'),
  ],
  ['semicolons', Buffer.from(`${title}\n${line}\n`.replaceAll(',', ';'))],
  [
    'titles with spaces, more columns, quotes',
    Buffer.from(` 受理时间 ,办结时间,备注,诉求类别\n${line.replace('养', '"一,二",养')}\n`),
  ],
])('the same case is read from %s', (_what, bytes) => {
  expect(readRealCases(bytes, columns, 'cases.csv')).toEqual({ cases: [one], notes: [] })
})

test('what cannot be read is left out or taken as open, and told with its line', () => {
  const { cases, notes } = read(
    [
      title,
      line,
      ',2025-03-02 10:00,养老',
      '明天,,养老',
      '2025-03-02 9:00,2025-03-01 9:00,儿童',
      '',
      '2025-03-03 9:00',
    ].join('\n'),
  )
  expect(cases.map(({ line: at, closedMs, category }) => [at, closedMs === null, category])).toEqual([
    [2, false, '养老服务'],
    [5, true, '儿童'],
    [7, true, ''],
  ])
  expect(notes).toEqual([
    '2 rows left out, no moment in 受理时间: line 3 (nothing), 4 (明天)',
    '1 row taken as still open, no later moment in 办结时间: line 5 (2025-03-01 9:00)',
    '1 row nothing in 诉求类别: line 7',
  ])
})

test.each([
  ['an empty file', '', 'cases.csv is empty.'],
  ['titles alone', `${title}\n`, 'cases.csv has no rows below its title row.'],
  ['other columns', 'a,b\n1,2\n', 'cases.csv has no column 受理时间; it has a, b.'],
  ['no moment at all', `${title}\n昨天,,养老\n`, 'cases.csv: no row has a moment in 受理时间; line 2 (昨天).'],
  ['what is no text', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0xff, 0xff, 0x80]), 'neither UTF-8 nor GB18030'],
] as const)('%s is refused in words', (_what, content, message) => {
  expect(() => read(Buffer.from(content))).toThrow(message)
})

describe('a quarter of real cases', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cases-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const plan = (text: string, days: number) => {
    const file = join(folder, 'cases.csv')
    writeFileSync(file, text)
    return makePlan({ days, seed: 1, perDay: 8, csv: { file, columns } })
  }

  test('keeps their hours, distances, lengths and fields; what the days do not hold or the words do not tell is said', () => {
    const { arrivals, notes, startMs } = plan(
      [title, line, '2025-03-02 20:15,,邻里纠纷', '2025-03-05 7:00,,井盖', '2025-05-01 7:00,,低保'].join('\n'),
      30,
    )
    expect(arrivals.map(({ atMs }) => (atMs - startMs) / hourMs)).toEqual([8.5, 44.25, 103])
    expect(arrivals.map(({ field }) => field).slice(0, 2)).toEqual(['elderCare', 'communitySafety'])
    expect(arrivals[0]?.durationMs).toBe(80.5 * hourMs)
    expect(notes).toEqual([
      '1 of 4 rows open after the 30 days; --days holds more',
      'no word of a field, so each was given one: 井盖',
    ])
  })

  test('a file that is not there is named', () => {
    expect(() => makePlan({ days: 1, seed: 1, perDay: 8, csv: { file: join(folder, 'none.csv'), columns } })).toThrow(
      'There is no file',
    )
  })
})
