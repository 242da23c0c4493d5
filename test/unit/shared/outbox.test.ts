import { createMailbox } from '../../../cloudfunctions/people/public'
import { newPerson, type PersonRecord } from '../../../cloudfunctions/people/records'
import { Failure } from '../../../cloudfunctions/shared/errors'
import {
  deliverOutbox,
  type Mailbox,
  pending,
  sweepOutbox,
  withPending,
} from '../../../cloudfunctions/shared/outbox/deliver'
import type { Outboxed, PendingMessage } from '../../../cloudfunctions/shared/outbox/message'
import { startScene } from '../../property/needs/scene'

const MINUTE_MS = 60_000

function message(name: string, nowMs: number, changes: Partial<PendingMessage> = {}): PendingMessage {
  const told = { kind: 'taskOffered', title: name, body: '', page: '/pages/home/home', data: { thing1: name } } as const
  return { ...pending({ messageId: `message_${name}`, openid: 'o-li', ...told }, nowMs), ...changes }
}

/** A document with one message, its owner with two credits, and what WeChat was sent. */
async function start(send: () => Promise<'sent' | 'noCredit'> = async () => 'sent') {
  const person: PersonRecord = {
    ...newPerson('o-li'),
    messageCredits: { taskOffered: 2, needProgress: 0, giftReceived: 0, giftReminder: 0 },
  }
  const scene = startScene({ people: [person] })
  const { world } = scene
  const sent: string[] = []
  world.messages = {
    send: async ({ data, page }) => {
      const answer = await send()
      sent.push(`${data.thing1} ${page}`)
      return answer
    },
  }
  const nowMs = world.clock.nowMs()
  const empty = { outbox: [], outboxDueAtMs: null, outboxVersion: 0 }
  const document: Outboxed = { _id: 'need_1', ...withPending(empty, [message('first', nowMs)], nowMs) }
  await world.database.insert('needs', document)
  const mailbox = createMailbox(world)
  return {
    ...scene,
    sent,
    document,
    mailbox,
    nowMs,
    stored: () => world.database.rows<Outboxed>('needs')[0],
    credits: () => world.database.rows<PersonRecord>('people')[0]?.messageCredits.taskOffered,
    inbox: () => world.database.rows<{ _id: string }>('inbox').map(({ _id }) => _id),
  }
}

const deliver = (each: Awaited<ReturnType<typeof start>>, mailbox: Mailbox = each.mailbox) =>
  deliverOutbox(each.world, mailbox, 'needs', each.document)

test('a message goes to the inbox and, for one credit, to WeChat; then it has left the outbox', async () => {
  const scene = await start()
  await deliver(scene)
  expect(scene.sent).toEqual(['first pages/home/home'])
  expect([scene.inbox(), scene.credits()]).toEqual([['message_first'], 1])
  expect(scene.stored()).toMatchObject({ outbox: [], outboxDueAtMs: null })
})

test('the call that caused it has a minute before the sweep looks', async () => {
  const scene = await start()
  expect(await sweepOutbox(scene.world, scene.mailbox, 'needs')).toBe(0)
  scene.advance(MINUTE_MS)
  expect(await sweepOutbox(scene.world, scene.mailbox, 'needs')).toBe(1)
  expect(await sweepOutbox(scene.world, scene.mailbox, 'needs')).toBe(0)
  expect(scene.sent).toHaveLength(1)
})

test('what is for the inbox alone costs no credit', async () => {
  const scene = await start()
  await deliverOutbox(scene.world, scene.mailbox, 'needs', {
    ...scene.document,
    outbox: [message('quiet', scene.nowMs, { data: null })],
  })
  expect([scene.sent, scene.credits(), scene.inbox()]).toEqual([[], 2, ['message_quiet']])
})

test('WeChat says that none is left: the inbox has it, and the count is nought', async () => {
  const scene = await start(async () => 'noCredit')
  await deliver(scene)
  expect([scene.credits(), scene.stored()?.outbox]).toEqual([0, []])
  expect(scene.inbox()).toEqual(['message_first'])
})

test('a failure gives the credit back and waits longer each time; after the sixth the message is dead, and stays', async () => {
  const scene = await start(() => Promise.reject(new Failure('UNAVAILABLE', 'WeChat is away')))
  const waits: number[] = []
  scene.advance(MINUTE_MS)
  for (let time = 0; time < 8; time += 1) {
    await sweepOutbox(scene.world, scene.mailbox, 'needs')
    const dueAtMs = scene.stored()?.outboxDueAtMs
    if (!dueAtMs) break
    const waitMs = dueAtMs - scene.world.clock.nowMs()
    waits.push(waitMs / MINUTE_MS)
    scene.advance(waitMs)
  }
  expect(waits).toEqual([1, 5, 30, 120, 720])
  expect(scene.stored()?.outbox).toMatchObject([{ status: 'dead', attempts: 6 }])
  expect([scene.credits(), scene.inbox()]).toEqual([2, ['message_first']])
})

test('a step that adds a message while another is delivered: the one leaves, the other stays, neither twice', async () => {
  const scene = await start()
  const { world } = scene
  const mailbox: Mailbox = {
    ...scene.mailbox,
    takeCredit: async (openid, kind) => {
      const before = scene.stored()
      if (!before) throw new Error('it was stored')
      const set = withPending(before, [message('second', scene.nowMs)], scene.nowMs)
      await world.database.update('needs', 'need_1', {}, { set: { ...set } })
      return scene.mailbox.takeCredit(openid, kind)
    },
  }
  await deliver(scene, mailbox)
  expect(scene.stored()?.outbox.map(({ messageId }) => messageId)).toEqual(['message_second'])
  scene.advance(MINUTE_MS)
  await sweepOutbox(world, scene.mailbox, 'needs')
  expect(scene.sent.map((each) => each.split(' ')[0])).toEqual(['first', 'second'])
  expect(scene.stored()?.outbox).toEqual([])
})

test('a delivery that dies never rejects: its step stands', async () => {
  const scene = await start()
  scene.world.database.trouble = () => 'before'
  await expect(deliver(scene)).resolves.toBeUndefined()
  scene.world.database.trouble = () => 'none'
  expect(scene.stored()?.outbox).toHaveLength(1)
})
