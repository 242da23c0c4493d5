/** Any sequence of what people and the timer do, with a database that may fail at any call: loads agree, no need is lost. */

import fc from 'fast-check'
import { accept, decline } from '../../../cloudfunctions/needs/procedures/answer'
import { submit } from '../../../cloudfunctions/needs/procedures/submit'
import { assign } from '../../../cloudfunctions/needs/procedures/triage'
import { withdraw } from '../../../cloudfunctions/needs/procedures/withdraw'
import type { NeedRecord, WorkerRecord } from '../../../cloudfunctions/needs/records'
import { Failure } from '../../../cloudfunctions/shared/errors'
import { minuteMs } from '../../../cloudfunctions/shared/time/spans'
import { needInput, street, supervisor, supervisorOpenid, territories, worker } from '../../contract/needs/scene'
import { nextMorningMs } from '../../fixtures/daytime'
import { type Scene, startScene } from './scene'
import { tick } from './tick'

const urgencies = ['emergency', 'urgent', 'normal'] as const
const command = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('submit' as const),
      who: fc.nat(3),
      urgency: fc.constantFrom(...urgencies),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('accept' as const), which: fc.nat(20) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('decline' as const),
      which: fc.nat(20),
      reason: fc.constantFrom('noTime' as const, 'notMySkill' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('withdraw' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('assign' as const), which: fc.nat(20), to: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 16, 125, 1500) }) },
)
type Command = typeof command extends fc.Arbitrary<infer Value> ? Value : never

const names = ['li', 'wang', 'zhao'] as const

async function run(scene: Scene, each: Command): Promise<void> {
  const { world } = scene
  if (each.do === 'wait') {
    scene.advance(each.minutes * minuteMs)
    return tick(world)
  }
  if (each.do === 'submit') {
    const openid = `o-resident${each.who}`
    const input = needInput({ urgency: each.urgency, needKey: scene.nextKey() })
    const reply = await submit.run(scene.context(openid), input)
    scene.acknowledged.push(reply.needId)
    return
  }
  const needs = scene.needs()
  const need = needs[each.which % Math.max(1, needs.length)]
  if (!need) return
  const { _id: needId, offer, version } = need
  if (each.do === 'withdraw') {
    await withdraw.run(scene.context(need.residentOpenid), { needId, version, note: '' })
  } else if (each.do === 'assign') {
    const workerId = `worker_${names[each.to] ?? 'li'}` as const
    const duties = supervisor().duties
    const context = { ...scene.context(supervisorOpenid), duties, callerName: '王督导' }
    await assign.run(context, { needId, workerId, version, note: '' })
  } else if (offer) {
    const context = scene.context(offer.workerOpenid)
    const { offerId } = offer
    if (each.do === 'accept') await accept.run(context, { needId, offerId })
    else await decline.run(context, { needId, offerId, reason: each.reason, note: '' })
  }
}

/** What holds at every moment, also right after a call that died half-way. */
function expectSound(scene: Scene): void {
  const needs = scene.needs()
  for (const each of scene.world.database.rows<WorkerRecord>('workers')) {
    const held = needs.filter(({ offer }) => offer?.workerId === each._id)
    expect(each.loadPoints).toBe(held.reduce((sum, { casePoints }) => sum + casePoints, 0))
    expect(each.loadPoints).toBeLessThanOrEqual(each.capPoints)
  }
  for (const needId of scene.acknowledged) expect(needs.some(({ _id }) => _id === needId)).toBe(true)
  for (const need of needs) expectWhole(need)
}

