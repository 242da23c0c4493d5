import type { CheckpointRecord, FundRecord, GiftRecord } from '../../cloudfunctions/funds/records'
import { claimOf } from '../../cloudfunctions/shared/files/records'
import { messageTemplates, quietHours } from '../../cloudfunctions/shared/operator'
import { quietUntilMs } from '../../cloudfunctions/shared/time/quiet'
import type { Doc, LocalCloud } from '../contract'
import type { CastMember, WallCode } from '../wechat/http/cast'
import { makeCases } from './cases'
import { castMembers, castOpenid, castPeople, castWorkers, homeCommunityCode, homeStreetCode, wallCodes } from './cast'
import { makeDisclosure, thanksPicture, withPicture, withSpentGifts } from './disclosure'
import { makeFunds } from './funds'
import { makeIncome } from './income'
import { makeNotices } from './notices'
import { makePastNeeds } from './past-needs'
import { makePlaces } from './places'
import { makeResidents } from './residents'
import { makePolicies, makeRosters } from './rosters'
import { makeSpending } from './spending'
import { readTree } from './tree'
import { paperPicture, withPapers } from './voucher'
import { makeWaitingNeeds } from './waiting-needs'
import { makeWorkers, peopleOf } from './workers'

export { castOpenid, homeCommunityCode, homeStreetCode } from './cast'

/** Everything in the district follows from this number. */
const seedValue = 500_110

/** How many messages each worker of the stage's street has agreed to receive. */
const creditsEach = 3

const HALF_AN_HOUR_MS = 30 * 60_000

export interface Planted {
  members: CastMember[]
  wall: WallCode[]
}

/**
 * Plants the reference district in an empty cloud and says who plays in it; a cloud that has one is left as it is.
 * `district`: the whole tree, 810 workers, 79 funds. `small`: the whole tree too, with 60 workers and the funds of one street.
 */
export async function plantSeed(
  cloud: LocalCloud,
  size: 'small' | 'district',
  say: (line: string) => void,
): Promise<Planted> {
  const planted = { members: castMembers(), wall: wallCodes(makePlaces(readTree(), seedValue)) }
  // The tree is loaded last: it is there only when all the rest is.
  if (cloud.database.count('territories') > 0) return planted
  await wakeUp(cloud)
  // Also what the timers wrote down on the way about a district that was not there yet.
  await cloud.database.clear()
  const nowMs = cloud.clock.nowMs()
  const district = makeDistrict(size, nowMs)
  const plant = (path: string, bytes: Uint8Array, who: Parameters<typeof castOpenid>[0]) =>
    cloud.storage.upload(path, bytes, castOpenid(who))
  const papers = {
    voucher: await plant('spending/voucher-1.svg', paperPicture('收 据', '已付'), 'district'),
    quote: await plant('spending/quote-1.svg', paperPicture('报 价 单', '询价'), 'worker'),
  }
  say(
    `planting the seed: ${district.workers.length} social workers, ${district.funds.length} funds, ` +
      `${district.journal.length} journal entries, ${district.needs.length} needs`,
  )
  const pictures = {
    passed: await plant('thanks/picture-1.svg', thanksPicture(), 'staff'),
    doubtful: await plant('thanks/picture-2.svg', thanksPicture(), 'staff'),
  }
  const planting = {
    ...district,
    spendingRequests: withPapers(district.spendingRequests, papers),
    thanks: withPicture(district.thanks, pictures),
    // So that a picture goes when the thanks are taken back, as one that was handed in does.
    fileClaims: Object.values(pictures).map((fileId) => claimOf(fileId, castOpenid('staff'))),
  }
  for (const [collection, documents] of Object.entries(planting)) {
    await cloud.database.load(collection, documents as unknown as Doc[])
  }
  for (const worker of district.workers.filter(({ streetCode }) => streetCode === homeStreetCode)) {
    const ids = Array<string>(creditsEach).fill(messageTemplates.taskOffered.id)
    await cloud.messages.grant(worker.openid, ids)
  }
  return planted
}

/** A stage opens in the day, at whatever hour it is built: at night WeChat would carry what is urgent alone. */
async function wakeUp({ clock }: LocalCloud): Promise<void> {
  const morningMs = quietUntilMs(quietHours, clock.nowMs())
  if (morningMs !== null) await clock.advance(morningMs - clock.nowMs() + HALF_AN_HOUR_MS, 1)
}

