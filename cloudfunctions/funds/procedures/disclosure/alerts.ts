import { z } from 'zod'
import type { Alert } from '../../../../typings/disclosure'
import { holdsOn, requireDutyOn } from '../../../shared/access/duties'
import { districtsOf } from '../../../shared/access/places'
import { Failure, require } from '../../../shared/errors'
import { alertId, cursor, text, version } from '../../../shared/fields'
import { readPage } from '../../../shared/paging'
import { procedure } from '../../../shared/procedure'
import type { AlertRecord } from '../../alerts/records'

const pageSize = 20

/** Of what lies below the caller's duties, newest first; a page may hold fewer rows than it has room for. */
export const listAlerts = procedure({
  name: 'funds.listAlerts',
  input: z.strictObject({ status: z.enum(['open', 'settled']), cursor }),
  access: ['districtStaff', 'auditor'],
  run: async ({ world, duties }, input) => {
    const { rows, nextCursor } = await readPage<AlertRecord>(world.database, 'alerts', {
      where: { districtCode: districtsOf(duties), status: input.status },
      ...{ sortBy: 'raisedAtMs', direction: 'desc', size: pageSize, cursor: input.cursor },
    })
    const own = rows.filter(({ territoryCode }) => holdsOn(duties, territoryCode))
    return { rows: own.map(alertView), nextCursor }
  },
})

export const settleAlert = procedure({
  name: 'funds.settleAlert',
  input: z.strictObject({ alertId, version, explanation: text(4, 300) }),
  access: ['districtStaff'],
  run: async ({ world, duties, callerName, nowMs }, input) => {
    const alert = await world.database.get<AlertRecord>('alerts', input.alertId)
    require(alert, 'NOT_FOUND', 'no such alert')
    requireDutyOn(duties, alert.territoryCode)
    const set = {
      ...{ status: 'settled' as const, settledAtMs: nowMs, settledByName: callerName ?? '' },
      ...{ explanation: input.explanation, version: input.version + 1 },
    }
    const again = alert.version === set.version && alert.explanation === set.explanation
    if (again && alert.settledByName === set.settledByName) return alertView(alert)
    const guard = { version: input.version, status: 'open' }
    const settled = await world.database.update('alerts', alert._id, guard, { set })
    if (!settled) throw new Failure('CONFLICT', 'somebody was quicker')
    return alertView({ ...alert, ...set })
  },
})

function alertView(alert: AlertRecord): Alert {
  const { _id: alertId_, kind, fundId, placeName, title, body, page, raisedAtMs } = alert
  const { status, settledAtMs, settledByName, explanation, version: count } = alert
  return {
    ...{ alertId: alertId_, kind, fundId, placeName, title, body, page, raisedAtMs },
    ...{ status, settledAtMs, settledByName, explanation, version: count },
  }
}
