import { relatedSeats, type SeatRecord, sameName } from '../policy/roster'
import type { SpendingRecord, StepRecord } from './records'

/** A person by what their name says and by who they are to WeChat. */
export interface Party {
  openid: string
  name: string
}

/** As what somebody speaks at a step. */
export type Part = 'signer' | 'member' | 'supervisor'

/** What keeps a person from deciding: the request is theirs, its money goes to them or theirs, or they have spoken already. */
export type Hindrance = 'author' | 'related' | 'twice'

/** The author, whoever is paid or helped by it, and whoever these belong to decide nothing of a request. */
export function interestOf(
  request: Pick<SpendingRecord, 'authorOpenid' | 'payeeName' | 'beneficiary'>,
  { openid, name }: Party,
  seats: readonly SeatRecord[],
): 'author' | 'related' | null {
  if (openid === request.authorOpenid) return 'author'
  const gains = [request.payeeName, request.beneficiary.name]
  const isTheirs = (gain: string) =>
    sameName(name, gain) || relatedSeats(seats, gain).some((seat) => seat.openid === openid)
  return gains.some(isTheirs) ? 'related' : null
}

/** Whoever signed, voted, minuted anything on the request, in whichever round, or stood aside: they do nothing else in it. */
export function approversOf(request: Pick<SpendingRecord, 'steps'>): Set<string> {
  return new Set(
    request.steps.flatMap((step) => [
      ...step.signatures.map(({ openid }) => openid),
      ...membersOf(step),
      ...supervisorsOf(step),
    ]),
  )
}

/**
 * What keeps this person from speaking at this step as what they want to; null when nothing does. Another round of the same
 * vote is the same part again, and that is theirs to take.
 */
export function hindranceOf(
  request: SpendingRecord,
  party: Party,
  step: StepRecord,
  part: Part,
  seats: readonly SeatRecord[],
): Hindrance | null {
  const interest = interestOf(request, party, seats)
  if (interest) return interest
  const elsewhere = approversOf({ steps: request.steps.filter((each) => each !== step) })
  const here = {
    signer: () => [...approversOf({ steps: [step] })],
    member: () => supervisorsOf(step),
    supervisor: () => membersOf(step),
  }[part]()
  return elsewhere.has(party.openid) || here.includes(party.openid) ? 'twice' : null
}

/** Why members stood aside in the rounds so far: who did once does for good. */
export function asideSoFar(request: Pick<SpendingRecord, 'steps'>): Map<string, string> {
  const ballots = request.steps.flatMap(roundsOf).flatMap(({ ballots: each }) => each)
  return new Map(ballots.flatMap(({ openid, recused }) => (recused === null ? [] : [[openid, recused] as const])))
}

function membersOf(step: StepRecord): string[] {
  const ballots = roundsOf(step).flatMap((vote) => vote.ballots)
  return ballots.filter(({ vote, recused }) => vote !== null || recused !== null).map(({ openid }) => openid)
}

function supervisorsOf(step: StepRecord): string[] {
  return roundsOf(step).flatMap(({ opinion }) => (opinion ? [opinion.openid] : []))
}

function roundsOf({ vote, earlierVotes }: StepRecord) {
  return vote ? [...earlierVotes, vote] : earlierVotes
}
