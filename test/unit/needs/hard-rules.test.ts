import type { NeedRecord, WorkerRecord } from '../../../cloudfunctions/needs/records'
import {
  type HardRule,
  hardRules,
  hasLevel,
  hasNoComplaint,
  hasNotPassed,
  hasRoom,
  hasSubSkill,
  holdsValidLicence,
  isNotKin,
  isNotOnLeave,
  isNotResident,
  isOnDuty,
  notesOn,
  servesField,
  servesTerritory,
} from '../../../cloudfunctions/needs/routing/hard-rules'
import { builtIn } from '../../../cloudfunctions/needs/routing/policy'
import { worker } from '../../contract/needs/scene'
import { need, nowMs } from './builders'

type Row = readonly [what: string, needs: Partial<NeedRecord>, has: Partial<WorkerRecord>, words: string | null]

function table(name: string, rule: HardRule, rows: readonly Row[]): void {
  test.each(rows)(`${name}: %s`, (_what, needs, has, words) => {
    expect(rule(need(needs), worker('li', has), nowMs, builtIn)).toBe(words)
  })
}

table('servesField', servesField, [
  ['the field is theirs', {}, {}, null],
  ['one of several is', { field: 'childCare' }, { fields: ['elderCare', 'childCare'] }, null],
  ['it is not', { field: 'childCare' }, {}, '服务领域不含儿童关爱'],
  ['they have none', {}, { fields: [] }, '服务领域不含养老服务'],
])

table('hasSubSkill', hasSubSkill, [
  ['trained', {}, {}, null],
  ['not trained', { subSkill: 'mealsAndClinic' }, {}, '没有助餐助医专长'],
  ['who cannot tell what they need gets anyone', { subSkill: 'general' }, { subSkills: [] }, null],
])

table('hasLevel', hasLevel, [
  ['an assistant for what anyone may do', {}, { level: 'assistant' }, null],
  [
    'an assistant for child protection',
    { subSkill: 'childProtection' },
    { level: 'assistant' },
    '儿童保护须由社会工作师以上承接',
  ],
  [
    'an assistant for suicide risk',
    { subSkill: 'suicideRisk' },
    { level: 'assistant' },
    '心理危机须由社会工作师以上承接',
  ],
  [
    'an assistant for domestic violence',
    { subSkill: 'domesticViolence' },
    { level: 'assistant' },
    '家庭暴力须由社会工作师以上承接',
  ],
  ['certified', { subSkill: 'childProtection' }, { level: 'certified' }, null],
  ['senior', { subSkill: 'domesticViolence' }, { level: 'senior' }, null],
])

table('holdsValidLicence', holdsValidLicence, [
  ['valid for a millisecond more', {}, { licenceValidUntilMs: nowMs + 1 }, null],
  ['ended this moment', {}, { licenceValidUntilMs: nowMs }, '证书登记已到期'],
])

table('servesTerritory', servesTerritory, [
  ['their own community', {}, {}, null],
  ['the whole street', {}, { servesCodes: ['500110001'] }, null],
  ['the whole district', {}, { servesCodes: ['500110'] }, null],
  ['the neighbour community alone', {}, { servesCodes: ['500110001002'] }, '不服务这个社区'],
  ['nothing at all', {}, { servesCodes: [] }, '不服务这个社区'],
  ['an empty code is no licence for everywhere', {}, { servesCodes: [''] }, '不服务这个社区'],
])

table('hasRoom', hasRoom, [
  ['exactly as much as it weighs', { casePoints: 2 }, { capPoints: 8, loadPoints: 6 }, null],
  ['one point short', { casePoints: 3 }, { capPoints: 8, loadPoints: 6 }, '手上个案已满'],
])

const leave = { fromMs: nowMs - 10, untilMs: nowMs + 10 }
table('isNotOnLeave', isNotOnLeave, [
  ['at work', {}, {}, null],
  ['away now', {}, { leaves: [leave] }, '正在休假'],
  ['back this moment', {}, { leaves: [{ fromMs: nowMs - 10, untilMs: nowMs }] }, null],
  ['away from tomorrow', {}, { leaves: [{ fromMs: nowMs + 1, untilMs: nowMs + 10 }] }, null],
  ['away, and away again later', {}, { leaves: [{ fromMs: 0, untilMs: 1 }, leave] }, '正在休假'],
])

const passed = { workerId: 'worker_li', offerId: 'offer_0', atMs: nowMs } as const
table('hasNotPassed', hasNotPassed, [
  ['never asked', {}, {}, null],
  ['declined', { passedOver: [{ ...passed, how: 'declined' }] }, {}, '已婉拒这件求助'],
  ['let it lapse', { passedOver: [{ ...passed, how: 'timedOut' }] }, {}, '未在时限内答复'],
  ['another declined', { passedOver: [{ ...passed, workerId: 'worker_wang', how: 'declined' }] }, {}, null],
])

test('a person who chooses may overrule an unanswered offer, and is told of it; a no stays a no', () => {
  const lapsed = { ...passed, how: 'timedOut' } as const
  const byHand = { ...builtIn, byHand: true }
  expect(hasNotPassed(need({ passedOver: [lapsed] }), worker('li'), nowMs, byHand)).toBeNull()
  expect(notesOn(need({ passedOver: [lapsed] }), worker('li'))).toEqual(['上次派单未在时限内答复，派之前先打个电话'])
  const both = need({ passedOver: [lapsed, { ...passed, how: 'declined' }] })
  expect(hasNotPassed(both, worker('li'), nowMs, byHand)).toBe('已婉拒这件求助')
  expect(notesOn(need(), worker('li'))).toEqual([])
})

table('isNotResident', isNotResident, [
  ['someone else’s', {}, {}, null],
  ['their own', { residentOpenid: 'o-li' }, {}, '求助由本人提交'],
])

table('isNotKin', isNotKin, [
  ['nothing in common', { conflictCodes: ['home', 'phone'] }, { conflictCodes: ['other'] }, null],
  [
    'the same home',
    { conflictCodes: ['home', 'phone'] },
    { conflictCodes: ['other', 'home'] },
    '是亲属或同住人，须回避',
  ],
  ['a need from before codes were kept', {}, { conflictCodes: ['home'] }, null],
])

table('hasNoComplaint', hasNoComplaint, [
  ['another complained', {}, { complainedBy: ['o-other'] }, null],
  ['this resident complained', {}, { complainedBy: ['o-resident'] }, '居民曾投诉，须回避'],
])

// nowMs is Saturday, 7 March 2026, 14:00 in Shanghai.
const saturdays = [{ weekday: 6, fromMinute: 14 * 60, untilMinute: 18 * 60 }]
const mornings = [{ weekday: 6, fromMinute: 9 * 60, untilMinute: 14 * 60 }]
table('isOnDuty', isOnDuty, [
  ['an emergency, and they are at work from this minute', { urgency: 'emergency' }, { shifts: saturdays }, null],
  ['an emergency, and they went home this minute', { urgency: 'emergency' }, { shifts: mornings }, '这会儿不在班'],
  ['an emergency on a weekend for who keeps office hours', { urgency: 'emergency' }, { shifts: [] }, '这会儿不在班'],
  ['what is no emergency waits until they are back', { urgency: 'urgent' }, { shifts: mornings }, null],
])

test('every rule is applied', () => {
  expect(Object.values(hardRules)).toHaveLength(12)
  expect(new Set(Object.values(hardRules)).size).toBe(12)
})
