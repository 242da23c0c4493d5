import type { Role } from '../../../typings/people'
import type { SpendingEvent, SpendingEventKind, SpendingStatus, StepKind, Vote } from '../../../typings/spending'
import { Failure, invariant, require } from '../../shared/errors'
import { dayMs } from '../../shared/time/spans'
import { fen } from '../ledger/fen'
import { inOffice, quorumOf, type SeatRecord } from '../policy/roster'
import { stepsFor } from '../policy/rules'
import { approversOf, asideSoFar, hindranceOf, interestOf, type Part, type Party } from './interest'
import type { BallotRecord, SpendingRecord, StepRecord, VoteRecord } from './records'
import { outcomeOf } from './vote'

/**
 * The steps of a request, each a function from the request before to the request after. Nobody approves what they wrote,
 * nobody approves twice, and who has an interest stands aside: FORBIDDEN. What the state does not allow: NOT_NOW.
 */

/** Who has to sign a step: one person for each slot, of one of its roles. A committee's step has a vote in place of slots. */
export const slotsOf: Record<StepKind, readonly (readonly Role[])[]> = {
  staff: [
    ['socialWorker', 'stationSupervisor'],
    ['communityStaff', 'streetStaff'],
  ],
  committee: [],
  street: [['streetStaff']],
  district: [['districtStaff']],
}

/** Who may pay out of what was set apart, and who may report what was spent. */
export const payerRoles: readonly Role[] = ['districtStaff', 'communityStaff']
export const settlerRoles: readonly Role[] = ['socialWorker', 'stationSupervisor', 'communityStaff']

export interface Actor {
  openid: string
  name: string
  /** Of those that hold where the request is. */
  roles: readonly Role[]
}

/** The steps that its amount needs, none of them open. */
export function stepsAhead(rules: SpendingRecord['rules'], amountFen: number): StepRecord[] {
  return stepsFor(rules, amountFen).map((kind) => ({
    ...{ kind, status: 'ahead', deadlineMs: null, signatures: [], vote: null, earlierVotes: [] },
  }))
}

export function openStep(request: Pick<SpendingRecord, 'steps'>): StepRecord | null {
  return request.steps.find(({ status }) => status === 'open') ?? null
}

/** Opens the first step that is ahead; `approved` when there is none. A vote is called on those in office now. */
export function openNext(request: SpendingRecord, seats: readonly SeatRecord[], nowMs: number): SpendingRecord {
  const next = request.steps.find(({ status }) => status === 'ahead')
  if (!next) return tidy(withEvent({ ...request, status: 'approved' }, 'approved', nowMs, null, null))
  const opened: StepRecord =
    next.kind === 'committee'
      ? {
          ...next,
          status: 'open',
          deadlineMs: nowMs + request.rules.voteDays * dayMs,
          vote: callVote(request, seats, 1, nowMs),
        }
      : { ...next, status: 'open' }
  return afterVote(tidy({ ...replaceStep(request, next, opened), status: 'reviewing' }), seats, nowMs)
}

/** A signature for or against. Against ends the request. */
export function sign(
  request: SpendingRecord,
  actor: Actor,
  answer: { agreed: boolean; opinion: string },
  seats: readonly SeatRecord[],
  nowMs: number,
): SpendingRecord {
  const step = openStep(request)
  require(request.status === 'reviewing' && step && step.kind !== 'committee', 'NOT_NOW', 'no signature is awaited')
  requireDisinterested(request, actor, step, 'signer', seats)
  const slot = freeSlotFor(step, actor)
  if (slot === null) throw new Failure('FORBIDDEN', 'this step is not for this person to sign')
  const role = slotsOf[step.kind][slot]?.find((each) => actor.roles.includes(each))
  invariant(role, 'a slot that a person may fill names a role of theirs')
  const { agreed, opinion } = answer
  const signature = { openid: actor.openid, name: actor.name, role, slot, agreed, opinion, atMs: nowMs }
  const signatures = [...step.signatures, signature]
  const signed = withEvent(request, agreed ? 'signed' : 'rejected', nowMs, actor.name, opinion)
  if (!agreed) return end(replaceStep(signed, step, { ...step, signatures, status: 'refused' }), 'rejected')
  const full = signatures.length === slotsOf[step.kind].length
  const after = replaceStep(signed, step, { ...step, signatures, status: full ? 'passed' : 'open' })
  return full ? openNext(after, seats, nowMs) : tidy(after)
}

