import { submitted } from '../../../cloudfunctions/needs/casework/steps'
import type { NeedRecord, OfferRecord } from '../../../cloudfunctions/needs/records'

export const nowMs = Date.UTC(2026, 2, 7, 6, 0, 0)

/** A fresh need of an old person who lives alone. */
export function need(changes: Partial<NeedRecord> = {}): NeedRecord {
  return {
    _id: 'need_1',
    inputHash: 'hash',
    residentOpenid: 'o-resident',
    contactName: '刘女士',
    contactPhone: '13812345678',
    address: '幸福路 12 号',
    consent: { version: '2026-01', atMs: nowMs },
    field: 'elderCare',
    subSkill: 'livingAlone',
    urgency: 'normal',
    description: '母亲独自居住，最近腿脚不便，想请人定期探访',
    photos: [],
    contentReview: false,
    territoryCode: '500110001001',
    communityName: '新山村社区',
    streetCode: '500110001',
    streetName: '古南街道',
    districtCode: '500110',
    servicePoint: { name: '新山村社区社工室', phone: '023-48660001' },
    casePoints: 2,
    ...submitted(nowMs),
    outbox: [],
    outboxDueAtMs: null,
    outboxVersion: 0,
    ...changes,
  }
}

export function offer(changes: Partial<OfferRecord> = {}): OfferRecord {
  return {
    offerId: 'offer_1',
    workerId: 'worker_li',
    workerOpenid: 'o-li',
    workerName: '李社工',
    level: 'certified',
    servicePointName: '新山村社区社工室',
    score: 50,
    reasons: [{ rule: 'sameCommunity', points: 30, words: '就在您的社区社工室' }],
    offeredAtMs: nowMs,
    deadlineMs: nowMs + 86_400_000,
    ...changes,
  }
}
