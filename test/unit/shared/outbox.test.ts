import type { DeadLetterRecord } from '../../../cloudfunctions/people/letters/records'
import { createMailbox } from '../../../cloudfunctions/people/public'
import { type InboxRecord, newPerson, noCredits, type PersonRecord } from '../../../cloudfunctions/people/records'
import { Failure } from '../../../cloudfunctions/shared/errors'
import { quietHours } from '../../../cloudfunctions/shared/operator'
import {
  deliverOutbox,
  type Mailbox,
  pending,
  sweepOutbox,
  withPending,
} from '../../../cloudfunctions/shared/outbox/deliver'
import type { Outboxed, PendingMessage } from '../../../cloudfunctions/shared/outbox/message'
import { quietUntilMs } from '../../../cloudfunctions/shared/time/quiet'
import { minuteMs } from '../../../cloudfunctions/shared/time/spans'
import { startScene } from '../../property/needs/scene'

function message(name: string, nowMs: number, changes: Partial<PendingMessage> = {}): PendingMessage {
  const told = { kind: 'taskOffered', title: name, body: '', page: '/pages/home/home', data: { thing1: name } } as const
  return { ...pending({ messageId: `message_${name}`, openid: 'o-li', ...told }, nowMs), ...changes }
}

/** A document with one message, its owner with two credits, and what WeChat was sent. */
async function start(
  send: () => Promise<'sent' | 'noCredit'> = async () => 'sent',
  told: Partial<PendingMessage> = {},
) {
  const person: PersonRecord = {
    ...newPerson('o-li'),
    messageCredits: { ...noCredits, taskOffered: 5 },
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
  const document: Outboxed = { _id: 'need_1', ...withPending(empty, [message('first', nowMs, told)], nowMs) }
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
    titles: () => world.database.rows<InboxRecord>('inbox').map(({ title }) => title),
    letters: () => world.database.rows<DeadLetterRecord>('deadLetters'),
    inbox: () => world.database.rows<{ _id: string }>('inbox').map(({ _id }) => _id),
  }
}

const deliver = (each: Awaited<ReturnType<typeof start>>, mailbox: Mailbox = each.mailbox) =>
  deliverOutbox(each.world, mailbox, 'needs', each.document)

test('a message goes to the inbox and, for one credit, to WeChat; then it has left the outbox', async () => {
  const scene = await start()
  await deliver(scene)
  expect(scene.sent).toEqual(['first pages/home/home'])
  expect([scene.inbox(), scene.credits()]).toEqual([['message_first'], 4])
  expect(scene.stored()).toMatchObject({ outbox: [], outboxDueAtMs: null })
})

test('the call that caused it has a minute before the sweep looks', async () => {
  const scene = await start()
  expect(await sweepOutbox(scene.world, scene.mailbox, 'needs')).toBe(0)
  scene.advance(minuteMs)
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
  expect([scene.sent, scene.credits(), scene.inbox()]).toEqual([[], 5, ['message_quiet']])
})

test('WeChat says that none is left: the inbox has it, and the count is nought', async () => {
  const scene = await start(async () => 'noCredit')
  await deliver(scene)
  expect([scene.credits(), scene.stored()?.outbox]).toEqual([0, []])
  // Whom tasks no longer reach by WeChat is told so, where it cannot run dry.
  expect(scene.titles()).toEqual(['first', '微信提醒用完了'])
})

