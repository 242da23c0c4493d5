/** A small town: one district, two streets, three communities, and the people that needs are about. */
import { randomBytes } from 'node:crypto'
import type { NeedRecord, WorkerRecord } from '../../../cloudfunctions/needs/records'
import { consentVersionOf } from '../../../cloudfunctions/people/consents/texts'
import { newPerson, type PersonRecord } from '../../../cloudfunctions/people/records'
import type { TerritoryRecord } from '../../../cloudfunctions/shared/territory/records'
import { aroundTheClock } from '../../../local/seed/workers'
import type { SubmitNeedInput } from '../../../typings/needs'
import type { TestWorld } from '../world'

export const district = '500110'
export const street = '500110001'
export const community = '500110001001'
/** Another community of the same street. */
export const neighbour = '500110001002'
export const otherStreet = '500110002'
export const farCommunity = '500110002001'

const YEAR_MS = 365 * 86_400_000

export function territories(): TerritoryRecord[] {
  return [
    territory(district, 'district', '綦江区'),
    territory(street, 'street', '古南街道'),
    territory(otherStreet, 'street', '文龙街道'),
    territory(community, 'community', '新山村社区'),
    territory(neighbour, 'community', '遇仙桥社区'),
    territory(farCommunity, 'village', '亭和村'),
  ]
}

function territory(_id: string, level: TerritoryRecord['level'], name: string): TerritoryRecord {
  const parents: Record<string, string | null> = { district: null, street: district }
  return {
    _id,
    level,
    name,
    parentCode: level in parents ? (parents[level] ?? null) : _id.slice(0, 9),
    districtCode: district,
    streetCode: level === 'district' ? null : _id.slice(0, 9),
    streetName: _id.startsWith(street) ? '古南街道' : _id.startsWith(otherStreet) ? '文龙街道' : '',
    districtName: '綦江区',
    servicePoint: {
      kind: level === 'district' ? 'centre' : level === 'street' ? 'station' : 'room',
      name: `${name}社工室`,
      address: '中心路 1 号',
      phone: '023-48660001',
      onDutyName: '张社工',
      openHours: '09:00–17:00',
    },
    fundId: level === 'community' ? `fund_${_id}` : null,
  }
}

/** A worker of the community's room: a social worker for old people, with room for 8 points. */
export function worker(name: string, changes: Partial<WorkerRecord> = {}): WorkerRecord {
  return {
    _id: `worker_${name}`,
    openid: `o-${name}`,
    name: `${name}社工`,
    level: 'certified',
    licenceValidUntilMs: Date.now() + 3 * YEAR_MS,
    fields: ['elderCare'],
    subSkills: ['general', 'livingAlone', 'homeCare'],
    districtCode: district,
    streetCode: street,
    territoryCode: community,
    servesCodes: [community],
    servicePointName: '新山村社区社工室',
    capPoints: 8,
    loadPoints: 0,
    leaves: [],
    lastOfferedAtMs: 0,
    roomSinceMs: null,
    gender: null,
    languages: ['mandarin'],
    shifts: aroundTheClock,
    conflictCodes: [],
    complainedBy: [],
    formerResidents: [],
    recent: {},
    ...changes,
  }
}

export function person(openid: string, changes: Partial<PersonRecord> = {}): PersonRecord {
  return { ...newPerson(openid), ...changes }
}

export const supervisorOpenid = 'o-supervisor'
export function supervisor(): PersonRecord {
  const duty = { role: 'stationSupervisor', territoryCode: street, territoryName: '古南街道' } as const
  return person(supervisorOpenid, { name: '王督导', duties: [duty] })
}

/** Removes what a test before left behind, and loads the town with these workers. */
export async function settle(world: TestWorld, workers: readonly WorkerRecord[], people: readonly PersonRecord[] = []) {
  await world.cloud.database.clear()
  await world.load('territories', ...territories())
  await world.load('people', supervisor(), ...people)
  if (workers.length > 0) await world.load('workers', ...workers)
}

export function needKey(): string {
  return randomBytes(16).toString('hex')
}

export function needInput(changes: Partial<SubmitNeedInput> = {}): SubmitNeedInput {
  return {
    needKey: needKey(),
    field: 'elderCare',
    subSkill: 'livingAlone',
    description: '母亲独自居住，最近腿脚不便，想请人定期探访',
    photoFileIds: [],
    territoryCode: community,
    address: '幸福路 12 号 3 单元',
    contactName: '刘女士',
    contactPhone: '13812345678',
    urgency: 'normal',
    consentVersion: consentVersionOf('contact'),
    // Of a child it is said whether it is under 14.
    ...(changes.field === 'childCare' ? { child: { under14: false, guardian: null } } : {}),
    ...changes,
  }
}

export function stored(world: TestWorld, needId: string): NeedRecord {
  const need = world.cloud.database.get('needs', needId)
  if (!need) throw new Error(`there is no need ${needId}`)
  return need as unknown as NeedRecord
}

export function workerNow(world: TestWorld, name: string): WorkerRecord {
  return world.cloud.database.get('workers', `worker_${name}`) as unknown as WorkerRecord
}

/** The open offer of a need; a test that has none is wrong. */
export function offerOf(world: TestWorld, needId: string) {
  const { offer } = stored(world, needId)
  if (!offer) throw new Error(`nobody has ${needId}`)
  return offer
}

/** Submits a need as a resident. */
export async function submitNeed(world: TestWorld, changes: Partial<SubmitNeedInput> = {}, openid = 'o-resident') {
  return world.ok(openid, 'needs.submit', needInput(changes))
}

/** Every worker's load is what their open offers and cases weigh. */
export function expectLoadsToAgree(world: TestWorld): void {
  const needs = world.cloud.database.find('needs') as unknown as NeedRecord[]
  for (const each of world.cloud.database.find('workers') as unknown as WorkerRecord[]) {
    const open = needs.filter(({ offer, status }) => offer?.workerId === each._id && status !== 'closed')
    const points = open.map(({ casePoints }) => casePoints)
    expect([each._id, each.loadPoints]).toEqual([each._id, points.reduce((sum, point) => sum + point, 0)])
  }
}
