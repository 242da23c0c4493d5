import type { TerritoryCode } from '../../../typings/ids'
import type { Stored, World } from '../ports/index'

/** Collection `audit`: who looked at, or did, what a person could ask about. Never changed. */
export interface AuditRecord extends Stored {
  _id: `audit_${string}`
  atMs: number
  actorOpenid: string
  /** Such as `needs.readContact`. */
  action: string
  /** Id of what was read. */
  subjectId: string
  requestId: string
  /** Whose station is shown it; absent where none is. */
  streetCode?: TerritoryCode
}

/** Leaves the trace of a sensitive read before its result is given; when it cannot be written, nothing is given. */
export async function leaveTrace(world: World, trace: Omit<AuditRecord, '_id'>): Promise<void> {
  const record: AuditRecord = { _id: `audit_${world.ids.random()}`, ...trace }
  await world.database.insert('audit', record)
}
