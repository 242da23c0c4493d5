import fc from 'fast-check'
import { contentOf, type Group, purposesOf, yearlyContent } from '../../../../cloudfunctions/funds/disclosure/content'
import { districtDigest, firstDistrictDigest } from '../../../../cloudfunctions/funds/disclosure/district-digest'
import { isIdle, managementRatio, spendingRatio } from '../../../../cloudfunctions/funds/disclosure/ratios'
import { count, csvOf, day, empty, money, plainYuan, text } from '../../../../cloudfunctions/funds/disclosure/tables'
import { fen } from '../../../../cloudfunctions/funds/ledger/fen'
import { spreadsheetOf } from '../../../../cloudfunctions/funds/proof/spreadsheet'
import { publicCount, publicTotal } from '../../../../cloudfunctions/shared/small-cells'
import type { PublicCount } from '../../../../typings/terms'
import { readXlsx } from '../../../fixtures/xlsx'

const group = (
  kind: Group['kind'],
  direction: Group['direction'],
  amountFen: number,
  more: Partial<Group> = {},
): Group => ({
  ...{ kind, direction, amountFen, earmark: null, count: 1, ...more },
})
const limits = { spendingRatioLeast: 70, managementRatioMost: 10 }

test('a disclosure’s figures add up: opening and received less spent is closing', () => {
  const before = [group('seedGrant', 'in', 100_000)]
  const within = [
    group('gift', 'in', 30_000, { count: 3, earmark: 'elderCare' }),
    group('refund', 'out', 5_000, { earmark: 'elderCare' }),
    group('payment', 'out', 40_000),
    group('settlement', 'in', 2_000),
    group('commitment', 'within', 9_000),
  ]
  const { figures, giftCount, purposes } = contentOf({ before, within, payments: [], corrections: [] })
  expect(figures.map(({ label, amountFen }) => [label, amountFen])).toEqual([
    ['期初余额', 100_000],
    ['本期收到', 25_000],
    ['其中捐赠', 30_000],
    ['其中退款给捐赠人（已从收到中减去）', 5_000],
    ['本期用出', 38_000],
    ['期末余额', 87_000],
  ])
  expect(giftCount).toBe('<5')
  expect(purposes).toEqual([
    { field: null, receivedFen: 0, spentFen: 38_000 },
    { field: 'elderCare', receivedFen: 25_000, spentFen: 0 },
  ])
})

test('a yearly report has a row for each fund, and the rows add up to its figures', () => {
  const one = { name: '新山村', before: [group('gift', 'in', 500)], within: [group('payment', 'out', 200)] }
  const other = { name: '双龙', before: [], within: [group('gift', 'in', 700, { count: 9 })] }
  const { funds, figures } = yearlyContent([one, other], [])
  expect(
    funds.map(({ openingFen, receivedFen, spentFen, closingFen }) => [openingFen, receivedFen, spentFen, closingFen]),
  ).toEqual([
    [500, 0, 200, 300],
    [0, 700, 0, 700],
  ])
  expect(figures.at(-1)).toEqual({ label: '期末余额', amountFen: 1_000 })
})

test('purposes are sorted by how much money they moved; a field without money is left out', () => {
  const groups = [
    group('gift', 'in', 10),
    group('payment', 'out', 90, { earmark: 'childCare' }),
    group('commitment', 'within', 5, { earmark: 'elderCare' }),
  ]
  expect(purposesOf(groups).map(({ field }) => field)).toEqual(['childCare', null])
})

test('a small count is suppressed, nought is not', () => {
  expect([0, 1, 4, 5, 79].map(publicCount)).toEqual([0, '<5', '<5', 5, 79])
})

test.each([
  [[10, 20], 30],
  [[10, 3], 10],
  [[10, 3, 2], 15],
  [[10, 1, 1], 10],
  [[10, 4, 4], 10],
  [[3, 4], 7],
  [[4, 4], 5],
  [[3], '<5'],
  [[1, 1], '<5'],
  [[0, 0], 0],
])('the total of %j is given as %j, so that no small count follows from it', (counts, total) => {
  expect(publicTotal(counts)).toBe(total)
})

test('whatever the counts, one that is suppressed could always have been another', () => {
  const counts = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(counts, (list) => {
      const shown = list.map(publicCount)
      const at = shown.indexOf('<5')
      if (at < 0 || shown.every((count) => count === '<5' || count === 0)) return
      const others = [1, 2, 3, 4].filter((count) =>
        completions(shown, at, count).some((other) => publicTotal(other) === publicTotal(list)),
      )
      expect(others.length).toBeGreaterThan(1)
    }),
  )
})