/** A member's vote; once only. It ends the step when the outcome can't change any more and the supervisor has spoken. */
export function castVote(
  request: SpendingRecord,
  actor: Pick<Actor, 'openid' | 'name'>,
  ballot: { vote: Vote; opinion: string },
  seats: readonly SeatRecord[],
  nowMs: number,
): SpendingRecord {
  const { step, vote } = requireVote(request)
  const own = requireBallot(request, vote, actor.openid)
  requireDisinterested(request, actor, step, 'member', seats)
  require(own.recused === null, 'FORBIDDEN', 'who stands aside does not vote')
  const cast = withBallot(vote, { ...own, ...ballot, atMs: nowMs })
  const after = withEvent(replaceStep(request, step, { ...step, vote: cast }), 'voted', nowMs, actor.name, null)
  return afterVote(tidy(after), seats, nowMs)
}

/** A member stands aside, for a reason that is minuted. Who has voted already can still: the vote is then void. */
export function recuse(
  request: SpendingRecord,
  actor: Pick<Actor, 'openid' | 'name'>,
  reason: string,
  seats: readonly SeatRecord[],
  nowMs: number,
): SpendingRecord {
  const { step, vote } = requireVote(request)
  const own = requireBallot(request, vote, actor.openid)
  require(own.recused === null, 'NOT_NOW', 'this person stands aside already')
  const aside = withBallot(vote, { ...own, vote: null, opinion: '', recused: reason, atMs: nowMs })
  const after = withEvent(replaceStep(request, step, { ...step, vote: aside }), 'recused', nowMs, actor.name, reason)
  return afterVote(tidy(after), seats, nowMs)
}

/** A supervisor attends and minutes an opinion; without it no vote is closed. */
export function minute(
  request: SpendingRecord,
  actor: Pick<Actor, 'openid' | 'name'>,
  text: string,
  seats: readonly SeatRecord[],
  nowMs: number,
): SpendingRecord {
  const { step, vote } = requireVote(request)
  require(vote.supervisors.some(
    ({ openid }) => openid === actor.openid,
  ), 'FORBIDDEN', 'only a supervisor of this fund minutes an opinion')
  requireDisinterested(request, actor, step, 'supervisor', seats)
  require(vote.opinion === null, 'CONFLICT', 'the opinion is minuted already')
  const opinion = { openid: actor.openid, name: actor.name, text, atMs: nowMs }
  const minuted = replaceStep(request, step, { ...step, vote: { ...vote, opinion } })
  return afterVote(tidy(withEvent(minuted, 'minuted', nowMs, actor.name, text)), seats, nowMs)
}

/** The timer: a vote whose time is over is decided on what was cast, or has failed for want of a quorum. */
export function closeVote(request: SpendingRecord, seats: readonly SeatRecord[], nowMs: number): SpendingRecord {
  const { step, vote } = requireVote(request)
  require(step.deadlineMs !== null && step.deadlineMs <= nowMs, 'NOT_NOW', 'the vote is still open')
  return decide(request, step, outcomeOf(vote, true), seats, nowMs)
}

/** After a failed quorum the committee is called once more, on those in office now. */
export function reopenVote(request: SpendingRecord, actor: Actor, seats: readonly SeatRecord[], nowMs: number) {
  const step = request.steps.find(({ status }) => status === 'noQuorum')
  require(request.status === 'noQuorum' && step?.vote, 'NOT_NOW', 'no vote failed for want of a quorum')
  const vote = callVote(request, seats, step.vote.round + 1, nowMs)
  const opened: StepRecord = {
    ...step,
    ...{ status: 'open', deadlineMs: nowMs + request.rules.voteDays * dayMs, vote },
    earlierVotes: [...step.earlierVotes, step.vote],
  }
  const after = withEvent(replaceStep(request, step, opened), 'voteReopened', nowMs, actor.name, null)
  return afterVote(tidy({ ...after, status: 'reviewing' }), seats, nowMs)
}

export function withdraw(request: SpendingRecord, openid: string, reason: string, nowMs: number): SpendingRecord {
  require(openid === request.authorOpenid, 'FORBIDDEN', 'only the author withdraws')
  const early: readonly SpendingStatus[] = ['consulting', 'reviewing', 'noQuorum', 'approved']
  require(early.includes(request.status), 'NOT_NOW', 'the money is set apart already')
  return end(withEvent(request, 'withdrawn', nowMs, request.authorName, reason), 'withdrawn')
}

/** The slot of a step that this person could still fill; null when there is none. */
export function freeSlotFor(step: StepRecord, actor: Pick<Actor, 'roles'>): number | null {
  const slot = slotsOf[step.kind].findIndex(
    (roles, index) =>
      !step.signatures.some((signature) => signature.slot === index) &&
      roles.some((role) => actor.roles.includes(role)),
  )
  return slot < 0 ? null : slot
}

