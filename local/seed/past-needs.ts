import type { NeedRecord, WorkerRecord } from '../../cloudfunctions/needs/records'
import type { TerritoryRecord } from '../../cloudfunctions/shared/territory/records'
import { dayMs, minuteMs } from '../../cloudfunctions/shared/time/spans'
import type { Field, SubSkill } from '../../typings/terms'
import { homeCommunityCode } from './cast'
import { fullName, mobileNumber } from './names'
import { Chance, hexOf, openidOf } from './random'
import { fieldWeights } from './workers'

const stories: Record<Field, readonly (readonly [SubSkill, string])[]> = {
  elderCare: [
    ['livingAlone', '老人一个人住，最近腿脚不便，想请社工定期上门看看。'],
    ['mealsAndClinic', '想问社区食堂能不能送餐，老人中午不方便做饭。'],
    ['homeCare', '出院回家，需要有人指导翻身和换药，家里人都在外地。'],
  ],
  socialAssistance: [
    ['livingAllowance', '低保材料不知道怎么准备，跑了两趟都没办成。'],
    ['temporaryRelief', '家里突然失去收入来源，想了解临时救助怎么申请。'],
    ['disabilitySupport', '想申请轮椅和家里的坡道改造。'],
  ],
  childCare: [
    ['leftBehind', '父母都在外面打工，孩子放学后没人照看。'],
    ['tutoring', '孩子数学跟不上，希望有课后辅导。'],
    ['childCounselling', '孩子最近不爱说话，想找人聊聊。'],
  ],
  socialAffairs: [
    ['familyAffairs', '和家里人因为赡养的事闹得不愉快，想请人帮忙说说。'],
    ['migrants', '刚搬来，不清楚居住登记和孩子入学怎么办。'],
    ['funeralAffairs', '家里办白事，想了解惠民殡葬的手续。'],
  ],
  communitySafety: [
    ['mediation', '楼上漏水，协商几次没有结果，想请社区调解。'],
    ['communityCorrection', '回到社区，想找工作，希望有人帮忙介绍。'],
  ],
}

/**
 * Accepted needs of the last 28 days, so that the first home page is not an empty one. Each was taken by a worker of its
 * street who fits it and had room: their load is raised by its points, so the books of work balance.
 */
export function makePastNeeds(
  places: readonly TerritoryRecord[],
  workers: WorkerRecord[],
  seed: number,
  nowMs: number,
): NeedRecord[] {
  const communities = places.filter((place) => place.level === 'community')
  const needs: NeedRecord[] = []
  for (const place of communities) {
    const chance = new Chance(seed, `needs:${place._id}`)
    // The stage's own community has the fullest month: it is the one that people look at.
    const count = place._id === homeCommunityCode ? 24 : chance.whole(6, 14)
    for (let index = count; index > 0; index -= 1) {
      const field = chance.weighted(fieldWeights)
      const [subSkill, description] = chance.pick(stories[field])
      const casePoints = chance.weighted([
        [1, 60],
        [2, 40],
      ])
      const worker = workerFor(workers, place, field, subSkill, casePoints, nowMs)
      if (!worker) continue
      worker.loadPoints += casePoints
      const label = `need:${seed}:${place._id}:${index}`
      needs.push(makeNeed({ label, place, worker, field, subSkill, description, casePoints, chance, nowMs }))
    }
  }
  return needs
}

function workerFor(
  workers: readonly WorkerRecord[],
  place: TerritoryRecord,
  field: Field,
  subSkill: SubSkill,
  points: number,
  nowMs: number,
) {
  const fitting = workers.filter(
    (worker) =>
      worker.streetCode === place.streetCode &&
      place._id.startsWith(worker.territoryCode) &&
      worker.fields.includes(field) &&
      worker.subSkills.includes(subSkill) &&
      worker.licenceValidUntilMs > nowMs &&
      worker.leaves.length === 0 &&
      // Half of everyone's room stays free for what is to come.
      worker.loadPoints + points <= worker.capPoints / 2,
  )
  return fitting.sort((a, b) => a.loadPoints - b.loadPoints || (a._id < b._id ? -1 : 1))[0]
}

interface Past {
  label: string
  place: TerritoryRecord
  worker: WorkerRecord
  field: Field
  subSkill: SubSkill
  description: string
  casePoints: number
  chance: Chance
  nowMs: number
}

/** An accepted need of the past month. */
export function makeNeed({
  label,
  place,
  worker,
  field,
  subSkill,
  description,
  casePoints,
  chance,
  nowMs,
}: Past): NeedRecord {
  const submittedAtMs = nowMs - chance.whole(1, 28) * dayMs - chance.whole(0, 600) * minuteMs
  const offeredAtMs = submittedAtMs + 2_000
  const acceptedAtMs = offeredAtMs + chance.whole(3, 190) * minuteMs
  const event = (kind: 'submitted' | 'offered' | 'accepted', atMs: number, actorName: string | null) => ({
    kind,
    atMs,
    actorName,
    note: null,
    noteFor: 'all' as const,
  })
  return {
    _id: `need_${hexOf(label)}`,
    inputHash: hexOf(`${label}:input`),
    residentOpenid: openidOf(`resident:${label}`),
    contactName: fullName(chance),
    contactPhone: mobileNumber(chance),
    address: `${place.name}${chance.whole(1, 30)} 栋 ${chance.whole(1, 4)} 单元 ${chance.whole(1, 8)}-${chance.whole(1, 4)}`,
    consent: { version: '2026-11', atMs: submittedAtMs },
    field,
    subSkill,
    urgency: 'normal',
    description,
    photos: [],
    contentReview: false,
    territoryCode: place._id,
    communityName: place.name,
    streetCode: place.streetCode ?? '',
    streetName: place.streetName,
    districtCode: place.districtCode,
    servicePoint: { name: place.servicePoint.name, phone: place.servicePoint.phone },
    casePoints,
    status: 'accepted',
    submittedAtMs,
    acceptedAtMs,
    offer: {
      offerId: `offer_${hexOf(`${label}:offer`)}`,
      workerId: worker._id,
      workerOpenid: worker.openid,
      workerName: worker.name,
      level: worker.level,
      servicePointName: worker.servicePointName,
      score: 0,
      reasons: [],
      offeredAtMs,
      deadlineMs: offeredAtMs + dayMs,
    },
    workerOpenid: worker.openid,
    offerDeadlineMs: null,
    routeAtMs: null,
    offerIds: [`offer_${hexOf(`${label}:offer`)}`],
    passedOver: [],
    triageWhy: null,
    escalatedTo: null,
    escalateAtMs: null,
    events: [
      event('submitted', submittedAtMs, null),
      event('offered', offeredAtMs, null),
      event('accepted', acceptedAtMs, `${worker.name.slice(0, 1)}社工`),
    ],
    version: 3,
    outbox: [],
    outboxDueAtMs: null,
    outboxVersion: 0,
  }
}
