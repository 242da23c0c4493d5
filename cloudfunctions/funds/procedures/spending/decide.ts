import { z } from 'zod'
import { require } from '../../../shared/errors'
import { spendingId, text, version } from '../../../shared/fields'
import { type Context, procedure } from '../../../shared/procedure'
import type { SeatRecord } from '../../policy/roster'
import { actorAt, spendingRoles } from '../../spending/actions'
import { checkWords } from '../../spending/content'
import { opinion } from '../../spending/fields'
import type { SpendingRecord } from '../../spending/records'
import {
  type Actor,
  castVote,
  minute,
  openStep,
  recuse,
  reopenVote as reopen,
  sign,
  withdraw,
} from '../../spending/steps'
import { commitApproved, readSeats, takeStep } from '../../spending/store'
import { readOwn, show } from './read'

/** Signs a step that is not a vote. The same answer again is no second signature. */
export const signSpending = procedure({
  name: 'funds.signSpending',
  input: z.strictObject({ spendingId, agreed: z.boolean(), opinion }),
  access: ['socialWorker', 'stationSupervisor', 'communityStaff', 'streetStaff', 'districtStaff'],
  run: (context, input) =>
    decide(context, input.spendingId, input.opinion, (request, actor, seats) => {
      const own = request.steps.flatMap(({ signatures }) => signatures).find(({ openid }) => openid === actor.openid)
      if (own && own.agreed === input.agreed && own.opinion === input.opinion) return request
      return sign(request, actor, input, seats, context.nowMs)
    }),
})

/** A member's vote. The same vote again is no second one; another one is CONFLICT. */
export const voteSpending = procedure({
  name: 'funds.voteSpending',
  input: z.strictObject({ spendingId, vote: z.enum(['yes', 'no', 'abstain']), opinion: text(0, 200) }),
  access: ['fundCommitteeMember'],
  run: (context, input) =>
    decide(context, input.spendingId, input.opinion, (request, actor, seats) => {
      const ballots = request.steps.flatMap(({ vote }) => vote?.ballots ?? [])
      const own = ballots.find(({ openid }) => openid === actor.openid)
      if (own?.vote === input.vote && own.opinion === input.opinion) return request
      return castVote(request, actor, input, seats, context.nowMs)
    }),
})

export const recuseSpending = procedure({
  name: 'funds.recuseSpending',
  input: z.strictObject({ spendingId, reason: opinion }),
  access: ['fundCommitteeMember'],
  run: (context, input) =>
    decide(context, input.spendingId, input.reason, (request, actor, seats) => {
      const own = openStep(request)?.vote?.ballots.find(({ openid }) => openid === actor.openid)
      if (own?.recused === input.reason) return request
      return recuse(request, actor, input.reason, seats, context.nowMs)
    }),
})

export const minuteSpending = procedure({
  name: 'funds.minuteSpending',
  input: z.strictObject({ spendingId, opinion }),
  access: ['fundSupervisor'],
  run: (context, input) =>
    decide(context, input.spendingId, input.opinion, (request, actor, seats) => {
      const minuted = request.steps.flatMap(({ vote }) => vote?.opinion ?? [])
      if (minuted.some(({ openid, text: said }) => openid === actor.openid && said === input.opinion)) return request
      return minute(request, actor, input.opinion, seats, context.nowMs)
    }),
})

/** `version` is what the person saw: who calls twice calls once. */
export const reopenVote = procedure({
  name: 'funds.reopenVote',
  input: z.strictObject({ spendingId, version }),
  access: spendingRoles,
  run: (context, input) =>
    decide(context, input.spendingId, '', (request, actor, seats) => {
      if (request.version === input.version + 1 && request.events.at(-1)?.kind === 'voteReopened') return request
      require(request.version === input.version, 'CONFLICT', 'the request has moved on')
      const may = request.authorOpenid === actor.openid || actor.roles.includes('communityStaff')
      require(may, 'FORBIDDEN', 'the author or community staff call the committee again')
      return reopen(request, actor, seats, context.nowMs)
    }),
})

export const withdrawSpending = procedure({
  name: 'funds.withdrawSpending',
  input: z.strictObject({ spendingId, reason: opinion }),
  access: spendingRoles,
  run: (context, input) =>
    decide(context, input.spendingId, input.reason, (request, actor) =>
      request.status === 'withdrawn' && request.authorOpenid === actor.openid
        ? request
        : withdraw(request, actor.openid, input.reason, context.nowMs),
    ),
})

/** Tries again to set the money of an approved request apart; the timer does so too. */
export const commitSpending = procedure({
  name: 'funds.commitSpending',
  input: z.strictObject({ spendingId }),
  access: ['socialWorker', 'stationSupervisor', 'communityStaff', 'districtStaff'],
  run: async (context, input) => {
    const request = await readOwn(context, input.spendingId)
    if (request.status === 'committed') return show(context, request)
    require(request.status === 'approved', 'NOT_NOW', 'only what is approved is committed')
    const after = await commitApproved(context.world, request)
    require(after.status !== 'approved', 'NOT_NOW', 'the money is not there yet')
    return show(context, after)
  },
})

/** Reads with its roster, checks the words, takes the step, shows what came of it. */
async function decide(
  context: Context,
  id: SpendingRecord['_id'],
  words: string,
  step: (request: SpendingRecord, actor: Actor, seats: readonly SeatRecord[]) => SpendingRecord,
) {
  const { world, openid } = context
  const seen = await readOwn(context, id)
  const [seats] = await Promise.all([
    readSeats(world, seen.fundId),
    words === '' ? undefined : checkWords(world, openid, words),
  ])
  const actor = actorAt(context, seen.territoryCode)
  const after = await takeStep(world, id, (request) => step(request, actor, seats))
  return show(context, after)
}
