/** Every cell of the table of procedures and roles, on the real bundles: a new procedure is tried as soon as it is listed. */
import { isAllowed, registry, roles } from '../../../local/commands/access-table'
import type { CallReply } from '../../../typings/call'
import { district, offerOf, person, settle, submitNeed, worker } from '../needs/scene'
import { startTestWorld, type TestWorld } from '../world'
import { sampleInput } from './sample'

const elsewhere = '500199'
/** What no rule can guess: the shape of a thing within another. */
const overrides: Readonly<Record<string, unknown>> = {
  goalId: 'goal_1',
  reviewKey: `need_${'ab12'.repeat(8)}`,
  pictureKey: `spend_${'ab12'.repeat(8)}#0`,
  fileId: `cloud://local.files/imports/${'ab12'.repeat(8)}.csv`,
  fromMs: Date.UTC(2030, 0, 1),
  untilMs: Date.UTC(2030, 0, 2),
  toMs: Date.UTC(2030, 0, 2),
  hours: [{ fromMinute: 540, untilMinute: 1020 }],
  beneficiary: { kind: 'person', name: '周桂芬', count: 1 },
}
const dutyMissing = 'this needs a duty that the person does not hold'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
  await settle(world, [worker('li')], [...roles.map((role) => holder(`o-${role}`, [role], district)), outsider])
}, 60_000)
afterAll(() => world.close())

function holder(openid: string, held: readonly (typeof roles)[number][], territoryCode: string) {
  return person(openid, { duties: held.map((role) => ({ role, territoryCode, territoryName: '' })) })
}
/** Every role there is, in another district. */
const outsider = holder('o-outsider', roles, elsewhere)

const areas = [...new Set(registry.map(({ name }) => name.split('.')[0] ?? ''))]

/** Calls each procedure of each area; one instance of a function serves one call at a time, so the areas go side by side. */
async function callAll(openid: string, given: Readonly<Record<string, unknown>> = overrides) {
  const replies = new Map<string, CallReply<unknown>>()
  await Promise.all(
    areas.map(async (area) => {
      for (const each of registry.filter(({ name }) => name.startsWith(`${area}.`))) {
        replies.set(each.name, (await world.call(openid, each.name, sampleInput(each, given) as never)) as never)
      }
    }),
  )
  // Else every test below would hold of nothing.
  expect(registry.length).toBeGreaterThan(100)
  expect(replies.size).toBe(registry.length)
  return replies
}

const refusedFor = (reply: CallReply<unknown> | undefined) => (reply && !reply.ok ? reply.error : null)
const missesDuty = (reply: CallReply<unknown> | undefined) => {
  const error = refusedFor(reply)
  return error?.code === 'FORBIDDEN' && error.message === dutyMissing
}

test('unauthenticated: without an identity from WeChat nothing answers', async () => {
  const replies = await callAll('')
  const others = registry.filter(({ name }) => refusedFor(replies.get(name))?.code !== 'UNAUTHENTICATED')
  expect(others.map(({ name }) => name)).toEqual([])
}, 60_000)

test('a person without a duty is refused what needs one, and is heard in all the rest', async () => {
  const replies = await callAll('o-nobody')
  const wrong = registry.filter(({ name, access }) => missesDuty(replies.get(name)) !== (access !== 'anyone'))
  expect(wrong.map(({ name }) => [name, refusedFor(replies.get(name))])).toEqual([])
}, 60_000)

test.each(roles)(
  '%s is refused what the table refuses, and is heard in what it allows',
  async (role) => {
    const replies = await callAll(`o-${role}`)
    const wrong = registry.filter((each) => missesDuty(replies.get(each.name)) === isAllowed(each, role))
    expect(wrong.map(({ name }) => [name, refusedFor(replies.get(name))])).toEqual([])
    // Whatever the answer, it was the procedure's own: nothing broke.
    expect([...replies].filter(([, reply]) => refusedFor(reply)?.code === 'INTERNAL').map(([name]) => name)).toEqual([])
  },
  60_000,
)

describe('with every duty there is, but in another district', () => {
  const secret = '不该外人看到的话'
  const kept = ['needs', 'cases', 'notes', 'dangers', 'deadLetters'] as const
  const stored = () => kept.flatMap((name) => world.cloud.database.find(name))

  test('nothing of a need, its case, its notes or its alerts is told, and nothing of it changes', async () => {
    const { needId } = await submitNeed(world, { description: secret, address: secret, contactName: secret })
    await world.ok('o-li', 'needs.accept', { needId, offerId: offerOf(world, needId).offerId })
    await world.ok('o-resident', 'needs.sendNote', { needId, noteKey: 'ab12'.repeat(8), text: secret })
    const danger = { dangerKey: 'ab12'.repeat(8), kind: 'fire', territoryCode: '500110001001', phone: null } as const
    const { dangerId } = await world.ok('o-resident', 'needs.raiseDanger', { ...danger, words: secret })
    const letter = letterOf(needId, secret)
    await world.load('deadLetters', letter)
    const before = stored()
    expect(before.length).toBeGreaterThan(kept.length - 1)
    const given = { ...overrides, needId, reviewKey: needId, dangerId, messageId: letter._id }
    const replies = await callAll('o-outsider', given)
    const told = [...replies].filter(([, reply]) => JSON.stringify(reply).includes(secret))
    expect(told.map(([name]) => name)).toEqual([])
    // What the outsider made for themselves, as anybody may, is their own.
    const ids = new Set(before.map(({ _id }) => _id))
    expect(stored().filter(({ _id }) => ids.has(_id))).toEqual(before)
  }, 60_000)
})

function letterOf(needId: string, body: string) {
  const told = { openid: 'o-resident', kind: 'needProgress', title: '社工接手了', body } as const
  return {
    _id: `message_${'cd34'.repeat(8)}`,
    ...told,
    message: { ...told, page: `/pages/need/need?needId=${needId}` },
    territoryCode: '500110001001',
    streetCode: '500110001',
    districtCode: '500110',
    diedAtMs: 1,
    state: 'dead',
    settledByName: null,
    outbox: [],
    outboxDueAtMs: null,
    outboxVersion: 0,
  }
}
