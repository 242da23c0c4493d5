/** What every part of the auditor uses. It shares no code with the writer: a mistake there must not hide here. */
import { createHash } from 'node:crypto'
import type { EntryRecord } from '../records'

/** Something that does not add up: in which document, and what. */
export interface Finding {
  where: string
  what: string
}

export type Find = (where: string, what: string) => void

/** Of a pool's line: from `fromFen`, up to `toFen` exclusive. */
export interface Lot {
  pool: string
  fromFen: number
  toFen: number
}

/** An entry with the stretches that its link names. */
export interface Placed {
  entry: EntryRecord
  spans: readonly Lot[]
}

export function ownAccounts(fundId: string): string[] {
  return ['available', 'committed', 'inkind'].map((part) => `fund:${fundId}:${part}`)
}

export function touchesGoods({ postings }: EntryRecord): boolean {
  return postings.some(({ source, destination }) => source.endsWith(':inkind') || destination.endsWith(':inkind'))
}

export function isFree(account: string): boolean {
  return account.startsWith('fund:') && (account.endsWith(':available') || account.endsWith(':inkind'))
}

/** What belongs to no page of the chain but is new money: it comes with no stretches of its own. */
export function isNewMoney({ direction, spans }: EntryRecord): boolean {
  return direction === 'in' && spans.length === 0
}

export function idOf(kind: string, cause: string): string {
  return `entry_${hash(`${kind} ${cause}`).slice(0, 32)}`
}

export function hash(text: string): string {
  return createHash('sha256').update(Buffer.from(text, 'utf8')).digest('hex')
}

/** JSON with sorted keys. */
export function plain(value: unknown): string {
  return JSON.stringify(value, (_, inner) => {
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner
    return Object.fromEntries(
      Object.keys(inner)
        .sort()
        .map((key) => [key, inner[key]]),
    )
  })
}
