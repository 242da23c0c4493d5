import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { inOffice, relatedSeats, rosterFaults, seatFaults } from '../../../cloudfunctions/funds/policy/roster'
import {
  type Asked,
  contradictions,
  defaultRules,
  loosenings,
  obstaclesOf,
} from '../../../cloudfunctions/funds/policy/rules'
import { actionsOf } from '../../../cloudfunctions/funds/spending/actions'
import { blockedWords } from '../../../cloudfunctions/funds/spending/blocked'
import { pay, settle } from '../../../cloudfunctions/funds/spending/money'
import type { SpendingRecord } from '../../../cloudfunctions/funds/spending/records'
import {
  type Actor,
  castVote,
  closeVote,
  minute,
  openStep,
  recuse,
  reopenVote,
  sign,
  withdraw,
} from '../../../cloudfunctions/funds/spending/steps'
import { dayMs } from '../../../cloudfunctions/shared/time/spans'
import { actor, committee, district, nowMs, request, seat, staff, street, submitted, worker } from './requests'

const agree = (opinion = '同意，材料齐全') => ({ agreed: true, opinion })
const yes = { vote: 'yes', opinion: '' } as const
const member = (name: string) => actor(name, 'fundCommitteeMember')
const supervisor = actor('监', 'fundSupervisor')
const coded = (code: string) => expect.objectContaining({ code })

function signedBy(before: SpendingRecord, ...actors: readonly Actor[]): SpendingRecord {
  return actors.reduce((each, who) => sign(each, who, agree(), committee, nowMs), before)
}

/** In the committee's hands, signed by worker and staff. */
function inVote(amountYuan = 5_000, change: Partial<SpendingRecord> = {}, seats = committee): SpendingRecord {
  const before = submitted(amountYuan, change, seats)
  return [worker, staff].reduce((each, who) => sign(each, who, agree(), seats, nowMs), before)
}

function votes(before: SpendingRecord, ...names: readonly string[]): SpendingRecord {
  return names.reduce((each, name) => castVote(each, member(name), yes, committee, nowMs), before)
}

describe('signatures', () => {
  test('a small amount takes a social worker and community staff, in whichever order, and no more', () => {
    expect(signedBy(submitted(800), staff, worker).status).toBe('approved')
    expect(signedBy(submitted(800), worker).status).toBe('reviewing')
    expect(signedBy(submitted(800), worker, street).status).toBe('approved')
  })

  test('each tier adds its step: committee, street, district', () => {
    const stepsOf = (yuan: number) => request(yuan).steps.map(({ kind }) => kind)
    expect(stepsOf(2_000)).toEqual(['staff'])
    expect(stepsOf(2_000.01)).toEqual(['staff', 'committee'])
    expect(stepsOf(10_000.01)).toEqual(['staff', 'committee', 'street'])
    expect(stepsOf(30_000.01)).toEqual(['staff', 'committee', 'street', 'district'])
  })

  test('the largest amount goes through every tier before it is approved', () => {
    const voted = votes(minute(inVote(40_000), supervisor, '程序合规', committee, nowMs), '甲', '乙', '丙')
    expect(openStep(voted)?.kind).toBe('street')
    const done = signedBy(voted, street, district)
    expect(done.status).toBe('approved')
    expect(done.steps.map(({ status }) => status)).toEqual(['passed', 'passed', 'passed', 'passed'])
  })

  test('the author never approves, whatever duties they hold', () => {
    const own = actor('申请人', 'socialWorker', 'communityStaff', 'streetStaff', 'districtStaff')
    expect(() => signedBy(submitted(800), own)).toThrow(coded('FORBIDDEN'))
    expect(actionsOf(submitted(800), own, committee)).toEqual(['withdraw'])
  })

  test('nobody signs twice: one person with two duties is one signature', () => {
    const both = actor('两职', 'socialWorker', 'communityStaff', 'streetStaff')
    const once = signedBy(submitted(800), both)
    expect(once.status).toBe('reviewing')
    expect(() => signedBy(once, both)).toThrow(coded('FORBIDDEN'))
    expect(() => signedBy(once, actor('别的社工', 'socialWorker'))).toThrow(coded('FORBIDDEN'))
  })

  test('a step is not for those without its duty', () => {
    expect(() => signedBy(submitted(800), district)).toThrow(coded('FORBIDDEN'))
    expect(() => signedBy(submitted(800), member('甲'))).toThrow(coded('FORBIDDEN'))
  })

  test('one signature against ends the request', () => {
    const refused = sign(submitted(800), staff, { agreed: false, opinion: '可走临时救助' }, committee, nowMs)
    expect(refused).toMatchObject({ status: 'rejected', open: false, waitsFor: [] })
    expect(() => signedBy(refused, worker)).toThrow(coded('NOT_NOW'))
  })
})

