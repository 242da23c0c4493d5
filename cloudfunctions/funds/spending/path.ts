import type { FundId } from '../../../typings/ids'
import type { Beneficiary } from '../../../typings/spending'
import type { Field } from '../../../typings/terms'
import { plainText } from '../../shared/plain-text'
import type { World } from '../../shared/ports'
import { readCheckpoint, rollUp } from '../books/roll-up'
import type { Books } from '../ledger/model'
import { spendableFen } from '../ledger/pools'
import { inOffice, relatedSeats, rosterFaults, type SeatRecord } from '../policy/roster'
import { type Obstacle, obstaclesOf, stepsFor } from '../policy/rules'
import type { FundRecord } from '../records'
import { beneficiaryYear } from './beneficiary'
import { findDonors } from './donors'
import { type PolicyChain, readPolicies } from './policies'
import type { ConsentRecord } from './records'
import { readSeats } from './store'

export interface Path {
  policies: PolicyChain
  seats: readonly SeatRecord[]
  books: Books
  /** Who would be asked; empty without a change of use. */
  donors: ConsentRecord[]
  obstacles: Obstacle[]
}

export interface Plan {
  fundId: FundId
  field: Field
  amountFen: number
  beneficiary: Beneficiary
  payeeName: string
  changeFrom: Field | null
  /** Everything that was written, field by field, to look through. */
  words: readonly string[]
  authorName: string
}

/** What a request would be judged by, and what stands in its way: the same for the form and for its submission. */
export async function findPath(world: World, fund: FundRecord, plan: Plan, nowMs: number): Promise<Path> {
  await rollUp(world, fund._id)
  const [policies, seats, books, year] = await Promise.all([
    readPolicies(world, fund.territoryCode, nowMs),
    readSeats(world, fund._id),
    readCheckpoint(world, fund._id),
    beneficiaryYear(world, plan, null),
  ])
  const donors = plan.changeFrom ? await findDonors(world, books, fund._id, plan.changeFrom) : []
  const obstacles = [
    ...obstaclesOf(policies.effective, { ...plan, beneficiaryYearFen: year.amountFen, people: year.people }),
    ...moneyObstacles(plan, books, donors),
    ...peopleObstacles(plan, policies, seats, nowMs),
  ]
  return { policies, seats, books, donors, obstacles }
}

function moneyObstacles(plan: Plan, books: Books, donors: readonly ConsentRecord[]): Obstacle[] {
  const usualFen = spendableFen(books.pools, plan.field)
  if (plan.changeFrom === null) {
    return usualFen >= plan.amountFen ? [] : [{ path: 'items', words: '基金里能用在这方面的钱不够' }]
  }
  if (plan.changeFrom === plan.field) return [{ path: 'changeFrom', words: '这笔钱本来就能用在这个方面' }]
  const askedFen = donors.flatMap(({ spans }) => spans).reduce((sum, { fromFen, toFen }) => sum + toFen - fromFen, 0)
  if (donors.length === 0) return [{ path: 'changeFrom', words: '没有可以征求同意的捐赠' }]
  return usualFen + askedFen >= plan.amountFen ? [] : [{ path: 'items', words: '就算捐赠人都同意，钱也不够' }]
}

/** The beneficiary is never a related party; the payee may be one of a member's, who then stands aside. */
function peopleObstacles(plan: Plan, policies: PolicyChain, seats: readonly SeatRecord[], nowMs: number): Obstacle[] {
  const found: Obstacle[] = []
  const { kind, name } = plan.beneficiary
  if (kind === 'person' && name !== '' && plan.words.some((each) => plainText(each).includes(plainText(name)))) {
    found.push({ path: 'title', words: '标题和事由别人会看到，请不要写受益人的姓名' })
  }
  const author = { name: plan.authorName, relatedParties: [] }
  const related = relatedSeats(inOffice(seats, nowMs), plan.beneficiary.name)
  if (related.length > 0 || relatedSeats([author], plan.beneficiary.name).length > 0) {
    found.push({ path: 'beneficiary.name', words: '受益人不能是申请人、管委会委员、监事或他们的关联方' })
  }
  if (relatedSeats([author], plan.payeeName).length > 0) {
    found.push({ path: 'payeeName', words: '收款方不能是申请人自己' })
  }
  if (stepsFor(policies.effective, plan.amountFen).includes('committee')) {
    const faults = rosterFaults(seats, nowMs)
    if (faults.length > 0) found.push({ path: 'roster', words: `管委会现在不能表决：${faults.join('，')}` })
  }
  return found
}
