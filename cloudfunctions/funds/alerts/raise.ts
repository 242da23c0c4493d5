import type { AlertId, AlertKind } from '../../../typings/disclosure'
import type { FundId, TerritoryCode } from '../../../typings/ids'
import type { Role } from '../../../typings/people'
import { createMailbox, listHolders } from '../../people/public'
import { deliverOutbox, pending, withPending } from '../../shared/outbox/deliver'
import type { PendingMessage } from '../../shared/outbox/message'
import type { World } from '../../shared/ports'
import { sha256 } from '../ledger/canonical'
import type { AlertRecord } from './records'

const mostAsked = 20

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

/** Whose it is to act on it: those of the fund's community, else of the district; what the books or the bill say wrong, always the district. */
const askedInCommunity: ReadonlySet<AlertKind> = new Set<AlertKind>(['idle', 'spendingRatio', 'managementRatio'])

/**
 * Puts something before the district's staff, and into the inbox of those who have to act. The same kind and cause again
 * changes nothing and tells nobody, however often it is found and whether or not somebody has settled it: true when it is new.
 */
export async function raiseAlert(world: World, alert: NewAlert): Promise<boolean> {
  const _id = alertIdOf(alert.kind, alert.cause)
  if (await world.database.get<AlertRecord>('alerts', _id)) return false
  const nowMs = world.clock.nowMs()
  const messages = (await readAsked(world, alert)).map((openid) => messageOf(world, _id, alert, openid, nowMs))
  const empty = { outbox: [], outboxDueAtMs: null, outboxVersion: 0 }
  const record: AlertRecord = {
    _id,
    districtCode: alert.territoryCode.slice(0, 6),
    ...alert,
    raisedAtMs: nowMs,
    ...{ status: 'open', settledAtMs: null, settledByName: null, explanation: '', version: 1 },
    ...withPending(empty, messages, nowMs),
  }
  if ((await world.database.insert('alerts', record)) !== 'inserted') return false
  const { fundId: _fund, ...outboxed } = record
  await deliverOutbox(world, createMailbox(world), 'alerts', outboxed)
  return true
}

async function readAsked(world: World, { kind, territoryCode }: NewAlert): Promise<string[]> {
  const near = askedInCommunity.has(kind) ? await listHolders(world, ['communityStaff'], territoryCode) : []
  const roles: readonly Role[] = kind === 'books' ? ['districtStaff', 'auditor'] : ['districtStaff']
  const asked = near.length > 0 ? near : await listHolders(world, roles, territoryCode.slice(0, 6))
  return asked.slice(0, mostAsked).map(({ openid }) => openid)
}

/** The inbox alone: no template of ours says it. */
function messageOf(
  world: World,
  alertId: AlertId,
  { title, body, page }: NewAlert,
  openid: string,
  nowMs: number,
): PendingMessage {
  const messageId = `message_${world.ids.from('alert', alertId, openid)}` as const
  const opens = page === '' ? '/district/pages/alerts/alerts' : page
  return pending({ messageId, openid, kind: 'taskOffered', title, body, page: opens, data: null }, nowMs)
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

function alertIdOf(kind: AlertKind, cause: string): AlertId {
  return `alert_${sha256(`${kind} ${cause}`).slice(0, 32)}`
}