describe('votes', () => {
  test('pass with a quorum, more than half of what was cast, and the supervisor’s opinion', () => {
    const cast = votes(inVote(), '甲', '乙', '丙')
    expect(cast.status).toBe('reviewing')
    const done = minute(cast, supervisor, '程序合规，建议货比三家', committee, nowMs)
    expect(done.status).toBe('approved')
    expect(done.steps[1]?.vote?.opinion?.text).toBe('程序合规，建议货比三家')
  })

  test('are open while a vote that is still out could turn them, and refused once yes can’t win any more', () => {
    const minuted = minute(inVote(), supervisor, '无异议', committee, nowMs)
    const two = votes(minuted, '甲', '乙')
    const against = castVote(two, member('丙'), { vote: 'no', opinion: '太贵' }, committee, nowMs)
    expect(against.status).toBe('reviewing')
    const tied = castVote(against, member('丁'), { vote: 'abstain', opinion: '' }, committee, nowMs)
    expect(tied.status).toBe('reviewing')
    const lost = castVote(tied, member('戊'), { vote: 'no', opinion: '' }, committee, nowMs)
    expect(lost.status).toBe('rejected')
  })

  test('are cast once; only members in office when it was called have one', () => {
    const one = votes(inVote(), '甲')
    expect(() => castVote(one, member('甲'), { vote: 'no', opinion: '' }, committee, nowMs)).toThrow(coded('CONFLICT'))
    expect(() => castVote(one, member('路人'), yes, committee, nowMs)).toThrow(coded('FORBIDDEN'))
    expect(() => castVote(one, member('监'), yes, committee, nowMs)).toThrow(coded('FORBIDDEN'))
    const past = [...committee, seat('旧', { termUntilMs: nowMs - 1 }), seat('新', { termFromMs: nowMs + 1 })]
    expect(inVote(5_000, {}, past).steps[1]?.vote?.ballots.map(({ name }) => name)).toEqual([
      '甲',
      '乙',
      '丙',
      '丁',
      '戊',
    ])
  })

  test('the author’s seat, a seat that the payee belongs to, and one that signed before stand aside by themselves', () => {
    const seats = [
      ...committee.slice(0, 2),
      seat('丙', { relatedParties: ['便民 五金店'] }),
      seat('申请人'),
      seat('社工'),
      seat('监', { seat: 'supervisor' }),
    ]
    const called = inVote(5_000, {}, seats)
    // Two are left of five: the quorum of three can't be reached, and the street decides in the committee's place.
    expect(called.steps.map(({ kind, status }) => [kind, status])).toEqual([
      ['staff', 'passed'],
      ['committee', 'noQuorum'],
      ['street', 'open'],
    ])
    expect(called.steps[1]?.vote?.ballots.map(({ recused }) => recused)).toEqual([
      null,
      null,
      '与收款方有关联，自动回避',
      '本人是申请人，自动回避',
      '已在前一步签署，自动回避',
    ])
    expect(called.events.map(({ kind }) => kind)).toContain('sentToStreet')
    expect(sign(called, street, agree(), seats, nowMs).status).toBe('approved')
  })

  test('who stands aside does not vote, and a vote they cast before is void', () => {
    const aside = recuse(votes(inVote(), '甲'), member('甲'), '收款方是我表弟', committee, nowMs)
    expect(aside.steps[1]?.vote?.ballots[0]).toMatchObject({ vote: null, recused: '收款方是我表弟' })
    expect(() => castVote(aside, member('甲'), yes, committee, nowMs)).toThrow(coded('FORBIDDEN'))
    // Not at a later step either.
    const later = votes(
      minute(recuse(inVote(12_000), actor('甲'), '亲属', committee, nowMs), supervisor, '合规', committee, nowMs),
      '乙',
      '丙',
      '丁',
    )
    expect(openStep(later)?.kind).toBe('street')
    expect(() => sign(later, actor('甲', 'streetStaff'), agree(), committee, nowMs)).toThrow(coded('FORBIDDEN'))
  })

  test('too few by the end is a failed quorum: the committee is called once more, on those in office then', () => {
    const late = nowMs + defaultRules.voteDays * dayMs
    const cast = minute(votes(inVote(), '甲', '乙'), supervisor, '合规', committee, nowMs)
    expect(() => closeVote(cast, committee, late - 1)).toThrow(coded('NOT_NOW'))
    const failed = closeVote(cast, committee, late)
    expect(failed).toMatchObject({ status: 'noQuorum', open: true, dueAtMs: null })
    const again = reopenVote(
      failed,
      staff,
      [...committee.slice(1, 5), seat('己'), seat('监', { seat: 'supervisor' })],
      late,
    )
    expect(again.steps[1]?.vote).toMatchObject({ round: 2, opinion: null })
    expect(again.steps[1]?.vote?.ballots.map(({ name, vote }) => [name, vote])).toEqual(
      ['乙', '丙', '丁', '戊', '己'].map((name) => [name, null]),
    )
  })

  test('at the end what was cast decides; without the supervisor’s opinion it has failed', () => {
    const late = nowMs + defaultRules.voteDays * dayMs
    const two = castVote(votes(inVote(), '甲', '乙'), member('丙'), { vote: 'no', opinion: '' }, committee, nowMs)
    expect(closeVote(two, committee, late).status).toBe('noQuorum')
    expect(closeVote(minute(two, supervisor, '合规', committee, nowMs), committee, late).status).toBe('approved')
  })

  test('only a supervisor of the fund minutes, once, and not on their own request', () => {
    const open = inVote()
    expect(() => minute(open, member('甲'), '合规', committee, nowMs)).toThrow(coded('FORBIDDEN'))
    const minuted = minute(open, supervisor, '合规', committee, nowMs)
    expect(() => minute(minuted, supervisor, '改主意了', committee, nowMs)).toThrow(coded('CONFLICT'))
    const own = inVote(5_000, { authorOpenid: 'o-监' })
    expect(() => minute(own, supervisor, '合规', committee, nowMs)).toThrow(coded('FORBIDDEN'))
  })
})