/** Every list of counts that would be shown so, with this one there. */
function completions(shown: readonly PublicCount[], at: number, count: number): number[][] {
  return shown.reduce<number[][]>(
    (lists, each, index) => {
      const possible = index === at ? [count] : each === '<5' ? [1, 2, 3, 4] : [each]
      return lists.flatMap((list) => possible.map((one) => [...list, one]))
    },
    [[]],
  )
}

test('the year’s spending is measured against the income of the year before, and judged when the year is over', () => {
  const month = (name: string, receivedFen: number, spentFen: number) => ({
    month: name,
    receivedFen: fen(receivedFen),
    spentFen: fen(spentFen),
  })
  const months = [month('2024-05', 1_000, 0), month('2025-02', 500, 650), month('2025-12', 0, 49)]
  expect(spendingRatio(months, 2025, false, limits)).toMatchObject({
    percent: 69.9,
    verdict: 'onTheWay',
    partFen: 699,
    wholeFen: 1_000,
  })
  expect(spendingRatio(months, 2025, true, limits).verdict).toBe('outside')
  expect(spendingRatio([...months, month('2025-11', 0, 1)], 2025, false, limits).verdict).toBe('within')
  expect(spendingRatio(months, 2024, true, limits)).toMatchObject({ percent: null, verdict: 'unknown' })
  expect(managementRatio(100, 1_000, limits).verdict).toBe('within')
  expect(managementRatio(101, 1_000, limits).verdict).toBe('outside')
  expect(managementRatio(0, 0, limits).verdict).toBe('unknown')
})

test('a fund is idle when old money lies there and nothing was spent since', () => {
  const since = { atMs: 1_000, month: '2025-03' }
  const fund = { balanceFen: 5, firstReceivedMonth: '2025-02', lastSpentAtMs: null }
  expect(isIdle(fund, since)).toBe(true)
  expect(isIdle({ ...fund, lastSpentAtMs: 1_000 }, since)).toBe(false)
  expect(isIdle({ ...fund, firstReceivedMonth: '2025-03' }, since)).toBe(false)
  expect(isIdle({ ...fund, balanceFen: 0 }, since)).toBe(false)
})

test('a district’s digest depends on every fund, the day and the day before, and not on the order of the list', () => {
  const first = firstDistrictDigest('500110')
  const funds = [
    { fundId: 'fund_2' as const, entryCount: 3, digest: 'b' },
    { fundId: 'fund_1' as const, entryCount: 7, digest: 'a' },
  ]
  const digest = districtDigest(first, '2026-03-07', '500110', funds)
  expect(districtDigest(first, '2026-03-07', '500110', [...funds].reverse())).toBe(digest)
  const others = [
    districtDigest(digest, '2026-03-07', '500110', funds),
    districtDigest(first, '2026-03-08', '500110', funds),
    districtDigest(first, '2026-03-07', '500110', funds.slice(1)),
  ]
  expect(new Set([digest, ...others]).size).toBe(4)
})

test('CSV: a mark that Excel knows, numbers bare, quotes doubled, nothing that a spreadsheet would run', () => {
  const rows = [
    [text('说“好”, "真好"'), money(fen(-123_405)), count(12)],
    [text('=1+1'), money(fen(7)), count('<5')],
    [empty, day(Date.parse('2026-03-07T17:00:00Z')), text('两\n行')],
  ]
  expect(csvOf({ name: '表', columns: ['说明', '金额（元）', '笔数'], rows })).toBe(
    '\uFEFF说明,金额（元）,笔数\r\n"说“好”, ""真好""",-1234.05,12\r\n\'=1+1,0.07,<5\r\n,2026-03-08,"两\n行"\r\n',
  )
  expect(plainYuan(fen(100))).toBe('1.00')
})

test.each(['=1+1', '+86', '-2', '@SUM(A1)', '  =1', '\t=1', '＝1+1', '＋1', '－1', '＠A1'])(
  'a name that begins like a formula is text in a CSV: %j',
  (name) => {
    const [, line = ''] = csvOf({ name: '表', columns: ['名'], rows: [[text(name)]] }).split('\r\n')
    expect(line.replace(/^"|"$/g, '')).toBe(`'${name}`)
  },
)

test('in Excel it is text as it stands: a cell of text is never run', async () => {
  const names = ['=1+1', '@SUM(A1)', '"<b>&']
  const bytes = await spreadsheetOf({ name: '表', columns: ['名'], rows: names.map((name) => [text(name)]) }, 'xlsx')
  const { rows } = readXlsx(bytes)
  expect(rows.slice(1).flat()).toMatchObject(names.map((value) => ({ type: 'text', value })))
})
