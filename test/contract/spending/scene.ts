/** A fund with money, its committee, and the people who ask for money, decide on it, pay it out and settle. */

import { randomBytes } from 'node:crypto'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { type PastEvent, writeHistory } from '../../../cloudfunctions/funds/ledger/history'
import type { FundRecord } from '../../../cloudfunctions/funds/records'
import type { SpendingRecord } from '../../../cloudfunctions/funds/spending/records'
import type { PersonRecord } from '../../../cloudfunctions/people/records'
import { dayMs } from '../../../cloudfunctions/shared/time/spans'
import type { FundId } from '../../../typings/ids'
import type { Role } from '../../../typings/people'
import type { SpendingDetail, SpendingId, SubmitSpendingInput } from '../../../typings/spending'
import { fundRecord } from '../funds/scene'
import { person, territories } from '../needs/scene'
import type { TestWorld } from '../world'

export const community = '500110001001'
export const street = '500110001'
export const district = '500110'
export const spendingFundId: FundId = `fund_${community}`

const memberNames = ['m1', 'm2', 'm3', 'm4', 'm5'] as const
const duties: Record<string, readonly [Role, string]> = {
  worker: ['socialWorker', community],
  colleague: ['socialWorker', street],
  staff: ['communityStaff', community],
  street: ['streetStaff', street],
  district: ['districtStaff', district],
  supervisor: ['fundSupervisor', community],
  stranger: ['communityStaff', '500110002001'],
  ...Object.fromEntries(memberNames.map((name) => [name, ['fundCommitteeMember', community] as const])),
}

function people(): PersonRecord[] {
  return Object.entries(duties).map(([name, [role, territoryCode]]) =>
    person(`o-${name}`, { name, duties: [{ role, territoryCode, territoryName: '' }] }),
  )
}

export function spendingFund(nowMs: number, code = community): FundRecord {
  return fundRecord(nowMs, { _id: `fund_${code}`, territoryCode: code, communityName: '新山村社区' })
}

/** The town with this much money in its fund's general pool, and a roster unless told otherwise. */
export async function settleFund(world: TestWorld, yuan: number, options: { roster?: boolean } = {}): Promise<void> {
  const nowMs = world.cloud.clock.nowMs()
  await world.cloud.database.clear()
  await world.load('territories', ...territories())
  await world.load('people', ...people())
  await world.load('funds', spendingFund(nowMs))
  const grant: PastEvent = {
    ...{ kind: 'seedGrant', cause: 'pilot', title: '启动资金', amountFen: fen(yuan * 100) },
    atMs: nowMs - 30 * dayMs,
  }
  const { entries, chain, checkpoint } = writeHistory(spendingFundId, [grant], () => 'salt')
  await world.load('journal', ...entries)
  await world.load('chain', ...chain)
  await world.load('fundCheckpoints', checkpoint)
  if (options.roster === false) return
  await world.load('rosters', {
    _id: spendingFundId,
    version: 1,
    seats: [...memberNames, 'supervisor'].map((name) => ({
      ...{ openid: `o-${name}`, name, seat: name === 'supervisor' ? 'supervisor' : 'member' },
      ...{ termFromMs: nowMs - 100 * dayMs, termUntilMs: nowMs + 600 * dayMs, relatedParties: [] },
    })),
    setAtMs: nowMs,
    setByOpenid: 'o-street',
  })
}

/** The id of a paper as the mini-program would have uploaded it; there is no such file. */
export const somePaper = () => `cloud://local-env/spending/${newKey()}.jpg`

export const newKey = () => randomBytes(16).toString('hex')

export function spendingInput(yuan: number, change: Partial<SubmitSpendingInput> = {}): SubmitSpendingInput {
  return {
    spendingKey: newKey(),
    fundId: spendingFundId,
    source: { kind: 'byHand' },
    title: '为独居老人安装扶手',
    field: 'elderCare',
    reason: '卫生间湿滑，老人上月摔过一次，社区走访核实',
    items: [{ name: '不锈钢扶手', quantity: 1, unitFen: fen(yuan * 100) }],
    beneficiary: { kind: 'person', name: '周桂芬', count: 1 },
    payeeName: '便民五金店',
    quoteFileIds: [],
    changeFrom: null,
    ...change,
  }
}

export function submitSpending(world: TestWorld, yuan: number, change: Partial<SubmitSpendingInput> = {}) {
  return world.ok('o-worker', 'funds.submitSpending', spendingInput(yuan, change))
}

export function sign(world: TestWorld, who: string, spendingId: SpendingId, agreed = true) {
  return world.ok(`o-${who}`, 'funds.signSpending', { spendingId, agreed, opinion: '材料齐全，同意' })
}

export function vote(world: TestWorld, who: string, spendingId: SpendingId, said: 'yes' | 'no' | 'abstain' = 'yes') {
  return world.ok(`o-${who}`, 'funds.voteSpending', { spendingId, vote: said, opinion: '' })
}

export function minute(world: TestWorld, spendingId: SpendingId) {
  return world.ok('o-supervisor', 'funds.minuteSpending', { spendingId, opinion: '程序合规' })
}

/** Signed by worker and staff: of a small amount the money is set apart now. */
export async function signed(
  world: TestWorld,
  yuan: number,
  change: Partial<SubmitSpendingInput> = {},
): Promise<SpendingDetail> {
  const { spendingId } = await submitSpending(world, yuan, change)
  await sign(world, 'colleague', spendingId)
  return sign(world, 'staff', spendingId)
}

export async function voted(world: TestWorld, spendingId: SpendingId): Promise<SpendingDetail> {
  await minute(world, spendingId)
  await vote(world, 'm1', spendingId)
  await vote(world, 'm2', spendingId)
  return vote(world, 'm3', spendingId)
}

export function pay(world: TestWorld, who: string, spendingId: SpendingId, yuan: number, paymentKey = newKey()) {
  return world.ok(`o-${who}`, 'funds.paySpending', {
    ...{ spendingId, paymentKey, amountFen: fen(yuan * 100), note: '' },
    voucherFileIds: [somePaper()],
  })
}

export function stored(world: TestWorld, spendingId: string): SpendingRecord {
  return world.cloud.database.get('spendingRequests', spendingId) as unknown as SpendingRecord
}

export function balances(world: TestWorld): { available: number; committed: number } {
  const checkpoint = world.cloud.database.get('fundCheckpoints', spendingFundId) as unknown as {
    balances: Record<string, number>
  }
  const of = (account: string) => (checkpoint.balances[`fund:${spendingFundId}:${account}`] ?? 0) / 100
  return { available: of('available'), committed: of('committed') }
}