test('only the author withdraws, and only before the money is set apart', () => {
  expect(withdraw(inVote(), 'o-申请人', '用别的办法解决了', nowMs).status).toBe('withdrawn')
  expect(() => withdraw(inVote(), worker.openid, '撤回', nowMs)).toThrow(coded('FORBIDDEN'))
  expect(() => withdraw(request(800, { status: 'committed' }), 'o-申请人', '撤回', nowMs)).toThrow(coded('NOT_NOW'))
})

test('the queue of a state is those who can act in it', () => {
  expect(submitted(800).waitsFor).toEqual(['socialWorker', 'stationSupervisor', 'communityStaff', 'streetStaff'])
  expect(signedBy(submitted(800), worker).waitsFor).toEqual(['communityStaff', 'streetStaff'])
  expect(inVote().waitsFor).toEqual(['fundCommitteeMember', 'fundSupervisor'])
  expect(minute(inVote(), supervisor, '合规', committee, nowMs).waitsFor).toEqual(['fundCommitteeMember'])
  expect(actionsOf(inVote(), member('甲'), committee)).toEqual(['vote', 'recuse'])
  expect(actionsOf(inVote(), supervisor, committee)).toEqual(['minute'])
  expect(actionsOf(inVote(), district, committee)).toEqual([])
})

