/** A fund, donors, and what they do. */

import { randomBytes } from 'node:crypto'
import { audit, type Finding } from '../../../cloudfunctions/funds/ledger/audit'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import type {
  ChainRecord,
  CheckpointRecord,
  EntryRecord,
  FundRecord,
  GiftRecord,
} from '../../../cloudfunctions/funds/records'
import { dayMs } from '../../../cloudfunctions/shared/time/spans'
import type { PayMischief } from '../../../local/contract'
import type { Gift, PaymentParameters, StartGiftInput } from '../../../typings/funds'
import type { FundId } from '../../../typings/ids'
import type { TestWorld } from '../world'

export const fundId: FundId = 'fund_500110001003'

export function fundRecord(nowMs: number, change: Partial<FundRecord> = {}): FundRecord {
  return {
    _id: fundId,
    districtCode: '500110',
    territoryCode: '500110001003',
    name: '新山村社区治理专项基金',
    communityName: '新山村社区',
    streetName: '古南街道',
    purpose: '帮助社区里有困难的人',
    bannedUses: ['人员工资'],
    refundRule: '24 小时内可申请退款',
    organisation: '綦江区慈善会',
    campaign: {
      filingNumber: '51500110MJD0000001',
      organisation: '綦江区慈善会',
      opensAtMs: nowMs - 30 * dayMs,
      closesAtMs: nowMs + 300 * dayMs,
    },
    codeFileId: null,
    ...change,
  }
}

export function giftInput(change: Partial<StartGiftInput> = {}): StartGiftInput {
  return {
    giftKey: randomBytes(16).toString('hex'),
    fundId,
    amountFen: fen(2_000),
    earmark: null,
    donorName: '林女士',
    message: '',
    ...change,
  }
}

export async function startGift(world: TestWorld, openid: string, change: Partial<StartGiftInput> = {}) {
  const { gift, payment } = await world.ok(openid, 'funds.startGift', giftInput(change))
  if (!payment) throw new Error('no pay sheet')
  return { gift, payment }
}

/** The pay sheet, confirmed. The result call follows as the mischief has it. */
export async function pay(
  world: TestWorld,
  openid: string,
  payment: PaymentParameters,
  mischief: PayMischief = 'once',
): Promise<void> {
  world.cloud.pay.setMischief(mischief)
  await world.cloud.pay.settle(payment.package.replace('prepay_id=', ''), 'confirm', openid)
}

/** From start to paid; the books have it when this resolves. */
export async function give(world: TestWorld, openid: string, change: Partial<StartGiftInput> = {}): Promise<Gift> {
  const { gift, payment } = await startGift(world, openid, change)
  await pay(world, openid, payment)
  await world.cloud.clock.advance(1_000)
  return world.ok(openid, 'funds.getGift', { giftId: gift.giftId })
}

export function giftRecord(world: Pick<TestWorld, 'cloud'>, giftId: string): GiftRecord {
  return world.cloud.database.get('gifts', giftId) as unknown as GiftRecord
}

export function journal(world: Pick<TestWorld, 'cloud'>): EntryRecord[] {
  return world.cloud.database.find('journal') as unknown as EntryRecord[]
}

/** What the auditor finds in a fund's books as they are kept. */
export function auditFund(world: Pick<TestWorld, 'cloud'>, id: FundId = fundId): Finding[] {
  const { database } = world.cloud
  const most = 1_000_000
  return audit({
    fundId: id,
    checkpoint: (database.get('fundCheckpoints', id) ?? null) as unknown as CheckpointRecord | null,
    chain: database.find('chain', { fundId: id }, most) as unknown as ChainRecord[],
    journal: database.find('journal', { fundId: id }, most) as unknown as EntryRecord[],
    gifts: database.find('gifts', { fundId: id }, most) as unknown as GiftRecord[],
  })
}
