import { z } from 'zod'
import type { Referral } from '../../../../typings/cases'
import { readDuties } from '../../../shared/access/duties'
import { stepLimit } from '../../../shared/access/rate-limit'
import { Failure, require } from '../../../shared/errors'
import { anyPhone, moment, needId, text, workerId } from '../../../shared/fields'
import type { World } from '../../../shared/ports/index'
import { type Context, procedure } from '../../../shared/procedure'
import { caseTaken, referralAnsweredTold, referralTold } from '../../cases/messages'
import { moveCase } from '../../cases/move'
import { runCaseStep } from '../../cases/run-step'
import { type CaseAndNeed, loadCase } from '../../cases/store'
import { requireStation, stationRoles } from '../../cases/viewers'
import { referralAnswered, referralSent, volunteersAsked, volunteersSettled } from '../../casework/case-requests'
import { candidateForStation } from '../../casework/views'
import type { NeedRecord, WorkerRecord } from '../../records'
import { readFieldWorkers } from '../../route-need'
import { rank } from '../../routing/route'
import { partId, shortText, step, versionedStep } from './forms'
import { workerStep } from './stages'

const MOST_COLLEAGUES = 20

/** Workers who could take the case over, best first, those who cannot with the reason; for its worker and its station. */
export const listColleagues = procedure({
  name: 'needs.listColleagues',
  input: z.strictObject({ needId }),
  access: 'anyone',
  async run(context, input) {
    const { kase, need } = await loadCase(context.world, input.needId)
    if (kase.workerOpenid !== context.openid) requireStation(kase, await stationDuties(context))
    const workers = await readFieldWorkers(context.world, need)
    const others = workers.filter(({ _id }) => _id !== kase.workerId)
    return rank(withoutPast(need), others, context.nowMs)
      .slice(0, MOST_COLLEAGUES)
      .map((judged) => candidateForStation(judged))
  },
})

/** Whoever holds none of the station's duties learns no more than that the case is not there. */
async function stationDuties({ world, openid }: Context) {
  try {
    return (await readDuties(world.database, openid, stationRoles)).duties
  } catch (error) {
    if (error instanceof Failure && error.code === 'FORBIDDEN') throw new Failure('NOT_FOUND', 'no such case')
    throw error
  }
}

/** Whoever passed the need when it was new may still take the case when a colleague asks. */
function withoutPast(need: NeedRecord): NeedRecord {
  return { ...need, passedOver: [] }
}

/** 转介 to a colleague, who answers, or to an organisation, whose answer the worker notes. */
export const sendReferral = procedure({
  name: 'needs.sendReferral',
  input: z.strictObject({
    ...versionedStep,
    to: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('worker'), workerId }),
      z.strictObject({
        kind: z.literal('organisation'),
        name: text(2, 40),
        phone: anyPhone,
      }),
    ]),
    reason: text(1, 300),
  }),
  access: 'anyone',
  limit: stepLimit('needs.sendReferral'),
  async run(context, input) {
    const { world, nowMs } = context
    const to = await readTarget(world, input.to)
    const form = {
      referralId: `ref_${input.key}`,
      to: to.shown,
      reason: input.reason,
      workerOpenid: to.openid,
      letter: input.to.kind === 'worker' ? null : { code: world.ids.random(), openid: null, name: '' },
    }
    return workerStep(context, input, {
      texts: [input.reason, to.shown.name],
      step: (kase, by) => {
        require(to.openid !== kase.workerOpenid, 'NOT_NOW', '不能转介给自己')
        return referralSent(kase, form, by)
      },
      messages: (after) => (to.openid === null ? [] : [referralTold(world, after, to.openid, nowMs)]),
    })
  },
})

