/** What residents' tests need besides the town: somebody of each duty, and needs that are further along. */
import { closed, serving } from '../../../cloudfunctions/needs/casework/service-steps'
import type { NeedRecord } from '../../../cloudfunctions/needs/records'
import type { PersonRecord } from '../../../cloudfunctions/people/records'
import type { MandateId } from '../../../typings/asking'
import type { NeedId } from '../../../typings/ids'
import type { SubmitNeedInput } from '../../../typings/needs'
import type { Role } from '../../../typings/people'
import {
  community,
  district,
  offerOf,
  otherStreet,
  person,
  settle,
  stored,
  street,
  submitNeed,
  worker,
} from '../needs/scene'
import { productWorld } from '../product-world'
import type { TestWorld } from '../world'

export const staff = 'o-staff'
export const elsewhereStaff = 'o-elsewhere'
export const duty = 'o-duty'
export const districtStaff = 'o-district'

function holder(openid: string, name: string, role: Role, territoryCode: string): PersonRecord {
  return person(openid, { name, duties: [{ role, territoryCode, territoryName: '' }] })
}

export async function openTown(world: TestWorld): Promise<void> {
  await settle(
    world,
    [worker('li', { fields: ['elderCare', 'communitySafety', 'childCare'], subSkills: [...everySkill] })],
    [
      holder(staff, '何雪梅', 'communityStaff', community),
      holder(elsewhereStaff, '外街', 'communityStaff', otherStreet),
      holder(duty, '值班员', 'dutyOfficer', district),
      holder(districtStaff, '郑文清', 'districtStaff', district),
    ],
  )
}

const everySkill = [
  'general',
  'livingAlone',
  'homeCare',
  'mediation',
  'tutoring',
  'suicideRisk',
  'domesticViolence',
  'childProtection',
] as const

/** A need that `li` is on. */
export async function acceptedNeed(world: TestWorld, changes: Partial<SubmitNeedInput> = {}, openid = 'o-resident') {
  const { needId } = await submitNeed(world, changes, openid)
  await world.ok('o-li', 'needs.accept', { needId, offerId: offerOf(world, needId).offerId })
  return needId
}

/** The same, closed by its worker; the stages between are the casework's own tests. */
export async function closedNeed(world: TestWorld, changes: Partial<SubmitNeedInput> = {}, openid = 'o-resident') {
  const needId = await acceptedNeed(world, changes, openid)
  const nowMs = world.cloud.clock.nowMs()
  const after = closed(serving(stored(world, needId), nowMs), nowMs)
  await put(world, needId, after)
  const { database } = await productWorld(world.cloud)
  await database.update('workers', 'worker_li', {}, { set: { loadPoints: 0 } })
  return needId
}

export async function put(world: TestWorld, needId: NeedId, changes: Partial<NeedRecord>): Promise<void> {
  const { database } = await productWorld(world.cloud)
  const { _id, ...set } = changes as Partial<NeedRecord> & { _id?: string }
  await database.update('needs', needId, {}, { set })
}

/** A yes from a phone whose WeChat is bound to this number. */
export async function confirmMandate(world: TestWorld, openid: string, mandateId: MandateId, number: string) {
  const phoneCode = await world.cloud.phoneNumbers.issueCode(openid, number)
  return world.ok(openid, 'people.confirmMandate', { mandateId, agreed: true, phoneCode })
}

export const versionOf = (world: TestWorld, needId: NeedId) => stored(world, needId).version
export const inboxOf = (world: TestWorld, openid: string) =>
  world.cloud.database.find('inbox', { openid }) as unknown as { title: string; page: string; body: string }[]

export { community, district, street }
