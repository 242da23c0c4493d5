import type {
  Beneficiary,
  ConsentView,
  SpendingDetail,
  SpendingPictures,
  SpendingStepView,
  SpendingSummary,
  StepVoter,
  VoteView,
} from '../../../typings/spending'
import { roleWords } from '../../shared/access/role-words'
import type { World } from '../../shared/ports'
import { readCheckpoint } from '../books/roll-up'
import { fen } from '../ledger/fen'
import { lengthFen } from '../ledger/pools'
import type { SeatRecord } from '../policy/roster'
import { actionsOf, waitsForPerson } from './actions'
import { beneficiaryYear } from './beneficiary'
import { blockedWords } from './blocked'
import { agreedFen, isAsking } from './consents'
import { paidFen, spendableFor } from './money'
import { readPictures } from './pictures'
import type { SpendingRecord, StepRecord, VoteRecord } from './records'
import { type Actor, deadlineOf, openStep, slotsOf } from './steps'
import { castCount } from './vote'
import { nextWords, slotWords } from './words'

export function summaryOf(request: SpendingRecord, actor: Actor, seats: readonly SeatRecord[]): SpendingSummary {
  const { _id: spendingId, fundId, communityName, title, field, amountFen, status, authorName, submittedAtMs } = request
  const step = openStep(request)
  return {
    ...{ spendingId, fundId, communityName, title, field, amountFen, status, authorName, submittedAtMs },
    step: status === 'reviewing' ? (step?.kind ?? null) : null,
    deadlineMs: deadlineOf(request),
    waitsForYou: waitsForPerson(request, actor, seats),
  }
}

/** A request with everything that is needed to decide on it: checkpoint, the beneficiary's year and the files' addresses. */
export async function detailOf(
  world: World,
  request: SpendingRecord,
  actor: Actor,
  seats: readonly SeatRecord[],
): Promise<SpendingDetail> {
  const [checkpoint, year, pictures] = await Promise.all([
    readCheckpoint(world, request.fundId),
    beneficiaryYear(world, request, request._id),
    readPictures(world, request, actor.openid),
  ])
  const spendableFen = spendableFor(checkpoint, request)
  const needsMoney = request.commitment === null
  const { reason, source, items, payeeName, rules, events, version, fundName } = request
  return {
    ...summaryOf(request, actor, seats),
    ...{ fundName, reason, source, items, payeeName, rules, events, version },
    beneficiary: masked(request.beneficiary),
    quotes: pictures(request.quoteFileIds),
    steps: request.steps.map((step) => stepView(step, actor)),
    next: nextWords(request),
    money: {
      spendableFen,
      afterFen: needsMoney ? fen(spendableFen - request.amountFen) : spendableFen,
      beneficiaryYearFen: year.amountFen,
    },
    change: changeView(request),
    paidFen: paidFen(request),
    payments: request.payments.map(({ amountFen, atMs, payerName, note, voucherFileIds }) => ({
      ...{ amountFen, atMs, payerName, note },
      vouchers: pictures(voucherFileIds),
    })),
    settlement: settlementView(request, pictures),
    can: actionsOf(request, actor, seats),
    blocked: blockedWords(request, actor, seats),
  }
}

export function consentView(request: SpendingRecord, openid: string, nowMs: number): ConsentView | null {
  const own = request.change?.asked.find((each) => each.openid === openid)
  if (!request.change || !own) return null
  return {
    spendingId: request._id,
    ...{ fundName: request.fundName, title: request.title, reason: request.reason },
    ...{ from: request.change.from, to: request.field, amountFen: lengthFen(own.spans) },
    ...{ deadlineMs: request.change.deadlineMs, answer: own.answer },
    open: own.answer === null && isAsking(request, nowMs),
  }
}

/** 周桂芬 becomes 周**; a group is nobody's name. */
function masked(beneficiary: Beneficiary): Beneficiary {
  return beneficiary.kind === 'group' ? beneficiary : { ...beneficiary, name: `${[...beneficiary.name][0] ?? ''}**` }
}

function stepView(step: StepRecord, actor: Actor): SpendingStepView {
  const free = slotsOf[step.kind].filter((_, slot) => !step.signatures.some((each) => each.slot === slot))
  return {
    ...{ kind: step.kind, status: step.status, deadlineMs: step.deadlineMs },
    signatures: step.signatures.map(({ name, role, agreed, opinion, atMs }) => ({
      ...{ name, role: roleWords[role], agreed, opinion, atMs },
    })),
    awaited: step.status === 'open' ? free.map(slotWords) : [],
    vote: step.vote && voteView(step.vote, actor),
    earlierVotes: step.earlierVotes.map((vote) => voteView(vote, actor)),
  }
}

function voteView(vote: VoteRecord, actor: Actor): VoteView {
  return {
    round: vote.round,
    voters: vote.ballots.map(
      ({ openid, name, vote: said, recused, opinion, atMs }): StepVoter => ({
        ...{ name, vote: said, recused, opinion, atMs },
        isYou: openid === actor.openid,
      }),
    ),
    quorum: vote.quorum,
    cast: castCount(vote),
    supervisorOpinion: vote.opinion && { name: vote.opinion.name, text: vote.opinion.text, atMs: vote.opinion.atMs },
  }
}

function changeView({ change }: SpendingRecord): SpendingDetail['change'] {
  if (!change) return null
  const count = (wanted: string) => change.asked.filter(({ answer }) => answer === wanted).length
  return {
    ...{ from: change.from, asked: change.asked.length, agreed: count('agreed'), refused: count('refused') },
    ...{ agreedFen: agreedFen(change), deadlineMs: change.deadlineMs },
  }
}

function settlementView(request: SpendingRecord, pictures: (ids: readonly string[]) => SpendingPictures) {
  if (!request.settlement) return null
  const { actualFen, releasedFen, returnedFen, name, atMs, note, voucherFileIds } = request.settlement
  return { actualFen, releasedFen, returnedFen, byName: name, atMs, note, vouchers: pictures(voucherFileIds) }
}