async function readTarget(
  { database }: World,
  to: { kind: 'worker'; workerId: WorkerRecord['_id'] } | { kind: 'organisation'; name: string; phone: string },
): Promise<{ shown: Referral['to']; openid: string | null }> {
  if (to.kind === 'organisation') return { shown: to, openid: null }
  const worker = await database.get<WorkerRecord>('workers', to.workerId)
  require(worker, 'NOT_FOUND', 'no such worker')
  return { shown: { ...to, name: worker.name }, openid: worker.openid }
}

/** With a colleague's yes the case is theirs at once, load and all; NO_CAPACITY or NOT_NOW when they cannot have it. */
export const setReferral = procedure({
  name: 'needs.setReferral',
  input: z.strictObject({
    ...step,
    referralId: partId,
    state: z.enum(['accepted', 'declined', 'done']),
    note: text(0, 200),
  }),
  access: 'anyone',
  limit: stepLimit('needs.setReferral'),
  async run(context, input) {
    const { world, openid, nowMs } = context
    const { referralId, state, note } = input
    const before = await loadCase(world, input.needId)
    const referral = before.kase.referrals.find((each) => each.referralId === referralId)
    require(referral, 'NOT_FOUND', 'no such case')
    const answer = { referralId, state, note }
    const authorise = ({ kase }: CaseAndNeed) =>
      require(openid === kase.workerOpenid || openid === referral.workerOpenid, 'NOT_FOUND', 'no such case')
    if (referral.to.kind === 'worker' && state === 'accepted') {
      await moveCase(context, input, {
        toWorkerId: referral.to.workerId,
        reason: `转介：${referral.reason}`,
        actorName: referral.to.name,
        authorise,
        texts: [note],
        first: (kase, by) => referralAnswered(kase, answer, openid, by),
        told: (after) => [
          caseTaken(world, after, { openid: before.kase.workerOpenid, toName: after.workerName }, nowMs),
        ],
      })
      return { needId: input.needId }
    }
    const words = state === 'declined' ? `${referral.to.name}没有接受。${note}` : `${referral.to.name}办好了。${note}`
    await runCaseStep(context, input, {
      authorise,
      name: (kase) => (openid === kase.workerOpenid ? kase.workerName : referral.to.name),
      texts: [note],
      step: (kase, by) => referralAnswered(kase, answer, openid, by),
      messages: (after) =>
        openid === after.workerOpenid ? [] : [referralAnsweredTold(world, after, after.workerOpenid, words, nowMs)],
    })
    return { needId: input.needId }
  },
})

/** Neighbours who join raise no version: only in a transaction is the list that is written the one that was read. */
const noJoiningMeanwhile = async () => undefined

/** Asks for volunteers; the request stands in the case with its state. */
export const requestVolunteers = procedure({
  name: 'needs.requestVolunteers',
  input: z.strictObject({
    ...step,
    what: shortText,
    count: z.int('a whole number').min(1, '1 at least').max(50, 'at most 50'),
    onMs: moment,
    minutes: z.int('whole minutes').min(15, '15 minutes at least').max(720, 'at most 720 minutes'),
  }),
  access: 'anyone',
  limit: stepLimit('needs.requestVolunteers'),
  async run(context, input) {
    const { what, count, onMs, minutes, key } = input
    const request = { requestId: `volunteers_${key}`, what, count, onMs, minutes }
    return workerStep(context, input, {
      texts: [what],
      before: noJoiningMeanwhile,
      step: (kase, by) => volunteersAsked(kase, { ...request, state: 'open', createdAtMs: by.nowMs, joined: 0 }, by),
    })
  },
})

export const setVolunteerRequest = procedure({
  name: 'needs.setVolunteerRequest',
  input: z.strictObject({ ...step, requestId: partId, state: z.enum(['filled', 'done', 'cancelled']) }),
  access: 'anyone',
  limit: stepLimit('needs.setVolunteerRequest'),
  run: (context, input) =>
    workerStep(context, input, {
      texts: [],
      before: noJoiningMeanwhile,
      step: (kase, by) => volunteersSettled(kase, input.requestId, input.state, by),
    }),
})