describe('whoever gains by a request decides nothing of it', () => {
  const shop = 'o-店主'
  const owner = (...roles: Parameters<typeof actor>[1][]) => ({ ...actor('便民 五金店', ...roles), openid: shop })

  test('the payee and the beneficiary do not sign, by their own name, with or without a seat', () => {
    for (const name of ['便民\u200b五金店', '周桂芬']) {
      const gainer = { ...actor(name, 'socialWorker', 'communityStaff'), openid: shop }
      expect(() => signedBy(submitted(800), gainer)).toThrow(coded('FORBIDDEN'))
      expect(actionsOf(submitted(800), gainer, committee)).toEqual([])
    }
  })

  test('nor vote under a name that they took after the roster was set', () => {
    const renamed = { ...member('甲'), name: '便民五金店' }
    expect(() => castVote(inVote(), renamed, yes, committee, nowMs)).toThrow(coded('FORBIDDEN'))
    expect(actionsOf(inVote(), renamed, committee)).toEqual(['recuse'])
  })

  test('nor minute: neither the payee nor a supervisor who declared it, nor one who signed before', () => {
    const renamed = { ...supervisor, name: '周桂芬' }
    expect(() => minute(inVote(), renamed, '合规', committee, nowMs)).toThrow(coded('FORBIDDEN'))
    const declared = [...committee.slice(0, 5), seat('监', { seat: 'supervisor', relatedParties: ['便民五金店'] })]
    expect(() => minute(inVote(), supervisor, '合规', declared, nowMs)).toThrow(coded('FORBIDDEN'))
    expect(actionsOf(inVote(), supervisor, declared)).toEqual([])
    expect(inVote(5_000, {}, declared).steps[1]?.vote?.supervisors).toEqual([])
    const both = actor('监', 'communityStaff', 'fundSupervisor')
    const signed = [worker, both].reduce((each, who) => sign(each, who, agree(), committee, nowMs), submitted(5_000))
    expect(() => minute(signed, both, '合规', committee, nowMs)).toThrow(coded('FORBIDDEN'))
    expect(blockedWords(signed, both, committee)).toContain('签过意见')
  })

  test('a request takes thirty payments, and then says so', () => {
    const spans = [{ pool: 'general' as const, fromFen: fen(0), toFen: fen(80_000) }]
    const one = { paymentKey: '0'.repeat(32), amountFen: fen(1), note: '', voucherFileIds: [] }
    let paid = request(800, { status: 'committed', commitment: { entryId: 'entry_1', spans, atMs: nowMs } })
    for (let count = 0; count < 30; count += 1) {
      expect(actionsOf(paid, staff, committee)).toContain('pay')
      paid = pay(paid, staff, one, committee, nowMs).request
    }
    expect(() => pay(paid, staff, one, committee, nowMs)).toThrow(coded('NOT_NOW'))
    expect(actionsOf(paid, staff, committee)).not.toContain('pay')
    expect(blockedWords(paid, staff, committee)).toContain('30 笔')
  })

  test('nor pay it out, nor say what was spent', () => {
    const committed = request(800, { status: 'committed', commitment: { entryId: 'entry_1', spans: [], atMs: nowMs } })
    const payment = { paymentKey: '0'.repeat(32), amountFen: fen(1), note: '', voucherFileIds: [] }
    for (const payer of [owner('communityStaff'), { ...actor('周 桂芬', 'communityStaff'), openid: shop }]) {
      expect(() => pay(committed, payer, payment, committee, nowMs)).toThrow(coded('FORBIDDEN'))
      const settlement = { actualFen: fen(0), note: '没用', voucherFileIds: [] }
      expect(() => settle(committed, payer, settlement, committee, nowMs)).toThrow(coded('FORBIDDEN'))
      expect(actionsOf(committed, payer, committee)).toEqual([])
      expect(blockedWords(committed, payer, committee)).toContain('回避')
    }
    const declared = [seat('社区', { relatedParties: ['便民五金店'] })]
    expect(() => pay(committed, staff, payment, declared, nowMs)).toThrow(coded('FORBIDDEN'))
  })
})

describe('a vote that is called once more', () => {
  const late = nowMs + defaultRules.voteDays * dayMs
  const failed = (before: SpendingRecord) =>
    closeVote(minute(before, supervisor, '合规', committee, nowMs), committee, late)

  test('leaves aside who stood aside before, with their reason; they vote in no later round', () => {
    const again = reopenVote(
      failed(recuse(inVote(), member('甲'), '收款方是我表弟', committee, nowMs)),
      staff,
      committee,
      late,
    )
    expect(again.steps[1]?.vote?.ballots[0]).toMatchObject({ vote: null, recused: '收款方是我表弟' })
    expect(() => castVote(again, member('甲'), yes, committee, late)).toThrow(coded('FORBIDDEN'))
    const later = late + defaultRules.voteDays * dayMs
    const third = reopenVote(failedAt(again, later), staff, committee, later)
    expect(third.steps[1]?.vote?.ballots[0]?.recused).toBe('收款方是我表弟')
  })

  test('who voted votes again, who minuted minutes again, and neither does the other’s part', () => {
    const again = reopenVote(failed(votes(inVote(), '甲')), staff, committee, late)
    expect(castVote(again, member('甲'), yes, committee, late).steps[1]?.vote?.ballots[0]?.vote).toBe('yes')
    expect(minute(again, supervisor, '合规', committee, late).steps[1]?.vote?.opinion?.name).toBe('监')
    const swapped = [seat('监'), ...committee.slice(1, 5), seat('甲', { seat: 'supervisor' })]
    const other = reopenVote(failed(votes(inVote(), '甲')), staff, swapped, late)
    expect(() => castVote(other, member('监'), yes, swapped, late)).toThrow(coded('FORBIDDEN'))
    expect(() => minute(other, actor('甲', 'fundSupervisor'), '合规', swapped, late)).toThrow(coded('FORBIDDEN'))
  })

  test('who voted in a round that failed pays nothing of it out', () => {
    const again = reopenVote(failed(votes(inVote(), '甲')), staff, committee.slice(1), late)
    const committed = { ...again, status: 'committed' as const }
    expect(actionsOf(committed, actor('甲', 'communityStaff'), committee)).not.toContain('pay')
  })

  function failedAt(before: SpendingRecord, atMs: number) {
    return closeVote(minute(before, supervisor, '合规', committee, atMs), committee, atMs)
  }
})

