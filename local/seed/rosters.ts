import { fen } from '../../cloudfunctions/funds/ledger/fen'
import type { SeatRecord } from '../../cloudfunctions/funds/policy/roster'
import { defaultRules } from '../../cloudfunctions/funds/policy/rules'
import type { FundRecord } from '../../cloudfunctions/funds/records'
import { type PolicyRecord, policyIdOf, type RosterRecord } from '../../cloudfunctions/funds/spending/records'
import type { PersonRecord } from '../../cloudfunctions/people/records'
import { dayMs } from '../../cloudfunctions/shared/time/spans'
import type { PolicyRules } from '../../typings/spending'
import { castOpenid, homeCommunityCode, homeStreetCode } from './cast'
import { fullName } from './names'
import { Chance, openidOf } from './random'
import { personWith } from './workers'

/** The member whose nephew keeps the hardware shop: whatever is bought there, he stands aside. */
export const hardwareShop = '便民五金店'

/** Five members and a supervisor for each fund of the stage's street; of the home fund's so many are in the cast that a vote can be finished, though one of them stands aside. */
export function makeRosters(
  funds: readonly FundRecord[],
  seed: number,
  nowMs: number,
): { rosters: RosterRecord[]; people: PersonRecord[] } {
  const people: PersonRecord[] = []
  const rosters = funds
    .filter(({ territoryCode }) => territoryCode.startsWith(homeStreetCode))
    .map((fund): RosterRecord => {
      const chance = new Chance(seed, `roster:${fund._id}`)
      const seats = Array.from({ length: 6 }, (_, index): SeatRecord => {
        const isSupervisor = index === 5
        const openid = openidOf(`seat:${seed}:${fund._id}:${index}`)
        const name = fullName(chance)
        const role = isSupervisor ? 'fundSupervisor' : 'fundCommitteeMember'
        const duty = { role, territoryCode: fund.territoryCode, territoryName: fund.communityName } as const
        const cast = fund.territoryCode === homeCommunityCode ? castSeats[index] : undefined
        if (!cast) people.push(personWith(openid, name, fund.territoryCode, [duty]))
        return {
          ...{ openid: cast ? castOpenid(cast.key) : openid, name: cast?.name ?? name },
          seat: isSupervisor ? 'supervisor' : 'member',
          ...{ termFromMs: nowMs - 320 * dayMs, termUntilMs: nowMs + 740 * dayMs },
          relatedParties: cast?.relatedParties ?? [],
        }
      })
      const setAtMs = nowMs - 320 * dayMs
      return { _id: fund._id, version: 1, seats, setAtMs, setByOpenid: castOpenid('street') }
    })
  return { rosters, people }
}

const castSeats: Readonly<Record<number, { key: string; name: string; relatedParties: readonly string[] }>> = {
  0: { key: 'member', name: '邓玉兰', relatedParties: [] },
  1: { key: 'member2', name: '黄国强', relatedParties: [hardwareShop] },
  2: { key: 'member3', name: '龚世辉', relatedParties: [] },
  3: { key: 'member4', name: '彭德涛', relatedParties: [] },
  5: { key: 'fundSupervisor', name: '曾明', relatedParties: [] },
}

/** The district's frame, the street's stricter measures, and the home community's own rules. */
export function makePolicies(nowMs: number): PolicyRecord[] {
  const street: PolicyRules = { ...defaultRules, streetAboveFen: fen(500_000), quorumPercent: 60, voteDays: 5 }
  const community: PolicyRules = {
    ...street,
    ...{ committeeAboveFen: fen(100_000), beneficiaryYearMostFen: fen(500_000) },
    bannedUses: [...street.bannedUses, '还债'],
  }
  const district: PolicyRules = { ...defaultRules, districtAboveFen: fen(800_000) }
  const set = (
    territoryCode: string,
    territoryName: string,
    level: PolicyRecord['level'],
    rules: PolicyRules,
    note: string,
  ): PolicyRecord => ({
    ...{ _id: policyIdOf(territoryCode, 1), territoryCode, territoryName, level, version: 1, rules, note },
    ...{ effectiveFromMs: nowMs - 330 * dayMs, setAtMs: nowMs - 331 * dayMs },
    setByOpenid: castOpenid(level === 'district' ? 'district' : 'street'),
    setByName: level === 'district' ? '郑文清' : '林志华',
  })
  const withFrame = { ...street, districtAboveFen: district.districtAboveFen }
  return [
    set(homeStreetCode.slice(0, 6), '綦江区', 'district', district, '綦江区社区治理专项基金管理框架'),
    set(homeStreetCode, '古南街道', 'street', withFrame, '古南街道社区基金管理办法'),
    set(
      homeCommunityCode,
      '新山村社区',
      'community',
      { ...community, districtAboveFen: district.districtAboveFen },
      '新山村社区基金实施细则',
    ),
  ]
}
