import { excerpt } from '../../cloudfunctions/needs/casework/views'
import type { CaseRecord, NeedRecord, NoteRecord } from '../../cloudfunctions/needs/records'
import { consentVersionOf } from '../../cloudfunctions/people/consents/texts'
import type { ConsentRecord, MandateRecord } from '../../cloudfunctions/people/records'
import { dayMs, minuteMs } from '../../cloudfunctions/shared/time/spans'
import { castOpenid, grandmotherPhone, homeCommunityCode, homeStreetCode } from './cast'
import { hexOf } from './random'

const mother = { name: '周桂芬', phone: grandmotherPhone, address: '幸福路 12 号 3 单元 202' }
const mandateId = `mandate_${hexOf('mandate:son')}` as const

/**
 * Of the cast's residents: a son who acts for his mother with her yes, the talk between him and the worker about the help that
 * is under way, a need of hers that is done and waits to be rated, and a neighbour who has not said yes yet.
 */
export function makeResidents(needs: readonly NeedRecord[], cases: readonly CaseRecord[], nowMs: number) {
  const worker = castOpenid('worker')
  const ofWorker = needs.filter(({ offer, field }) => offer?.workerOpenid === worker && field === 'elderCare')
  const underWay = ofWorker.find(({ status }) => status === 'serving')
  const closed = needs.filter(
    ({ status, streetCode, field }) =>
      status === 'closed' && streetCode === homeStreetCode && (field === 'elderCare' || field === 'socialAssistance'),
  )
  // Of her own community where there is one; lately enough that it can still be rated, and asked for again.
  const atHome = ({ territoryCode }: NeedRecord) => Number(territoryCode === homeCommunityCode)
  const done = closed.sort((left, right) => atHome(right) - atHome(left) || endMs(right) - endMs(left))[0]
  const mandates = [mandateOf(nowMs), mandateOfNeighbour(nowMs)]
  const changed = new Map<string, NeedRecord>()
  if (underWay) changed.set(underWay._id, askedBySon(underWay, nowMs))
  if (done) {
    const description = '卫生间地滑，洗澡怕摔跤，想装个扶手。'
    changed.set(done._id, { ...done, ...ofMother(), description, residentOpenid: castOpenid('grandmother') })
  }
  return {
    needs: needs.map((need) => changed.get(need._id) ?? need),
    cases: cases.map((kase) => {
      const need = changed.get(kase.needId)
      return need ? { ...kase, residentOpenid: need.residentOpenid, excerpt: excerpt(need) } : kase
    }),
    notes: underWay ? talkAbout(underWay, nowMs) : [],
    mandates,
    consents: consentsOf(nowMs),
  }
}

function endMs({ events }: NeedRecord): number {
  return events.at(-1)?.atMs ?? 0
}

function ofMother() {
  return { contactName: mother.name, contactPhone: mother.phone, address: mother.address }
}

function askedBySon(need: NeedRecord, nowMs: number): NeedRecord {
  return {
    ...need,
    ...ofMother(),
    residentOpenid: castOpenid('son'),
    description: '母亲膝盖疼，一个人在家做饭不方便。我在外地，想请人常去看看她。',
    behalf: {
      mandateId,
      principalName: mother.name,
      actorName: '周明',
      relation: 'child',
      mayFollow: true,
      untilMs: nowMs + 150 * dayMs,
    },
  }
}

function mandateOf(nowMs: number): MandateRecord {
  return {
    _id: mandateId,
    inputHash: hexOf('mandate:son:input'),
    actorOpenid: castOpenid('son'),
    principalOpenid: castOpenid('grandmother'),
    principalName: mother.name,
    principalPhone: mother.phone,
    actorName: '周明',
    relation: 'child',
    scope: ['submit', 'follow'],
    consentHow: 'phone',
    consentVersion: consentVersionOf('mandate'),
    givenAtMs: nowMs - 30 * dayMs,
    untilMs: nowMs + 150 * dayMs,
    confirmedAtMs: nowMs - 29 * dayMs,
    revokedAtMs: null,
    revokedBy: null,
  }
}

/** Recorded, and not confirmed yet: the card that is sent to the person themselves. */
function mandateOfNeighbour(nowMs: number): MandateRecord {
  return {
    ...mandateOf(nowMs),
    _id: `mandate_${hexOf('mandate:neighbour')}`,
    inputHash: hexOf('mandate:neighbour:input'),
    actorOpenid: castOpenid('neighbour'),
    principalOpenid: null,
    principalName: '何桂芳',
    principalPhone: '13900000081',
    actorName: '刘伟',
    relation: 'neighbour',
    consentHow: 'inPerson',
    givenAtMs: nowMs - 2 * dayMs,
    confirmedAtMs: null,
  }
}

/** Oldest first; the last one the son has not opened. */
const talk: readonly (readonly [from: 'resident' | 'worker', text: string])[] = [
  ['resident', '张老师您好，我妈最近老说膝盖疼，我在外地回不去，麻烦您多看一眼。'],
  ['worker', '周先生放心，昨天去看过了。她能自己走，上下楼要扶着，我先借了一副拐杖。'],
  ['resident', '太谢谢了！她不爱麻烦人，要是需要买药您跟我说，我来付。'],
  ['worker', '药按天分好放在药盒里了。周四上午我再过去，陪她量血压。'],
]

function talkAbout(need: NeedRecord, nowMs: number): NoteRecord[] {
  const { _id: needId, territoryCode, communityName, streetCode, districtCode } = need
  const sides = {
    resident: { fromOpenid: castOpenid('son'), fromName: `周明（代${mother.name}）`, toOpenid: castOpenid('worker') },
    worker: { fromOpenid: castOpenid('worker'), fromName: '张晓敏', toOpenid: castOpenid('son') },
  }
  return talk.map(([from, text], index) => ({
    _id: `note_${hexOf(`talk:${index}`)}`,
    inputHash: hexOf(`talk:${index}:input`),
    needId,
    from,
    ...sides[from],
    text,
    atMs: nowMs - (talk.length - index) * 95 * minuteMs,
    verdict: 'pass',
    read: index < talk.length - 1,
    ...{ territoryCode, communityName, streetCode, districtCode },
    outbox: [],
    outboxDueAtMs: null,
    outboxVersion: 0,
  }))
}

function consentsOf(nowMs: number): ConsentRecord[] {
  const given = (key: string, kind: ConsentRecord['kind']): ConsentRecord => ({
    _id: `consent_${hexOf(`consent:${key}:${kind}`)}`,
    openid: castOpenid(key),
    kind,
    answers: [{ given: true, version: consentVersionOf(kind), atMs: nowMs - 30 * dayMs }],
  })
  return [given('son', 'mandate'), given('son', 'contact'), given('grandmother', 'contact')]
}