/** The documents of each collection, in the order in which they are loaded. */
export function makeDistrict(size: 'small' | 'district', nowMs: number) {
  const tree = readTree()
  const nameOf = new Map(tree.map((row) => [row.code, row.name]))
  const places = makePlaces(tree, seedValue)
  const stagePlaces = places.filter((place) => size === 'district' || place._id.startsWith(homeStreetCode))
  const staffed =
    size === 'district' ? tree : tree.filter(({ code }) => code.length === 6 || code.startsWith(homeStreetCode))
  const workers = makeWorkers(staffed, size === 'district' ? 810 : 60, seedValue, nowMs)
  castWorkers(workers, places, nowMs)
  const past = makeCases(makePastNeeds(stagePlaces, workers, seedValue, nowMs), workers, nowMs)
  const { leaves } = past
  const residents = makeResidents(past.needs, past.cases, nowMs)
  const { cases, notes, mandates, consents } = residents
  const needs = [...residents.needs, ...makeWaitingNeeds(stagePlaces, workers, seedValue, nowMs)]
  const { funds, entries, chain, checkpoints, gifts } = makeFunds(stagePlaces, seedValue, nowMs)
  const { rosters, people: committees } = makeRosters(funds, seedValue, nowMs)
  const policies = makePolicies(nowMs)
  const spending = spendingOfHome({ funds, checkpoints, chain, gifts, rosters, policies, nowMs })
  const income = incomeOfHome(funds, spending.checkpoint, gifts, nowMs)
  const all = [...peopleOf(workers, nameOf), ...committees, ...castPeople(nameOf)]
  const people = new Map(all.map((person) => [person._id, person]))
  for (const worker of workers.filter(({ streetCode }) => streetCode === homeStreetCode)) {
    const person = people.get(worker.openid)
    if (person)
      people.set(worker.openid, { ...person, messageCredits: { ...person.messageCredits, taskOffered: creditsEach } })
  }
  const books = {
    funds: [...funds, income.pool.record],
    journal: [...entries, ...spending.entries, ...income.entries, ...income.pool.entries],
    chain: [...chain, ...spending.chain, income.chain, ...income.pool.chain],
  }
  return {
    workers,
    ...makeNotices(needs, nowMs),
    cases,
    notes,
    mandates,
    consents,
    leaves,
    people: [...people.values()],
    ...books,
    ...makeDisclosure({ ...books, nowMs }),
    fundCheckpoints: [
      ...checkpoints.map((each) => (each._id === income.checkpoint._id ? income.checkpoint : each)),
      income.pool.checkpoint,
    ],
    gifts: withSpentGifts(gifts, books),
    policies,
    rosters,
    spendingRequests: spending.requests,
    imports: income.imports,
    differences: income.differences,
    proposals: income.proposals,
    reconciliations: income.reconciliations,
    inKindGifts: income.inKindGifts,
    monthlyGifts: income.monthlyGifts,
    territories: places,
  }
}

/** The other ways in, on the books as the stage's requests left them. */
function incomeOfHome(
  funds: readonly FundRecord[],
  checkpoint: CheckpointRecord,
  gifts: readonly GiftRecord[],
  nowMs: number,
) {
  const fund = funds.find(({ _id }) => _id === checkpoint._id)
  if (!fund) throw new Error('the stage has a fund')
  return makeIncome({ fund, checkpoint, gifts, nowMs })
}

type Books = Pick<ReturnType<typeof makeFunds>, 'funds' | 'checkpoints' | 'chain' | 'gifts'> & {
  rosters: ReturnType<typeof makeRosters>['rosters']
  policies: ReturnType<typeof makePolicies>
  nowMs: number
}

/** The requests of the stage's own fund. */
function spendingOfHome({ funds, checkpoints, chain, gifts, rosters, policies, nowMs }: Books) {
  const fundId = `fund_${homeCommunityCode}`
  const fund = funds.find(({ _id }) => _id === fundId)
  const checkpoint = checkpoints.find(({ _id }) => _id === fundId)
  const roster = rosters.find(({ _id }) => _id === fundId)
  if (!fund || !checkpoint || !roster) throw new Error('the stage has a fund')
  const own = <One extends { fundId: string }>(list: readonly One[]) => list.filter((each) => each.fundId === fundId)
  return makeSpending({ fund, checkpoint, roster, policies, nowMs, chain: own(chain), gifts: own(gifts) })
}
