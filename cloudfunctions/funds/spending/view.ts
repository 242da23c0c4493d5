import type { Fen } from '../../../typings/money'
import type {
  Beneficiary,
  ConsentView,
  SpendingDetail,
  SpendingStepView,
  SpendingSummary,
  StepVoter,
} from '../../../typings/spending'
import type { World } from '../../shared/ports'
import { readCheckpoint } from '../books/roll-up'
import { fen, zeroFen } from '../ledger/fen'
import { lengthFen } from '../ledger/pools'
import { type SeatRecord, sameName } from '../policy/roster'
import { actionsOf, waitsForPerson } from './actions'
import { agreedFen, isAsking } from './consents'
import { paidFen, spendableFor } from './money'
import type { SpendingRecord, StepRecord } from './records'
import { type Actor, openStep, slotsOf } from './steps'
import { castCount } from './vote'
import { nextWords, roleWords, slotWords } from './words'

const yearMs = 366 * 86_400_000
const mostOfFund = 1000

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
  const vouchers = [...request.payments, ...(request.settlement ? [request.settlement] : [])]
  const fileIds = [...request.quoteFileIds, ...vouchers.flatMap(({ voucherFileIds }) => voucherFileIds)]
  const [checkpoint, yearFen, addresses] = await Promise.all([
    readCheckpoint(world, request.fundId),
    beneficiaryYearFen(world, request, request._id),
    addressesOf(world, fileIds),
  ])
  const urls = (ids: readonly string[]) => ids.flatMap((id) => addresses.get(id) ?? [])
  const spendableFen = spendableFor(checkpoint, request)
  const needsMoney = request.commitment === null
  const { reason, source, items, payeeName, rules, events, version, fundName } = request
  return {
    ...summaryOf(request, actor, seats),
    ...{ fundName, reason, source, items, payeeName, rules, events, version },
    beneficiary: masked(request.beneficiary),
    quoteUrls: urls(request.quoteFileIds),
    steps: request.steps.map((step) => stepView(step, actor)),
    next: nextWords(request),
    money: {
      spendableFen,
      afterFen: needsMoney ? fen(spendableFen - request.amountFen) : spendableFen,
      beneficiaryYearFen: yearFen,
    },
    change: changeView(request),
    paidFen: paidFen(request),
    payments: request.payments.map(({ amountFen, atMs, payerName, note, voucherFileIds }) => ({
      ...{ amountFen, atMs, payerName, note },
      voucherUrls: urls(voucherFileIds),
    })),
    settlement: settlementView(request, urls),
    can: actionsOf(request, actor, seats),
  }
}

/** What the same beneficiary was given or promised by this fund in the 12 months before; `except`: the request itself. */
export async function beneficiaryYearFen(
  world: World,
  { fundId, beneficiary }: Pick<SpendingRecord, 'fundId' | 'beneficiary'>,
  except: string | null,
): Promise<Fen> {
  if (beneficiary.kind === 'group') return zeroFen
  const recent = await world.database.find<SpendingRecord>('spendingRequests', {
    where: { fundId, submittedAtMs: { $gt: world.clock.nowMs() - yearMs } },
    orderBy: [['submittedAtMs', 'asc']],
    limit: mostOfFund,
    fields: ['beneficiary', 'amountFen', 'status', 'settlement.actualFen'],
  })
  const counted = recent.filter(
    ({ _id, status, beneficiary: other }) =>
      _id !== except &&
      !['rejected', 'withdrawn', 'consentRefused'].includes(status) &&
      sameName(other.name, beneficiary.name),
  )
  return fen(counted.reduce((total, { settlement, amountFen }) => total + (settlement?.actualFen ?? amountFen), 0))
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
export function masked(beneficiary: Beneficiary): Beneficiary {
  return beneficiary.kind === 'group' ? beneficiary : { ...beneficiary, name: `${[...beneficiary.name][0] ?? ''}**` }
}

function deadlineOf(request: SpendingRecord): number | null {
  if (request.status === 'consulting') return request.change?.deadlineMs ?? null
  if (request.status === 'reviewing') return openStep(request)?.deadlineMs ?? null
  const [first] = request.payments
  return request.status === 'paid' && first ? first.atMs + request.rules.settleDays * 86_400_000 : null
}

function stepView(step: StepRecord, actor: Actor): SpendingStepView {
  const free = slotsOf[step.kind].filter((_, slot) => !step.signatures.some((each) => each.slot === slot))
  return {
    ...{ kind: step.kind, status: step.status, deadlineMs: step.deadlineMs },
    signatures: step.signatures.map(({ name, role, agreed, opinion, atMs }) => ({
      ...{ name, role: roleWords[role], agreed, opinion, atMs },
    })),
    awaited: step.status === 'open' ? free.map(slotWords) : [],
    vote: step.vote && {
      round: step.vote.round,
      voters: step.vote.ballots.map(
        ({ openid, name, vote, recused, opinion, atMs }): StepVoter => ({
          ...{ name, vote, recused, opinion, atMs },
          isYou: openid === actor.openid,
        }),
      ),
      quorum: step.vote.quorum,
      cast: castCount(step.vote),
      supervisorOpinion: step.vote.opinion && {
        ...{ name: step.vote.opinion.name, text: step.vote.opinion.text, atMs: step.vote.opinion.atMs },
      },
    },
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

function settlementView(request: SpendingRecord, urls: (ids: readonly string[]) => string[]) {
  if (!request.settlement) return null
  const { actualFen, releasedFen, returnedFen, name, atMs, note, voucherFileIds } = request.settlement
  return { actualFen, releasedFen, returnedFen, byName: name, atMs, note, voucherUrls: urls(voucherFileIds) }
}

async function addressesOf(world: World, fileIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const urls = await world.files.temporaryUrls(fileIds)
  return new Map(fileIds.flatMap((id, index) => (urls[index] ? [[id, urls[index] ?? ''] as const] : [])))
}
