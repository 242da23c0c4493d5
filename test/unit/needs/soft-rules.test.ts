import type { NeedRecord, WorkerRecord } from '../../../cloudfunctions/needs/records'
import {
  fairness,
  fittingLevel,
  freeCapacity,
  type SoftRule,
  sameCommunity,
  sameStreet,
  speciality,
} from '../../../cloudfunctions/needs/routing/soft-rules'
import { worker } from '../../contract/needs/scene'
import { need, nowMs } from './builders'

type Row = readonly [what: string, needs: Partial<NeedRecord>, has: Partial<WorkerRecord>, points: number]

/** 0 points: the rule says nothing. */
function table(name: string, rule: SoftRule, rows: readonly Row[]): void {
  test.each(rows)(`${name}: %s`, (_what, needs, has, points) => {
    const reason = rule(need(needs), worker('li', { lastOfferedAtMs: nowMs, ...has }), nowMs)
    expect(reason?.points ?? 0).toBe(points)
    if (reason) expect(reason).toEqual({ rule: name, points, words: expect.stringMatching(/^\p{Script=Han}/u) })
  })
}

const HOUR_MS = 3_600_000

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
  ['asked a day and a half ago', {}, { lastOfferedAtMs: nowMs - 36 * HOUR_MS }, 5],
  ['asked long ago', {}, { lastOfferedAtMs: nowMs - 1000 * HOUR_MS }, 10],
  ['never asked', {}, { lastOfferedAtMs: 0 }, 10],
  ['a clock that ran ahead', {}, { lastOfferedAtMs: nowMs + HOUR_MS }, 0],
])

table('fittingLevel', fittingLevel, [
  ['an assistant for a light need', {}, { level: 'assistant' }, 6],
  ['certified for a light need', {}, { level: 'certified' }, 4],
  ['a senior for a light need is kept free', {}, { level: 'senior' }, 0],
  ['certified for child protection', { subSkill: 'childProtection' }, { level: 'certified' }, 6],
  ['a senior for child protection', { subSkill: 'childProtection' }, { level: 'senior' }, 4],
])
