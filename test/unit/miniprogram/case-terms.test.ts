import { builtInCaseTerms } from '../../../cloudfunctions/needs/casework/policy'
import { distanceWords } from '../../../miniprogram/format/distance'
import { termGap, termGroups, withDays } from '../../../miniprogram/station/pages/terms/view'

test('every term of a case can be changed, by its path, within its bounds', () => {
  const paths = termGroups(builtInCaseTerms).flatMap(({ rows }) => rows.map(({ path }) => path))
  expect(paths).toHaveLength(17)
  for (const path of paths) {
    const more = withDays(builtInCaseTerms, path, 1)
    const rows = (terms: typeof more) => termGroups(terms).flatMap((group) => group.rows)
    const changed = rows(more).filter((row, at) => row.days !== rows(builtInCaseTerms)[at]?.days)
    expect(changed.map((row) => row.path)).toEqual([path])
  }
  expect(withDays(builtInCaseTerms, 'intakeDays.emergency', -1)).toEqual(builtInCaseTerms)
  expect(withDays({ ...builtInCaseTerms, closureDays: 90 }, 'closureDays', 1).closureDays).toBe(90)
})

test('the graver has no more days than the light', () => {
  expect(termGap(builtInCaseTerms)).toBe('')
  expect(termGap(withDays(builtInCaseTerms, 'intakeDays.emergency', 5))).toBe('越急的，天数不能越多')
  expect(termGap(withDays(builtInCaseTerms, 'visitEveryDays.critical', 5))).toBe('风险越高的，天数不能越多')
})

test.each([
  [4, '约 10 米'],
  [346, '约 350 米'],
  [994, '约 990 米'],
  [996, '约 1.0 公里'],
  [12_340, '约 12.3 公里'],
])('%d metres are said as %s', (metres, words) => {
  expect(distanceWords(metres)).toBe(words)
})
