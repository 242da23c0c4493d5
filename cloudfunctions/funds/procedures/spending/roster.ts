import { z } from 'zod'
import type { FundId, TerritoryCode } from '../../../../typings/ids'
import type { MemberId, RosterView } from '../../../../typings/spending'
import { listHolders } from '../../../people/public'
import { holdsOn, requireDutyOn } from '../../../shared/access/duties'
import { leaveTrace } from '../../../shared/audit/audit'
import { Failure, require } from '../../../shared/errors'
import { fundId, memberId, moment, text } from '../../../shared/fields'
import type { World } from '../../../shared/ports'
import { type Context, procedure } from '../../../shared/procedure'
import { inOffice, rosterFaults, type SeatRecord, seatFaults } from '../../policy/roster'
import type { FundRecord } from '../../records'
import { spendingRoles } from '../../spending/actions'
import type { RosterRecord } from '../../spending/records'

const setters = ['streetStaff', 'districtStaff'] as const

export const getRoster = procedure({
  name: 'funds.getRoster',
  input: z.strictObject({ fundId }),
  access: spendingRoles,
  run: async (context, input) => {
    const fund = await readFund(context, input.fundId)
    return view(context, fund, await context.world.database.get<RosterRecord>('rosters', fund._id))
  },
})

/** Gives the seats anew: of people who hold the duty on the fund's community. Running votes keep the members they were called on. */
export const setRoster = procedure({
  name: 'funds.setRoster',
  input: z.strictObject({
    fundId,
    version: z.int('a whole number').min(0, '0 at least'),
    seats: z
      .array(
        z.strictObject({
          memberId,
          seat: z.enum(['member', 'supervisor']),
          termFromMs: moment,
          termUntilMs: moment,
          relatedParties: z.array(text(2, 40)).max(20, '20 at most'),
        }),
      )
      .max(15, '15 at most'),
  }),
  access: setters,
  run: async (context, input) => {
    const { world, openid, requestId, nowMs } = context
    const fund = await readFund(context, input.fundId)
    const [kept, people] = await Promise.all([
      world.database.get<RosterRecord>('rosters', fund._id),
      candidatesOf(world, fund._id, fund.territoryCode),
    ])
    const seats = input.seats.map(({ memberId: id, ...seat }): SeatRecord => {
      const person = people.get(id) ?? kept?.seats.find(({ openid: each }) => memberIdOf(world, fund._id, each) === id)
      if (!person) throw invalid('seats', '请选择已登记为管委会委员或监事的人')
      return { openid: person.openid, name: person.name, ...seat }
    })
    if (kept && kept.version === input.version + 1 && same(kept.seats, seats)) return view(context, fund, kept)
    require((kept?.version ?? 0) === input.version, 'CONFLICT', 'the roster was changed in the meantime')
    const faults = [...seatFaults(seats), ...rosterFaults(seats, nowMs)]
    if (faults.length > 0) throw invalid('seats', faults.join('；'))
    const record: RosterRecord = {
      _id: fund._id,
      version: input.version + 1,
      seats,
      setAtMs: nowMs,
      setByOpenid: openid,
    }
    const { _id, ...set } = record
    const saved = kept
      ? await world.database.update('rosters', _id, { version: input.version }, { set })
      : (await world.database.insert('rosters', record)) === 'inserted'
    require(saved, 'CONFLICT', 'the roster was changed in the meantime')
    await leaveTrace(world, { action: 'funds.setRoster', subjectId: _id, actorOpenid: openid, requestId, atMs: nowMs })
    return view(context, fund, record)
  },
})

async function view(context: Context, fund: FundRecord, roster: RosterRecord | null): Promise<RosterView> {
  const { world, nowMs, duties } = context
  const seats = roster?.seats ?? []
  const canSet = holdsOn(
    duties.filter(({ role }) => (setters as readonly string[]).includes(role)),
    fund.territoryCode,
  )
  const people = canSet ? await candidatesOf(world, fund._id, fund.territoryCode) : new Map<MemberId, Person>()
  const present = new Set(inOffice(seats, nowMs))
  return {
    fundId: fund._id,
    fundName: fund.name,
    version: roster?.version ?? 0,
    seats: seats.map((seat) => ({
      memberId: memberIdOf(world, fund._id, seat.openid),
      ...{ name: seat.name, seat: seat.seat, termFromMs: seat.termFromMs, termUntilMs: seat.termUntilMs },
      ...{ relatedParties: seat.relatedParties, inOffice: present.has(seat) },
    })),
    faults: rosterFaults(seats, nowMs),
    canSet,
    candidates: [...people].map(([id, { name }]) => ({ memberId: id, name })),
  }
}

interface Person {
  openid: string
  name: string
}

async function candidatesOf(world: World, id: FundId, code: TerritoryCode): Promise<Map<MemberId, Person>> {
  const holders = await listHolders(world, ['fundCommitteeMember', 'fundSupervisor'], code)
  return new Map(
    holders.map(({ openid, name }) => [memberIdOf(world, id, openid), { openid, name: name ?? '未留姓名' }]),
  )
}

function memberIdOf(world: World, id: FundId, openid: string): MemberId {
  return `member_${world.ids.from('member', id, openid)}`
}

async function readFund({ world, duties }: Context, id: FundId): Promise<FundRecord> {
  const fund = await world.database.get<FundRecord>('funds', id)
  require(fund, 'NOT_FOUND', 'no such fund')
  requireDutyOn(duties, fund.territoryCode)
  return fund
}

function same(kept: readonly SeatRecord[], seats: readonly SeatRecord[]): boolean {
  const plain = (list: readonly SeatRecord[]) =>
    JSON.stringify(list.map((seat) => [seat.openid, seat.seat, seat.termFromMs, seat.termUntilMs, seat.relatedParties]))
  return plain(kept) === plain(seats)
}

function invalid(path: string, limit: string): Failure {
  return new Failure('INVALID_INPUT', 'the roster is not in order', [{ path, limit }])
}
