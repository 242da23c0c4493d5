import type { TerritoryCode } from '../../../typings/ids'
import type { Duty, Role } from '../../../typings/people'
import { Failure } from '../errors'
import type { Database, Stored } from '../ports/index'

/** `anyone`: each person whom WeChat names. Else the roles, of which one must be held somewhere. */
export type Access = 'anyone' | readonly Role[]

export interface Principal {
  duties: readonly Duty[]
  callerName: string | null
}

/**
 * The caller's duties of these roles, read anew at each call so that a revoked duty ends at once. FORBIDDEN when there is
 * none; where they hold is for the procedure to check (`requireDutyOn`).
 */
export async function readDuties(database: Database, openid: string, roles: readonly Role[]): Promise<Principal> {
  const person = await database.get<Stored & { duties?: readonly Duty[]; name?: string | null }>('people', openid)
  const duties = (person?.duties ?? []).filter((duty) => roles.includes(duty.role))
  if (duties.length === 0) throw new Failure('FORBIDDEN', 'this needs a duty that the person does not hold')
  return { duties, callerName: person?.name ?? null }
}

/** As `readDuties`, for readers of whom none is asked: to most of them a page shows no more, and that is no mistake. */
export async function findDuties(database: Database, openid: string, roles: readonly Role[]): Promise<readonly Duty[]> {
  const person = await database.get<Stored & { duties?: readonly Duty[] }>('people', openid)
  return (person?.duties ?? []).filter((duty) => roles.includes(duty.role))
}

/** A duty holds on its territory and everything below it. */
export function holdsOn(duties: readonly Duty[], territoryCode: TerritoryCode): boolean {
  return duties.some((duty) => duty.territoryCode !== '' && territoryCode.startsWith(duty.territoryCode))
}

/** What lies outside of a person's duties looks like what is not there. */
export function requireDutyOn(duties: readonly Duty[], territoryCode: TerritoryCode): void {
  if (!holdsOn(duties, territoryCode)) throw new Failure('NOT_FOUND', 'not there, or not for this person')
}
