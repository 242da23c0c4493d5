import type { AlertId, AlertKind } from '../../../typings/disclosure'
import type { FundId, TerritoryCode } from '../../../typings/ids'
import type { World } from '../../shared/ports'
import { sha256 } from '../ledger/canonical'
import type { AlertRecord } from './records'

export interface NewAlert {
  kind: AlertKind
  /** What it is about, with its period where it can happen again: `fund_500110001003 2026-03`. Once raised, never again. */
  cause: string
  /** The fund's community, or the district. */
  territoryCode: TerritoryCode
  fundId: FundId | null
  /** 新山村社区, 綦江区. */
  placeName: string
  /** One line, and the sentence that says what is known and what to do. */
  title: string
  body: string
  /** Where a person mends it: begins with a slash; empty when there is no such page. */
  page: string
}

/**
 * Puts something before the district's staff. The same kind and cause again changes nothing, however often it is found and
 * whether or not somebody has settled it: true when it is new.
 */
export async function raiseAlert(world: World, alert: NewAlert): Promise<boolean> {
  const record: AlertRecord = {
    _id: alertIdOf(alert.kind, alert.cause),
    districtCode: alert.territoryCode.slice(0, 6),
    ...alert,
    raisedAtMs: world.clock.nowMs(),
    ...{ status: 'open', settledAtMs: null, settledByName: null, explanation: '', version: 1 },
  }
  return (await world.database.insert('alerts', record)) === 'inserted'
}

/** What it was about is over: it is settled by itself, with a word that says so. False when it is not open. */
export function clearAlert(world: World, kind: AlertKind, cause: string, explanation: string): Promise<boolean> {
  return world.database.update(
    'alerts',
    alertIdOf(kind, cause),
    { status: 'open' },
    { set: { status: 'settled', settledAtMs: world.clock.nowMs(), explanation }, increment: { version: 1 } },
  )
}

export function alertIdOf(kind: AlertKind, cause: string): AlertId {
  return `alert_${sha256(`${kind} ${cause}`).slice(0, 32)}`
}
