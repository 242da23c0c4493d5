/** A request for money, its committee, and who is who. */

import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import type { SeatRecord } from '../../../cloudfunctions/funds/policy/roster'
import { defaultRules } from '../../../cloudfunctions/funds/policy/rules'
import type { SpendingRecord } from '../../../cloudfunctions/funds/spending/records'
import { type Actor, openNext, stepsAhead } from '../../../cloudfunctions/funds/spending/steps'
import { dayMs } from '../../../cloudfunctions/shared/time/spans'
import type { Role } from '../../../typings/people'

export const nowMs = Date.parse('2026-03-02T02:00:00Z')

export function seat(name: string, change: Partial<SeatRecord> = {}): SeatRecord {
  const term = { termFromMs: nowMs - 100 * dayMs, termUntilMs: nowMs + 600 * dayMs }
  return { openid: `o-${name}`, name, seat: 'member', ...term, relatedParties: [], ...change }
}

/** Five members and a supervisor; with a quorum of 60 % three of the five have to vote. */
export const committee: readonly SeatRecord[] = [
  ...['甲', '乙', '丙', '丁', '戊'].map((name) => seat(name)),
  seat('监', { seat: 'supervisor' }),
]

export function actor(name: string, ...roles: readonly Role[]): Actor {
  return { openid: `o-${name}`, name, roles }
}

export const worker = actor('社工', 'socialWorker')
export const staff = actor('社区', 'communityStaff')
export const street = actor('街道', 'streetStaff')
export const district = actor('区', 'districtStaff')

export function request(amountYuan: number, change: Partial<SpendingRecord> = {}): SpendingRecord {
  const amountFen = fen(amountYuan * 100)
  return {
    ...{ _id: 'spend_1', inputDigest: '', fundId: 'fund_500110001003', fundName: '新山村社区治理专项基金' },
    ...{ communityName: '新山村社区', territoryCode: '500110001003', streetCode: '500110001', districtCode: '500110' },
    ...{ authorOpenid: 'o-申请人', authorName: '申请人', source: { kind: 'byHand' }, title: '为独居老人安装扶手' },
    ...{
      field: 'elderCare',
      reason: '卫生间湿滑',
      items: [{ name: '扶手', quantity: 1, unitFen: amountFen }],
      amountFen,
    },
    beneficiary: { kind: 'person', name: '周桂芬', count: 1 },
    beneficiaryKey: '周桂芬',
    ...{ payeeName: '便民五金店', quoteFileIds: [], photos: [], rules: defaultRules, policyIds: [], change: null },
    ...{ steps: stepsAhead(defaultRules, amountFen), status: 'reviewing', commitment: null, payments: [] },
    ...{ settlement: null, events: [], open: true, waitsFor: [], dueAtMs: null, submittedAtMs: nowMs },
    ...{ settleReminders: 0, tellDonorsAtMs: null },
    ...{ titleSalt: 'salt', version: 1, outbox: [], outboxDueAtMs: null, outboxVersion: 0 },
    ...change,
  } as SpendingRecord
}

/** As submitted: its first step is open. */
export function submitted(amountYuan: number, change: Partial<SpendingRecord> = {}, seats = committee): SpendingRecord {
  return openNext(request(amountYuan, change), seats, nowMs)
}