export function withEvent(
  request: SpendingRecord,
  kind: SpendingEventKind,
  atMs: number,
  actorName: string | null,
  note: string | null,
): SpendingRecord {
  const event: SpendingEvent = { kind, atMs, actorName, note }
  return { ...request, events: [...request.events, event] }
}

/** Nothing more can happen. */
export function end(request: SpendingRecord, status: SpendingStatus): SpendingRecord {
  return tidy({ ...request, status })
}

/** The fields that queues and the timer read, as they follow from the state. */
export function tidy(request: SpendingRecord): SpendingRecord {
  const over: readonly SpendingStatus[] = ['settled', 'rejected', 'withdrawn', 'consentRefused']
  const open = !over.includes(request.status)
  return { ...request, open, waitsFor: open ? rolesAwaited(request) : [], dueAtMs: dueAtMs(request) }
}

function rolesAwaited(request: SpendingRecord): Role[] {
  const step = openStep(request)
  switch (request.status) {
    case 'reviewing': {
      if (!step) return []
      if (step.vote) {
        const supervisor: Role[] = step.vote.opinion === null ? ['fundSupervisor'] : []
        return ['fundCommitteeMember', ...supervisor]
      }
      const free = slotsOf[step.kind].filter((_, slot) => !step.signatures.some((each) => each.slot === slot))
      return [...new Set(free.flat())]
    }
    case 'committed':
      return [...payerRoles]
    case 'paid':
      return [...settlerRoles]
    default:
      return []
  }
}

function dueAtMs(request: SpendingRecord): number | null {
  if (request.status === 'consulting') return request.change?.deadlineMs ?? null
  if (request.status === 'reviewing') return voteDueAtMs(request)
  if (request.status === 'paid') return settleDueAtMs(request)
  // The money may come any day: the timer looks, and says itself when it will look again.
  return request.status === 'approved' ? 0 : null
}

/** Of a vote first the reminder: the day before its end, or half way through a short one. */
function voteDueAtMs(request: SpendingRecord): number | null {
  const step = openStep(request)
  if (!step?.vote || step.deadlineMs === null) return null
  return step.vote.reminded ? step.deadlineMs : step.deadlineMs - Math.min(dayMs, (request.rules.voteDays * dayMs) / 2)
}

/** Reminders of the settlement: three days before its day, then on the day. */
function settleDueAtMs({ payments, rules, settleReminders }: SpendingRecord): number | null {
  const [first] = payments
  if (!first || settleReminders > 1) return null
  return first.atMs + (rules.settleDays - (settleReminders === 0 ? Math.min(3, rules.settleDays / 2) : 0)) * dayMs
}

/** The timer: what has to be said before something's time is over. Whom it concerns follows from the change. */
export function remind(request: SpendingRecord, nowMs: number): SpendingRecord {
  if (request.status === 'paid') return tidy({ ...request, settleReminders: request.settleReminders + 1 })
  const step = openStep(request)
  if (!step?.vote || step.vote.reminded || (step.deadlineMs ?? 0) <= nowMs) return request
  return tidy(replaceStep(request, step, { ...step, vote: { ...step.vote, reminded: true } }))
}

/** By when the people whose turn it is should have done it; null: no time is set. */
export function deadlineOf(request: SpendingRecord): number | null {
  if (request.status === 'consulting') return request.change?.deadlineMs ?? null
  if (request.status === 'reviewing') return openStep(request)?.deadlineMs ?? null
  const [first] = request.payments
  return request.status === 'paid' && first ? first.atMs + request.rules.settleDays * dayMs : null
}

function requireVote(request: SpendingRecord): { step: StepRecord; vote: VoteRecord } {
  const step = openStep(request)
  require(request.status === 'reviewing' && step?.vote, 'NOT_NOW', 'no vote is open')
  return { step, vote: step.vote }
}

function requireBallot(request: SpendingRecord, vote: VoteRecord, openid: string): BallotRecord {
  const own = vote.ballots.find((ballot) => ballot.openid === openid)
  require(own, 'FORBIDDEN', 'this person has no seat in this vote')
  require(openid !== request.authorOpenid, 'FORBIDDEN', 'the author never approves')
  return own
}

