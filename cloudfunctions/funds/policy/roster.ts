import type { Seat } from '../../../typings/spending'
import { plainName } from '../../shared/plain-text'
import { longestYearMs } from '../../shared/time/spans'

/** Who sits on a fund's committee, and until when. */
export interface SeatRecord {
  openid: string
  name: string
  seat: Seat
  termFromMs: number
  termUntilMs: number
  relatedParties: readonly string[]
}

export const leastMembers = 5
export const mostMembers = 9
/** A term is three years at the most; who goes on is appointed again. */
const longestTermMs = 3 * longestYearMs

/** Those in office at a moment. */
export function inOffice(seats: readonly SeatRecord[], atMs: number): SeatRecord[] {
  return seats.filter(({ termFromMs, termUntilMs }) => termFromMs <= atMs && atMs < termUntilMs)
}

/**
 * What is not in order at a moment, in sentences: a committee has 5 to 9 members, an odd number, and at least one
 * supervisor who is none of them. Empty: it can decide.
 */
export function rosterFaults(seats: readonly SeatRecord[], atMs: number): string[] {
  const present = inOffice(seats, atMs)
  const members = present.filter(({ seat }) => seat === 'member').length
  const faults: string[] = []
  if (members < leastMembers) faults.push(`在任委员 ${members} 人，至少要 ${leastMembers} 人`)
  if (members > mostMembers) faults.push(`在任委员 ${members} 人，最多 ${mostMembers} 人`)
  if (members % 2 === 0) faults.push('委员人数应为单数')
  if (!present.some(({ seat }) => seat === 'supervisor')) faults.push('至少要有一位在任监事')
  return faults
}

/** What can't be set at all, whenever the terms begin. */
export function seatFaults(seats: readonly Pick<SeatRecord, 'openid' | 'termFromMs' | 'termUntilMs'>[]): string[] {
  const faults: string[] = []
  if (new Set(seats.map(({ openid }) => openid)).size !== seats.length) faults.push('一个人只能有一个席位')
  if (seats.some(({ termFromMs, termUntilMs }) => termUntilMs <= termFromMs)) faults.push('任期的结束要晚于开始')
  if (seats.some(({ termFromMs, termUntilMs }) => termUntilMs - termFromMs > longestTermMs)) {
    faults.push('一届任期最多三年')
  }
  return faults
}

/** How many of the members have to vote. */
export function quorumOf(memberCount: number, quorumPercent: number): number {
  return Math.max(1, Math.ceil((memberCount * quorumPercent) / 100))
}

/** The same name, whatever blanks, dots, full-width forms and invisible signs it is written with. */
export function sameName(one: string, other: string): boolean {
  return nameKey(one) !== '' && nameKey(one) === nameKey(other)
}

/** Under which the same names are found again. */
export const nameKey = plainName

/** The seats that a person or organisation is related to: the seat's own name, and the parties that it declared. */
export function relatedSeats<One extends Pick<SeatRecord, 'name' | 'relatedParties'>>(
  seats: readonly One[],
  name: string,
): One[] {
  return seats.filter((seat) => [seat.name, ...seat.relatedParties].some((party) => sameName(party, name)))
}
