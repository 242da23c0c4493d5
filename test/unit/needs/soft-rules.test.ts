import type { NeedRecord, WorkerRecord } from '../../../cloudfunctions/needs/records'
import { builtIn } from '../../../cloudfunctions/needs/routing/policy'
import { dayKey } from '../../../cloudfunctions/needs/routing/recent'
import {
  continuity,
  fairness,
  fittingLevel,
  freeCapacity,
  likelyToAccept,
  onShift,
  type SoftRule,
  sameCommunity,
  sameStreet,
  speciality,
  wishedGender,
  wishedLanguage,
} from '../../../cloudfunctions/needs/routing/soft-rules'
import { dayMs, hourMs } from '../../../cloudfunctions/shared/time/spans'
import { worker } from '../../contract/needs/scene'
import { need, nowMs } from './builders'

type Row = readonly [what: string, needs: Partial<NeedRecord>, has: Partial<WorkerRecord>, points: number]

/** 0 points: the rule says nothing. */
function table(name: string, rule: SoftRule, rows: readonly Row[], usualShare: number | null = null): void {
  test.each(rows)(`${name}: %s`, (_what, needs, has, points) => {
    const reason = rule(need(needs), worker('li', { lastOfferedAtMs: nowMs, ...has }), nowMs, {
      ...builtIn,
      usualShare,
    })
    expect(reason?.points ?? 0).toBe(points)
    if (reason) expect(reason).toEqual({ rule: name, points, words: expect.stringMatching(/^\p{Script=Han}/u) })
  })
}

table('sameCommunity', sameCommunity, [
  ['the community’s own room', {}, {}, 30],
  ['the station', {}, { territoryCode: '500110001' }, 0],
])

table('sameStreet', sameStreet, [
  ['the station', {}, { territoryCode: '500110001' }, 15],
  ['the room next door', {}, { territoryCode: '500110001002' }, 15],
  ['the own room has its own rule', {}, {}, 0],
  ['another street', {}, { territoryCode: '500110002001' }, 0],
  ['the district’s centre', {}, { territoryCode: '500110' }, 0],
])

table('speciality', speciality, [
  ['what they do most', {}, { subSkills: ['general', 'livingAlone', 'homeCare'] }, 20],
  ['what they are trained for besides', {}, { subSkills: ['homeCare', 'livingAlone'] }, 10],
  ['nothing special is needed', { subSkill: 'general' }, {}, 0],
  ['not theirs', { subSkill: 'mealsAndClinic' }, {}, 0],
])

table('freeCapacity', freeCapacity, [
  ['nothing in hand', { casePoints: 2 }, { capPoints: 8 }, 15],
  ['half full', { casePoints: 1 }, { capPoints: 8, loadPoints: 3 }, 10],
  ['full with this one', { casePoints: 2 }, { capPoints: 8, loadPoints: 6 }, 0],
  ['over full', { casePoints: 4 }, { capPoints: 8, loadPoints: 8 }, 0],
])

table('fairness', fairness, [
  ['asked this moment', {}, {}, 0],
  ['asked a day and a half ago', {}, { lastOfferedAtMs: nowMs - 36 * hourMs }, 5],
  ['asked long ago', {}, { lastOfferedAtMs: nowMs - 1000 * hourMs }, 10],
  ['never asked', {}, { lastOfferedAtMs: 0 }, 10],
  ['a clock that ran ahead', {}, { lastOfferedAtMs: nowMs + hourMs }, 0],
])

table('fittingLevel', fittingLevel, [
  ['an assistant for a light need', {}, { level: 'assistant' }, 6],
  ['certified for a light need', {}, { level: 'certified' }, 4],
  ['a senior for a light need is kept free', {}, { level: 'senior' }, 0],
  ['certified for child protection', { subSkill: 'childProtection' }, { level: 'certified' }, 6],
  ['a senior for child protection', { subSkill: 'childProtection' }, { level: 'senior' }, 4],
])

/** So many case points on a day so many days ago. */
const carried = (points: number, daysAgo: number) => ({
  recent: { [dayKey(nowMs - daysAgo * dayMs)]: { asked: 1, declined: 0, lapsed: 0, points } },
})

// Cap 8, and the others like them carried 8 points: that is the usual share.
table(
  'fairness',
  fairness,
  [
    ['the usual share', {}, carried(8, 0), 60],
    ['half of it', {}, carried(4, 29), 90],
    ['nothing', {}, {}, 120],
    ['twice as much', {}, carried(16, 3), 0],
    ['more than that', {}, carried(60, 3), 0],
    [
      'nothing, but they handed back every one of six',
      {},
      { recent: { [dayKey(nowMs)]: { asked: 6, declined: 2, lapsed: 4, points: 0 } } },
      53,
    ],
    ['much, but longer ago than 30 days', {}, carried(60, 30), 120],
  ],
  8 / Math.sqrt(8),
)

table('continuity', continuity, [
  ['a stranger', {}, {}, 0],
  ['who helped this resident before', {}, { formerResidents: ['o-other', 'o-resident'] }, 25],
])

const wish = (gender: 'female' | 'male' | null, language: 'miao' | null) => ({ wishes: { gender, language } })
table('wishedGender', wishedGender, [
  ['no wish', {}, { gender: 'female' }, 0],
  ['met', wish('female', null), { gender: 'female' }, 30],
  ['not met', wish('female', null), { gender: 'male' }, 0],
  ['not known', wish('male', null), { gender: null }, 0],
])

table('wishedLanguage', wishedLanguage, [
  ['no wish', wish('female', null), { languages: ['miao'] }, 0],
  ['met', wish(null, 'miao'), { languages: ['mandarin', 'miao'] }, 30],
  ['not met', wish(null, 'miao'), { languages: ['mandarin'] }, 0],
])

const answered = (asked: number, declined: number, lapsed: number) => ({
  recent: { [dayKey(nowMs)]: { asked, declined, lapsed, points: 0 } },
})
table('likelyToAccept', likelyToAccept, [
  ['never asked: like most', {}, {}, 18],
  ['took all ten', {}, answered(10, 0, 0), 26],
  ['declined one in three', {}, answered(15, 5, 0), 12],
  ['let as many lapse, which costs twice', {}, answered(15, 0, 5), 0],
])

// Saturday, 14:00.
table('onShift', onShift, [
  ['at work', {}, { shifts: [{ weekday: 6, fromMinute: 0, untilMinute: 1440 }] }, 12],
  ['in two hours and a half', {}, { shifts: [{ weekday: 6, fromMinute: 990, untilMinute: 1200 }] }, 9],
  ['on Monday', {}, { shifts: [] }, 0],
  ['never', {}, { shifts: [{ weekday: 9, fromMinute: 0, untilMinute: 1440 }] }, 0],
])
