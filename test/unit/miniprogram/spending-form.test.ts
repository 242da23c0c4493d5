import {
  gapOfPath,
  gapsOf,
  inputOf,
  isDraft,
  lineFen,
  newDraft,
  type SpendingDraft,
  totalFen,
} from '../../../miniprogram/committee/pages/new/form'
import { draftOf, policyShown, readDraft, refusalWords } from '../../../miniprogram/committee/pages/policy/view'
import { placesOf, statusWords } from '../../../miniprogram/format/spending'
import type { Me } from '../../../typings/people'
import type { PolicyRules, PolicyView } from '../../../typings/spending'

const key = 'a'.repeat(32)
const full: SpendingDraft = {
  ...newDraft(key, 'fund_500110001001', ''),
  ...{ title: '为独居老人安装扶手', field: 'elderCare', reason: '卫生间湿滑，老人上月摔过一次' },
  items: [
    { name: '扶手', quantity: '3', yuan: '120.50' },
    { name: '安装', quantity: '1', yuan: '80' },
  ],
  ...{ beneficiaryName: '周桂芬', payeeName: '五金店' },
}

test('amounts are whole fen, and a line that can’t be read is no line', () => {
  expect(totalFen(full.items)).toBe(44_150)
  for (const [quantity, yuan] of [
    ['0', '1'],
    ['1.5', '1'],
    ['', '1'],
    ['1', ''],
    ['1', '0.001'],
    ['1', '一元'],
  ]) {
    expect(lineFen({ name: '扶手', quantity: quantity ?? '', yuan: yuan ?? '' })).toBeNull()
  }
})

test('each missing field has its sentence, and a full form has none', () => {
  expect(gapsOf(full, '')).toEqual({})
  const empty = gapsOf(newDraft(key, '', ''), '有照片没传上去，请重传或去掉')
  expect(Object.keys(empty)).toEqual([
    'fund',
    'title',
    'field',
    'reason',
    'items',
    'beneficiary',
    'payeeName',
    'quotes',
  ])
  expect(gapsOf({ ...full, kind: 'group', count: '' }, '')).toEqual({ beneficiary: '请写大约多少人受益' })
  expect(gapsOf({ ...full, kind: 'group', count: '1' }, '')).toEqual({ beneficiary: '只帮一个人的，请选“一个人”' })
})

test('what is sent is what was written, from a case where there is one', () => {
  expect(inputOf(full, ['cloud://a'])).toMatchObject({
    ...{ spendingKey: key, source: { kind: 'byHand' }, changeFrom: null, quoteFileIds: ['cloud://a'] },
    items: [
      { name: '扶手', quantity: 3, unitFen: 12_050 },
      { name: '安装', quantity: 1, unitFen: 8_000 },
    ],
    beneficiary: { kind: 'person', name: '周桂芬', count: 1 },
  })
  expect(inputOf({ ...full, needId: 'need_1' }, []).source).toEqual({ kind: 'case', needId: 'need_1' })
  const forProject = { ...full, origin: 'project' as const, projectName: ' 四点半课堂 ' }
  expect(inputOf(forProject, []).source).toEqual({ kind: 'project', name: '四点半课堂' })
  expect(gapsOf({ ...forProject, projectName: '' }, '')).toEqual({ project: '请写项目的名称' })
})

test('a refusal stands at the field that it names; a kept draft of another shape is none', () => {
  expect(['beneficiary.name', 'items.0.unitFen', 'roster', 'payeeName'].map(gapOfPath)).toEqual([
    ...['beneficiary', 'items', 'items', 'payeeName'],
  ])
  expect([isDraft(full), isDraft(null), isDraft({ title: '扶手' }), isDraft('x')]).toEqual([true, false, false, false])
})

const rules: PolicyRules = {
  ...{ committeeAboveFen: 100_000, streetAboveFen: 500_050, districtAboveFen: 800_000, requestMostFen: 10_000_000 },
  ...{ beneficiaryYearMostFen: 500_000, quorumPercent: 60, voteDays: 5, consentDays: 10, settleDays: 60 },
  ...{ idleMonths: 12, spendingRatioLeast: 70, managementRatioMost: 10 },
  ...{ purposes: ['elderCare', 'childCare'], bannedUses: ['购车', '宴请'] },
} as unknown as PolicyRules

test('rules that are opened and saved unchanged stay as they are', () => {
  expect(readDraft({ ...draftOf(rules), note: '没有改动' })).toEqual({ ...rules, purposes: expect.anything() })
  expect(readDraft(draftOf(rules))).toBe('请写一句修订说明')
  const wrong = draftOf(rules)
  expect(readDraft({ ...wrong, numbers: { ...wrong.numbers, voteDays: '五' } })).toBe('「表决期限」请填整数')
  expect(refusalWords('rules.committeeAboveFen')).toContain('超过这个数，管委会表决')
})

test('each number says which level set it', () => {
  const version = { setByName: '林志华', note: '办法', effectiveFromMs: 0, territoryCode: '500110' }
  const looser = { ...rules, committeeAboveFen: 200_000 } as PolicyRules
  const view: PolicyView = {
    levels: [
      { ...version, level: 'district', territoryName: '綦江区', version: 1, rules: looser },
      { ...version, level: 'street', territoryName: '古南街道', version: 1, rules },
    ],
    ...{ upcoming: [], effective: rules, version: 1, canSet: false },
  }
  const shown = policyShown(view)
  expect(shown.rules[0]).toEqual({ name: '超过这个数，管委会表决', value: '¥1,000', from: '古南街道定' })
  expect(shown.rules[5]).toEqual({ name: '至少这么多委员参加表决', value: '60%', from: '綦江区定' })
})

test('a duty leads to its own fund; a wider one to that of the chosen community below it', () => {
  const me = (territoryCode: string, chosen: string | null) =>
    ({
      duties: [{ role: 'communityStaff', territoryCode, territoryName: '' }],
      community: chosen && { territoryCode: chosen, fundId: `fund_${chosen}` },
    }) as unknown as Me
  expect(placesOf(me('500110001001', null))).toEqual({ territoryCode: '500110001001', fundId: 'fund_500110001001' })
  expect(placesOf(me('500110001', '500110001003')).fundId).toBe('fund_500110001003')
  expect(placesOf(me('500110001', '500110002003')).fundId).toBe('')
})

test('a request under review says whose turn it is', () => {
  expect(statusWords('reviewing', 'committee').word).toBe('等管委会表决')
  expect(statusWords('settled', null)).toMatchObject({ tone: 'done' })
})
