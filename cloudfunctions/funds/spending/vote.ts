import type { VoteRecord } from './records'

/** `impossible`: so many stand aside that the quorum can't be reached. */
export type VoteOutcome = 'open' | 'passed' | 'refused' | 'noQuorum' | 'impossible'

/**
 * Where a vote stands. It passes with a quorum of votes cast, more than half of them yes, and a supervisor's opinion. It is
 * closed early only when no vote that is still out could change the outcome; `isOver`: its time is over.
 */
export function outcomeOf(vote: VoteRecord, isOver: boolean): VoteOutcome {
  const able = vote.ballots.filter(({ recused }) => recused === null)
  if (able.length < vote.quorum) return 'impossible'
  const count = (wanted: string) => able.filter((ballot) => ballot.vote === wanted).length
  const yes = count('yes')
  const cast = yes + count('no') + count('abstain')
  const out = isOver ? 0 : able.length - cast
  const supervised = vote.opinion !== null
  if (cast + out < vote.quorum || (isOver && !supervised)) return 'noQuorum'
  if (!supervised || cast < vote.quorum) return 'open'
  // The least that yes can end with is against everything that is still out, the most is with all of it.
  if (2 * yes > cast + out) return 'passed'
  return 2 * (yes + out) <= cast + out ? 'refused' : 'open'
}

/** Votes cast, whatever they say. */
export function castCount(vote: VoteRecord): number {
  return vote.ballots.filter((ballot) => ballot.vote !== null).length
}
