import type { Duty, Role } from '../../../typings/people'
import { holdsOn } from '../../shared/access/duties'
import { require } from '../../shared/errors'
import type { Stored, World } from '../../shared/ports/index'
import type { Context } from '../../shared/procedure'
import { isForNeighbourhood, type Told } from '../asking/neighbourhood'
import { type CaseRecord, hadIt } from '../casework/case-record'
import type { CaseViewer } from '../casework/case-views'
import type { AccessRecord } from './records'

export const stationRoles: readonly Role[] = ['stationSupervisor', 'districtStaff']
/** Who may ask to read a child's file that is not theirs. */
export const readerRoles: readonly Role[] = ['socialWorker', 'stationSupervisor', 'districtStaff']

/** The worker whose case it is; to anyone else it is not there. */
export function requireWorker(kase: Pick<CaseRecord, 'workerOpenid'>, openid: string): void {
  require(kase.workerOpenid === openid, 'NOT_FOUND', 'no such case')
}

/** What lies outside of the station's duties is not there either. */
export function requireStation(kase: Pick<CaseRecord, 'territoryCode'>, duties: readonly Duty[]): void {
  require(holdsOn(duties, kase.territoryCode), 'NOT_FOUND', 'no such case')
}

/** The station as it may see this case: a child's file is open once an approval for this person is in force. */
export async function stationViewer({ world, openid, nowMs }: Context, kase: CaseRecord): Promise<CaseViewer> {
  const open = !kase.minor || (await hasAccess(world, kase, openid, nowMs))
  return { kind: 'station', open, own: hadIt(kase, openid) }
}

export async function hasAccess(world: World, kase: CaseRecord, openid: string, nowMs: number): Promise<boolean> {
  const granted = await world.database.find<AccessRecord>('caseAccess', {
    where: { needId: kase.needId, askerOpenid: openid, untilMs: { $gt: nowMs } },
    limit: 1,
  })
  return granted.length > 0
}

/** Whether these duties open its words to their holder: a duty of the community opens what is for the neighbourhood. */
export function mayRead(duties: readonly Duty[], need: Told & { territoryCode: string }): boolean {
  const holding = duties.filter((duty) => holdsOn([duty], need.territoryCode))
  if (holding.some(({ role }) => role !== 'communityStaff')) return true
  return holding.length > 0 && isForNeighbourhood(need)
}

/** Names for openids; those without a name on record stay out. */
export async function namesOf({ database }: World, openids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(openids)]
  if (wanted.length === 0) return new Map()
  const people = await database.find<Stored & { name: string | null }>('people', {
    where: { _id: { $in: wanted } },
    limit: 1000,
    fields: ['name'],
  })
  return new Map(people.flatMap(({ _id, name }) => (name === null ? [] : [[_id, name] as const])))
}