/** Every open need has somebody or something that will move it. */
function expectWhole(need: NeedRecord): void {
  const { status, offer, offerDeadlineMs, routeAtMs, workerOpenid, triageWhy, passedOver, outbox } = need
  expect(offer !== null).toBe(status === 'offered' || status === 'accepted')
  expect(workerOpenid).toBe(offer?.workerOpenid ?? null)
  expect(offerDeadlineMs !== null).toBe(status === 'offered')
  expect(routeAtMs !== null).toBe(status === 'submitted' || status === 'triage')
  expect(triageWhy !== null).toBe(status === 'triage')
  expect(need.outboxDueAtMs !== null).toBe(outbox.some((message) => message.status === 'pending'))
  expect(new Set(passedOver.map(({ offerId }) => offerId)).size).toBe(passedOver.length)
  // Nobody is asked twice, but a supervisor may choose who did not answer in time.
  const byHand = offer?.reasons.some(({ rule }) => rule === 'assigned') === true
  const out = passedOver.filter(({ how }) => how === 'declined' || !byHand)
  expect(out.map(({ workerId }) => workerId)).not.toContain(offer?.workerId)
  expect(need.events.filter(({ kind }) => kind === 'accepted').length).toBeLessThanOrEqual(1)
}

/** When nothing fails any more, the timer brings everything to rest: nobody waits unanswered, everyone was told. */
async function expectAtRest(scene: Scene): Promise<void> {
  scene.world.database.trouble = () => 'none'
  // Longer than the last wait after a failed delivery.
  for (let time = 0; time < 4; time += 1) {
    scene.advance(time === 0 ? minuteMs : 13 * 60 * minuteMs)
    for (let minute = 0; minute < 3; minute += 1) {
      scene.advance(minuteMs)
      await tick(scene.world)
    }
  }
  // By day: at night WeChat carries what is urgent alone, and the rest waits for the morning.
  scene.advance(nextMorningMs(scene.world.clock.nowMs()) - scene.world.clock.nowMs())
  for (let minute = 0; minute < 3; minute += 1) {
    scene.advance(minuteMs)
    await tick(scene.world)
  }
  expectSound(scene)
  const inbox = scene.world.database.rows<{ _id: string; openid: string; page: string }>('inbox')
  for (const need of scene.needs()) {
    expect(need.status).not.toBe('submitted')
    expect(need.outbox).toEqual([])
    if (need.offer)
      expect(inbox.some(({ openid, page }) => openid === need.offer?.workerOpenid && page.includes(need._id))).toBe(
        true,
      )
    if (need.status === 'triage' || need.status === 'accepted') {
      expect(inbox.some(({ openid, page }) => openid === need.residentOpenid && page.includes(need._id))).toBe(true)
    }
  }
}

function scene(trouble: readonly ('none' | 'before' | 'after')[]): Scene {
  const workers = [
    worker('li', { capPoints: 4 }),
    worker('wang', { capPoints: 3 }),
    worker('zhao', { capPoints: 6, territoryCode: street, servesCodes: [street] }),
  ]
  const made = startScene({ territories: territories(), people: [supervisor()], workers })
  let call = 0
  made.world.database.trouble = () => {
    call += 1
    return trouble.length === 0 ? 'none' : (trouble[call % trouble.length] ?? 'none')
  }
  return made
}

async function runAll(commands: readonly Command[], trouble: readonly ('none' | 'before' | 'after')[]): Promise<void> {
  const made = scene(trouble)
  for (const each of commands) {
    try {
      await run(made, each)
    } catch (error) {
      // What a person would be told; anything else is a fault of ours.
      if (!(error instanceof Failure)) throw error
    }
    expectSound(made)
  }
  await expectAtRest(made)
}

const commands = fc.array(command, { minLength: 1, maxLength: 25 })

test('whatever people and the timer do, loads agree with the open offers and cases, and no need is lost', async () => {
  await fc.assert(
    fc.asyncProperty(commands, (each) => runAll(each, [])),
    { numRuns: 120 },
  )
})

test('the same when any call to the database may fail, before or after its effect', async () => {
  const answers = fc.constantFrom(
    'none' as const,
    'none' as const,
    'none' as const,
    'before' as const,
    'after' as const,
  )
  const trouble = fc.array(answers, { minLength: 1, maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(commands, trouble, (each, failing) => runAll(each, failing)),
    { numRuns: 200 },
  )
})