function requireDisinterested(
  request: SpendingRecord,
  actor: Party,
  step: StepRecord,
  part: Part,
  seats: readonly SeatRecord[],
): void {
  const hindrance = hindranceOf(request, actor, step, part, seats)
  require(hindrance !== 'author', 'FORBIDDEN', 'the author never approves')
  require(hindrance !== 'related', 'FORBIDDEN', 'the interest is theirs')
  if (step.vote?.ballots.some((ballot) => ballot.openid === actor.openid && ballot.vote !== null)) {
    throw new Failure('CONFLICT', 'a vote is cast once')
  }
  require(hindrance === null, 'FORBIDDEN', 'nobody approves a request twice')
}

/**
 * The members in office; the author, whoever is related and whoever stood aside in a round before stand aside from the start. No
 * such supervisor watches over it.
 */
function callVote(request: SpendingRecord, seats: readonly SeatRecord[], round: number, nowMs: number): VoteRecord {
  const present = inOffice(seats, nowMs)
  const members = present.filter(({ seat }) => seat === 'member')
  const earlier = approversOf({ steps: request.steps.filter(({ kind }) => kind !== 'committee') })
  const aside = asideSoFar(request)
  const asideWords = { author: '本人是申请人，自动回避', related: '与收款方有关联，自动回避' } as const
  const ballots = members.map(({ openid, name }): BallotRecord => {
    const interest = interestOf(request, { openid, name }, seats)
    // Standing aside from the start: nobody decides what is theirs, and nobody twice.
    const spoke = earlier.has(openid) ? '已在前一步签署，自动回避' : null
    const recused = interest ? asideWords[interest] : (spoke ?? aside.get(openid) ?? null)
    return { openid, name, vote: null, recused, opinion: '', atMs: recused === null ? null : nowMs }
  })
  const supervisors = present
    .filter(({ seat, openid }) => seat === 'supervisor' && !earlier.has(openid))
    .filter((seat) => interestOf(request, seat, seats) === null)
    .map(({ openid, name }) => ({ openid, name }))
  const quorum = quorumOf(members.length, request.rules.quorumPercent)
  return { round, ballots, supervisors, quorum, opinion: null, reminded: false }
}

/** Closes an open vote when nothing can change its outcome any more. */
function afterVote(request: SpendingRecord, seats: readonly SeatRecord[], nowMs: number): SpendingRecord {
  const step = openStep(request)
  return step?.vote ? decide(request, step, outcomeOf(step.vote, false), seats, nowMs) : request
}

function decide(
  request: SpendingRecord,
  step: StepRecord,
  outcome: ReturnType<typeof outcomeOf>,
  seats: readonly SeatRecord[],
  nowMs: number,
): SpendingRecord {
  switch (outcome) {
    case 'open':
      return request
    case 'passed':
      return openNext(
        withEvent(
          replaceStep(request, step, { ...step, status: 'passed' }),
          'stepPassed',
          nowMs,
          null,
          '管委会表决通过',
        ),
        seats,
        nowMs,
      )
    case 'refused':
      return end(
        withEvent(
          replaceStep(request, step, { ...step, status: 'refused' }),
          'rejected',
          nowMs,
          null,
          '管委会表决未通过',
        ),
        'rejected',
      )
    case 'noQuorum':
      return tidy({
        ...withEvent(replaceStep(request, step, { ...step, status: 'noQuorum' }), 'noQuorum', nowMs, null, null),
        status: 'noQuorum',
      })
    case 'impossible':
      return sendToStreet(request, step, seats, nowMs)
  }
}

/** So many stand aside that the committee can't decide: the street decides in its place. */
function sendToStreet(request: SpendingRecord, step: StepRecord, seats: readonly SeatRecord[], nowMs: number) {
  const left = replaceStep(request, step, { ...step, status: 'noQuorum' })
  const street = stepsOfKind('street')
  const steps = left.steps.some(({ kind }) => kind === 'street')
    ? left.steps
    : left.steps.flatMap((each) => (each.kind === 'committee' ? [each, street] : [each]))
  return openNext(withEvent({ ...left, steps }, 'sentToStreet', nowMs, null, null), seats, nowMs)
}

function stepsOfKind(kind: StepKind): StepRecord {
  return { kind, status: 'ahead', deadlineMs: null, signatures: [], vote: null, earlierVotes: [] }
}

function withBallot(vote: VoteRecord, ballot: BallotRecord): VoteRecord {
  return { ...vote, ballots: vote.ballots.map((each) => (each.openid === ballot.openid ? ballot : each)) }
}

function replaceStep(request: SpendingRecord, step: StepRecord, by: StepRecord): SpendingRecord {
  return { ...request, steps: request.steps.map((each) => (each === step ? by : each)) }
}

/** What its items come to. */
export function sumOfItems(items: SpendingRecord['items']) {
  return fen(items.reduce((total, { quantity, unitFen }) => total + quantity * unitFen, 0))
}