describe('rosters', () => {
  const members = (count: number) => Array.from({ length: count }, (_, index) => seat(`委员${index}`))
  const watching = seat('监', { seat: 'supervisor' })

  test.each([
    [4, ['在任委员 4 人，至少要 5 人', '委员人数应为单数']],
    [5, []],
    [6, ['委员人数应为单数']],
    [9, []],
    [11, ['在任委员 11 人，最多 9 人']],
  ])('%d members in office: %j', (count, faults) => {
    expect(rosterFaults([...members(count), watching], nowMs)).toEqual(faults)
  })

  test('a committee without a supervisor, or whose terms are over, can’t decide', () => {
    expect(rosterFaults(members(5), nowMs)).toEqual(['至少要有一位在任监事'])
    const over = [...members(5), watching].map((each) => ({ ...each, termUntilMs: nowMs }))
    expect(inOffice(over, nowMs)).toEqual([])
    expect(rosterFaults(over, nowMs)).toHaveLength(3)
  })

  test('one person has one seat, and a term of three years at the most', () => {
    expect(seatFaults([seat('甲'), seat('甲', { seat: 'supervisor' })])).toEqual(['一个人只能有一个席位'])
    expect(seatFaults([seat('甲', { termUntilMs: nowMs + 4 * 366 * dayMs })])).toEqual(['一届任期最多三年'])
    expect(seatFaults([seat('甲', { termUntilMs: nowMs - 200 * dayMs })])).toEqual(['任期的结束要晚于开始'])
  })

  test('a related party is found by its name, however it is written', () => {
    const seats = [seat('甲', { relatedParties: ['綦江  便民五金店'] }), seat('乙')]
    expect(relatedSeats(seats, '綦江便民五金店').map(({ name }) => name)).toEqual(['甲'])
    expect(relatedSeats(seats, ' 乙')).toHaveLength(1)
    expect(relatedSeats(seats, '')).toEqual([])
  })
})

describe('policies', () => {
  test('each way of being looser is named, and being stricter is none', () => {
    const looser = { ...defaultRules, committeeAboveFen: fen(300_000), quorumPercent: 50, bannedUses: [] }
    expect(loosenings(defaultRules, looser).map(({ path }) => path)).toEqual([
      'committeeAboveFen',
      'quorumPercent',
      'bannedUses',
    ])
    const stricter = { ...defaultRules, committeeAboveFen: fen(0), quorumPercent: 80, purposes: ['elderCare' as const] }
    expect(loosenings(defaultRules, stricter)).toEqual([])
    expect(loosenings(stricter, defaultRules).map(({ path }) => path)).toEqual([
      'committeeAboveFen',
      'quorumPercent',
      'purposes',
    ])
  })

  test('tiers go upwards', () => {
    expect(contradictions(defaultRules)).toEqual([])
    expect(contradictions({ ...defaultRules, streetAboveFen: fen(1) }).map(({ path }) => path)).toEqual([
      'streetAboveFen',
    ])
  })

  test('what stands in the way is told in a sentence for its place', () => {
    const asked: Asked = {
      ...{ amountFen: 100_000, field: 'elderCare' as const, words: ['给老人安装扶手'] },
      beneficiaryYearFen: 0,
      people: 1,
    }
    expect(obstaclesOf(defaultRules, asked)).toEqual([])
    // The year's most is for each of a group.
    const many = { ...asked, beneficiaryYearFen: 900_001 }
    expect(obstaclesOf(defaultRules, many)).toHaveLength(1)
    expect(obstaclesOf(defaultRules, { ...many, people: 2 })).toEqual([])
    expect(obstaclesOf(defaultRules, { ...many, beneficiaryYearFen: 1_900_001, people: 2 })).toHaveLength(1)
    const all = { ...asked, amountFen: 10_000_001, words: ['发放工资'], beneficiaryYearFen: 900_000 }
    expect(obstaclesOf({ ...defaultRules, purposes: ['childCare'] }, all).map(({ path }) => path)).toEqual([
      'items',
      'beneficiary.name',
      'field',
      'reason',
    ])
  })
})