test('a failure gives the credit back and waits longer each time; after the sixth the message is dead, and stays', async () => {
  const away = () => Promise.reject(new Failure('UNAVAILABLE', 'WeChat is away'))
  const scene = await start(away, { urgent: true })
  const waits: number[] = []
  scene.advance(minuteMs)
  for (let time = 0; time < 8; time += 1) {
    await sweepOutbox(scene.world, scene.mailbox, 'needs')
    const dueAtMs = scene.stored()?.outboxDueAtMs
    if (!dueAtMs) break
    const waitMs = dueAtMs - scene.world.clock.nowMs()
    waits.push(waitMs / minuteMs)
    scene.advance(waitMs)
  }
  expect(waits).toEqual([1, 5, 30, 120, 720])
  expect(scene.stored()?.outbox).toMatchObject([{ status: 'dead', attempts: 6 }])
  expect([scene.credits(), scene.inbox()]).toEqual([5, ['message_first']])
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
  scene.advance(minuteMs)
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

describe('quiet hours', () => {
  const shanghai = (text: string) => Date.parse(`${text}:00+08:00`)

  test.each([
    ['2026-11-23T21:29', null],
    ['2026-11-23T21:30', '2026-11-24T07:30'],
    ['2026-11-23T23:59', '2026-11-24T07:30'],
    ['2026-11-24T00:00', '2026-11-24T07:30'],
    ['2026-11-24T07:29', '2026-11-24T07:30'],
    ['2026-11-24T07:30', null],
  ])('at %s it is quiet until %s', (at, until) => {
    expect(quietUntilMs(quietHours, shanghai(at))).toBe(until === null ? null : shanghai(until))
  })

  /** 22:00: the scene begins at ten in the morning. */
  const night = async (told: Partial<PendingMessage> = {}) => {
    const scene = await start(undefined, told)
    scene.advance(12 * 60 * minuteMs)
    await deliver(scene)
    return scene
  }

  test('at night the inbox has it at once, WeChat carries it in the morning, and it counts as no failure', async () => {
    const scene = await night()
    expect([scene.inbox(), scene.sent, scene.credits()]).toEqual([['message_first'], [], 5])
    expect(scene.stored()?.outbox).toMatchObject([{ status: 'pending', attempts: 0 }])
    scene.advance(9 * 60 * minuteMs + 29 * minuteMs)
    expect(await sweepOutbox(scene.world, scene.mailbox, 'needs')).toBe(0)
    scene.advance(minuteMs)
    expect(await sweepOutbox(scene.world, scene.mailbox, 'needs')).toBe(1)
    expect([scene.sent, scene.inbox(), scene.credits()]).toEqual([['first pages/home/home'], ['message_first'], 4])
    expect(scene.stored()?.outbox).toEqual([])
  })

  test('what is urgent goes out at any hour', async () => {
    expect((await night({ urgent: true })).sent).toEqual(['first pages/home/home'])
  })
})

test('a message that is given up lies before those who look after the place, who are told once a day', async () => {
  const holder = (openid: string, role: 'stationSupervisor' | 'districtStaff', territoryCode: string) => ({
    ...newPerson(openid),
    duties: [{ role, territoryCode, territoryName: '' }],
  })
  const away = () => Promise.reject(new Failure('UNAVAILABLE', 'WeChat is away'))
  const scene = await start(away, { urgent: true, attempts: 5 })
  const { database } = scene.world
  await database.insert('people', holder('o-station', 'stationSupervisor', '500110001'))
  await database.insert('people', holder('o-district', 'districtStaff', '500110'))
  await database.insert('people', holder('o-elsewhere', 'stationSupervisor', '500110002'))
  const document = { ...scene.document, territoryCode: '500110001001' }
  await deliver({ ...scene, document })
  expect(scene.letters()).toMatchObject([
    { _id: 'message_first', state: 'dead', streetCode: '500110001', districtCode: '500110', message: { attempts: 6 } },
  ])
  const another = { ...document, outbox: [message('second', scene.nowMs, { urgent: true, attempts: 5 })] }
  await deliver({ ...scene, document: another })
  expect(scene.letters()).toHaveLength(2)
  expect(scene.titles().filter((title) => title === '有微信通知没有送到')).toHaveLength(2)
})

test('a letter that could not be laid down is not given up: the outbox tries again', async () => {
  const away = () => Promise.reject(new Failure('UNAVAILABLE', 'WeChat is away'))
  const scene = await start(away, { urgent: true, attempts: 5 })
  await deliver(scene, { ...scene.mailbox, bury: () => Promise.reject(new Failure('BUSY', 'no room')) })
  expect(scene.stored()?.outbox).toMatchObject([{ status: 'pending', attempts: 5 }])
})
