import { z } from 'zod'
import { require } from '../../../shared/errors'
import { needId, text, workerId } from '../../../shared/fields'
import { type Context, procedure } from '../../../shared/procedure'
import { caseTaken, closedTold, decisionTold, supervisionTold } from '../../cases/messages'
import { moveCase } from '../../cases/move'
import { type CaseStep, runCaseStep } from '../../cases/run-step'
import { showCase } from '../../cases/show'
import { requireStation, stationRoles, stationViewer } from '../../cases/viewers'
import { type CaseRecord, hadIt } from '../../casework/case-record'
import { closureDecided, planDecided, supervised } from '../../casework/case-steps'
import { closed, planApproved } from '../../casework/service-steps'
import { isPossible } from '../../casework/steps'
import { freeRoom } from '../../offering'
import { followerOf } from '../../residents/follower'
import { getNeed } from '../../store'
import { step, versionedStep } from './forms'

/**
 * The supervisor answers a plan or a closure; sent back it needs words. An approved closure closes the need and frees the
 * worker's room, in one transaction. Nobody decides about a case that they have, or had: what is decided may be their own.
 */
export const decideCase = procedure({
  name: 'needs.decideCase',
  input: z
    .strictObject({ ...versionedStep, what: z.enum(['plan', 'closure']), approved: z.boolean(), note: text(0, 300) })
    .refine(({ approved, note }) => approved || note !== '', { path: ['note'], message: 'why it is sent back' }),
  access: stationRoles,
  async run(context, input) {
    const { world, nowMs } = context
    const { what, approved, note } = input
    const found = await runCaseStep(context, input, {
      ...asStation(context, (kase) =>
        require(!hadIt(kase, context.openid), 'FORBIDDEN', 'nobody decides about a case that is, or was, their own'),
      ),
      texts: [note],
      step: (kase, by) =>
        what === 'plan' ? planDecided(kase, approved, note, by) : closureDecided(kase, approved, note, by),
      messages: async (after, need) => [
        decisionTold(world, after, { what, approved, note }, nowMs),
        ...(after.status === 'closed' ? [closedTold(world, after, await followerOf(world, need, nowMs), nowMs)] : []),
      ],
      ...(approved ? effectsOf(what, nowMs) : {}),
    })
    return showCase(context, found, await stationViewer(context, found.kase))
  },
})

/** What an approval does beyond the case. */
function effectsOf(what: 'plan' | 'closure', nowMs: number): Pick<CaseStep, 'need' | 'before'> {
  if (what === 'plan') return { need: (need) => (isPossible(need, 'planApproved') ? planApproved(need, nowMs) : null) }
  return {
    before: async (transaction, need, kase) => {
      if (kase.awaits === 'closure' && isPossible(need, 'closed')) await freeRoom(transaction, need, nowMs)
    },
    need: (need) => (isPossible(need, 'closed') ? closed(need, nowMs) : null),
  }
}

/** 督导: what the supervisor says to the work; the worker is told. */
export const addSupervisionNote = procedure({
  name: 'needs.addSupervisionNote',
  input: z.strictObject({ ...step, text: text(1, 500) }),
  access: stationRoles,
  async run(context, input) {
    const { world, nowMs } = context
    const found = await runCaseStep(context, input, {
      ...asStation(context),
      texts: [input.text],
      step: (kase, by) =>
        supervised(kase, { noteId: `note_${input.key}`, text: input.text, byName: by.name, atMs: by.nowMs }, by),
      messages: (after) => [supervisionTold(world, after, input.text, nowMs)],
    })
    return showCase(context, found, await stationViewer(context, found.kase))
  },
})

/** The case goes to another worker with a reason; before 接案 the accepted need goes the same way. */
export const reassign = procedure({
  name: 'needs.reassign',
  input: z.strictObject({ needId, key: step.key, workerId, reason: text(2, 200) }),
  access: stationRoles,
  async run(context, input) {
    const { world, nowMs } = context
    const before = await getNeed(world.database, input.needId)
    const formerOpenid = before.workerOpenid
    await moveCase(context, input, {
      ...asStation(context),
      actorName: nameOf(context, before.streetName),
      toWorkerId: input.workerId,
      reason: input.reason,
      texts: [input.reason],
      told: (after) =>
        formerOpenid === null
          ? []
          : [caseTaken(world, after, { openid: formerOpenid, toName: after.workerName }, nowMs)],
    })
    return { needId: input.needId }
  },
})

/** Whose duties cover the place; `and` is asked besides. */
export function asStation(context: Context, and?: (kase: CaseRecord) => void): Pick<CaseStep, 'authorise' | 'name'> {
  return {
    authorise: ({ kase }) => {
      requireStation(kase, context.duties)
      and?.(kase)
    },
    name: (kase) => nameOf(context, kase.streetName),
  }
}

function nameOf({ callerName }: Context, streetName: string): string {
  return callerName ?? `${streetName}社工站`
}
