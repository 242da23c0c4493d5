import { z } from 'zod'
import { findHolders } from '../../../people/public'
import { stepLimit } from '../../../shared/access/rate-limit'
import { require } from '../../../shared/errors'
import { moment, text } from '../../../shared/fields'
import { type Context, procedure } from '../../../shared/procedure'
import { toApprove } from '../../cases/messages'
import { type CaseStep, runCaseStep } from '../../cases/run-step'
import { showCase } from '../../cases/show'
import type { CaseAndNeed } from '../../cases/store'
import { requireWorker } from '../../cases/viewers'
import { opened, openedAgain } from '../../casework/case-opening'
import type { CaseRecord } from '../../casework/case-record'
import { assessed, closureSubmitted, evaluated, planSubmitted, stageSet, visitPlanned } from '../../casework/case-steps'
import { serving } from '../../casework/service-steps'
import { isPossible } from '../../casework/steps'
import { longText, optionalText, shortText, step, versionedStep, way } from './forms'

/** The worker's way through the six stages; each step's gate is in `casework/gates.ts`. */

export const recordIntake = procedure({
  name: 'needs.recordIntake',
  input: z.strictObject({
    ...step,
    firstContactAtMs: moment,
    way,
    agreement: z.enum(['signed', 'spoken']),
    summary: text(1, 500),
  }),
  access: 'anyone',
  limit: stepLimit('needs.recordIntake'),
  async run(context, input) {
    const { needId: _, key: __, ...form } = input
    return workerStep(context, input, {
      texts: [form.summary],
      step: (kase, by, { need, stored }) =>
        stored?.status === 'closed' ? openedAgain(stored, need, form, by) : opened(kase, form, by),
      need: (need) => (isPossible(need, 'serving') ? serving(need, context.nowMs) : null),
    })
  },
})

export const recordAssessment = procedure({
  name: 'needs.recordAssessment',
  input: z.strictObject({
    ...versionedStep,
    situation: longText,
    strengths: optionalText,
    problems: longText,
    risk: z.enum(['low', 'medium', 'high', 'critical']),
    safetyPlan: optionalText,
  }),
  access: 'anyone',
  limit: stepLimit('needs.recordAssessment'),
  async run(context, input) {
    const { needId: _, key: __, version: ___, ...form } = input
    const { situation, strengths, problems, safetyPlan } = form
    return workerStep(context, input, {
      texts: [situation, strengths, problems, safetyPlan],
      step: (kase, by) => assessed(kase, form, by),
    })
  },
})

export const submitPlan = procedure({
  name: 'needs.submitPlan',
  input: z.strictObject({
    ...versionedStep,
    goals: z
      .array(z.strictObject({ text: shortText, measure: shortText }))
      .min(1, '1 goal at least')
      .max(6, 'at most 6 goals'),
    everyDays: z.int('whole days').min(1, '1 day at least').max(90, 'at most 90 days'),
    untilMs: moment,
    measures: optionalText,
  }),
  access: 'anyone',
  limit: stepLimit('needs.submitPlan'),
  async run(context, input) {
    const { needId: _, key: __, version: ___, ...form } = input
    require(form.untilMs > context.nowMs, 'NOT_NOW', '计划的结束日期已经过去')
    return submitStep(context, input, {
      texts: [form.measures, ...form.goals.flatMap(({ text: goal, measure }) => [goal, measure])],
      step: (kase, by) => planSubmitted(kase, form, by),
    })
  },
})

export const planVisit = procedure({
  name: 'needs.planVisit',
  input: z.strictObject({ ...step, atMs: moment, purpose: text(0, 100) }),
  access: 'anyone',
  limit: stepLimit('needs.planVisit'),
  run: (context, input) =>
    workerStep(context, input, {
      texts: [input.purpose],
      step: (kase, by) => visitPlanned(kase, input.atMs, input.purpose, by),
    }),
})

export const setCaseStage = procedure({
  name: 'needs.setCaseStage',
  input: z.strictObject({ ...versionedStep, stage: z.enum(['evaluation', 'intervention']) }),
  access: 'anyone',
  limit: stepLimit('needs.setCaseStage'),
  run: (context, input) =>
    workerStep(context, input, { texts: [], step: (kase, by) => stageSet(kase, input.stage, by) }),
})

export const recordEvaluation = procedure({
  name: 'needs.recordEvaluation',
  input: z.strictObject({
    ...versionedStep,
    results: z
      .array(
        z.strictObject({
          goalId: z.string().regex(/^goal_\d$/, 'a goal of the plan'),
          result: z.enum(['met', 'partly', 'dropped']),
          note: text(0, 200),
        }),
      )
      .min(1, '1 goal at least')
      .max(6, 'at most 6 goals'),
    change: longText,
    residentSatisfaction: z.int('a whole number').min(1, '1 at least').max(5, 'at most 5').nullable(),
  }),
  access: 'anyone',
  limit: stepLimit('needs.recordEvaluation'),
  async run(context, input) {
    const { needId: _, key: __, version: ___, ...form } = input
    return workerStep(context, input, {
      texts: [form.change, ...form.results.map(({ note }) => note)],
      step: (kase, by) => evaluated(kase, form, by),
    })
  },
})

export const submitClosure = procedure({
  name: 'needs.submitClosure',
  input: z.strictObject({
    ...versionedStep,
    outcome: z.enum(['goalsMet', 'partlyMet', 'referred', 'residentEnded', 'movedAway', 'deceased', 'unreachable']),
    summary: longText,
    followUp: optionalText,
  }),
  access: 'anyone',
  limit: stepLimit('needs.submitClosure'),
  async run(context, input) {
    const { needId: _, key: __, version: ___, ...form } = input
    return submitStep(context, input, {
      texts: [form.summary, form.followUp],
      step: (kase, by) => closureSubmitted(kase, form, by),
    })
  },
})

type WorkerInput = Parameters<typeof runCaseStep>[1]

/** A step of the worker who has the case, and the case as they then see it. */
export async function workerStep(context: Context, input: WorkerInput, what: Omit<CaseStep, 'authorise' | 'name'>) {
  const found = await runCaseStep(context, input, { ...asWorker(context), ...what })
  return showCase(context, found, { kind: 'worker' })
}

function asWorker({ openid }: Context): Pick<CaseStep, 'authorise' | 'name'> {
  return {
    authorise: ({ kase }: CaseAndNeed) => requireWorker(kase, openid),
    name: (kase: CaseRecord) => kase.workerName,
  }
}

/** As `workerStep`; the station's supervisors are told that it waits for them. */
async function submitStep(context: Context, input: WorkerInput, what: Pick<CaseStep, 'texts' | 'step'>) {
  const { world, nowMs } = context
  const need = await world.database.get<{ _id: string; streetCode: string }>('needs', input.needId)
  const supervisors = need ? await findHolders(world, 'stationSupervisor', need.streetCode) : []
  return workerStep(context, input, {
    ...what,
    messages: (after) => toApprove(world, after, supervisors, nowMs),
  })
}
