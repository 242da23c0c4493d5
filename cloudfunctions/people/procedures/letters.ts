import { z } from 'zod'
import type { DeadLetter } from '../../../typings/notices'
import type { Role } from '../../../typings/people'
import { holdsOn } from '../../shared/access/duties'
import { placeFilter } from '../../shared/access/places'
import { leaveTrace } from '../../shared/audit/audit'
import { invariant, require } from '../../shared/errors'
import { cursor, messageId } from '../../shared/fields'
import { deliverOutbox, pending } from '../../shared/outbox/deliver'
import { readPage } from '../../shared/paging'
import type { World } from '../../shared/ports/index'
import { type Context, procedure, staffName } from '../../shared/procedure'
import { findTerritory } from '../../shared/territory/directory'
import { hourMs } from '../../shared/time/spans'
import type { DeadLetterRecord } from '../letters/records'
import { createMailbox } from '../mailbox'
import type { PersonRecord } from '../records'

const PAGE_SIZE = 20
const whoLooksAfter: readonly Role[] = ['stationSupervisor', 'districtStaff']

export const listDeadLetters = procedure({
  name: 'people.listDeadLetters',
  input: z.strictObject({ view: z.enum(['dead', 'all']), cursor }),
  access: whoLooksAfter,
  async run({ world, duties }, input) {
    const page = await readPage<DeadLetterRecord>(world.database, 'deadLetters', {
      where: { ...placeFilter(duties), ...(input.view === 'dead' ? { state: 'dead' } : {}) },
      sortBy: 'diedAtMs',
      direction: 'desc',
      size: PAGE_SIZE,
      cursor: input.cursor,
    })
    const letters = page.rows.filter(({ territoryCode }) => holdsOn(duties, territoryCode))
    return { rows: await viewsOf(world, letters), nextCursor: page.nextCursor }
  },
})

/** Sent once more it has every try again; the outcome may come later. What was settled stays so. */
export const settleDeadLetter = procedure({
  name: 'people.settleDeadLetter',
  input: z.strictObject({ messageId, how: z.enum(['again', 'seen']) }),
  access: whoLooksAfter,
  limit: { name: 'people.settleDeadLetter', most: 120, windowMs: hourMs },
  async run(context, input) {
    const { world, openid, requestId, duties, nowMs } = context
    const letter = await world.database.get<DeadLetterRecord>('deadLetters', input.messageId)
    require(letter && holdsOn(duties, letter.territoryCode), 'NOT_FOUND', 'no such letter')
    if (letter.state !== 'dead') return viewOf(world, letter)
    await leaveTrace(world, {
      action: input.how === 'again' ? 'people.retryMessage' : 'people.settleMessage',
      subjectId: letter._id,
      actorOpenid: openid,
      requestId,
      atMs: nowMs,
      ...(letter.streetCode ? { streetCode: letter.streetCode } : {}),
    })
    const settledByName = staffName(context)
    const guard = { state: 'dead', outboxVersion: letter.outboxVersion }
    if (input.how === 'seen') {
      await world.database.update('deadLetters', letter._id, guard, { set: { state: 'settled', settledByName } })
    } else await tryAgain(context, letter, settledByName)
    const after = await world.database.get<DeadLetterRecord>('deadLetters', letter._id)
    invariant(after, 'a letter is never removed')
    return viewOf(world, after)
  },
})

async function tryAgain({ world, nowMs }: Context, letter: DeadLetterRecord, settledByName: string): Promise<void> {
  const { outboxVersion } = letter
  const tried: DeadLetterRecord = {
    ...letter,
    state: 'trying',
    settledByName,
    outbox: [pending(letter.message, nowMs)],
    outboxDueAtMs: nowMs,
    outboxVersion: outboxVersion + 1,
  }
  const { state, outbox, outboxDueAtMs } = tried
  const set = { state, settledByName, outbox, outboxDueAtMs, outboxVersion: tried.outboxVersion }
  const first = await world.database.update('deadLetters', letter._id, { state: 'dead', outboxVersion }, { set })
  if (first) await deliverOutbox(world, createMailbox(world), 'deadLetters', tried)
}

async function viewsOf(world: World, letters: readonly DeadLetterRecord[]): Promise<DeadLetter[]> {
  const names = await namesOf(
    world,
    letters.map(({ openid }) => openid),
  )
  return Promise.all(
    letters.map(async (letter) => {
      const place = await findTerritory(world, letter.territoryCode)
      const { _id, kind, title, body, diedAtMs, message, settledByName, openid } = letter
      return {
        messageId: _id,
        kind,
        title,
        body,
        toName: names.get(openid) ?? null,
        placeName: [place?.streetName, place?.name].filter(Boolean).join(' · '),
        diedAtMs,
        attempts: message.attempts,
        state: stateOf(letter),
        settledByName,
      }
    }),
  )
}

async function viewOf(world: World, letter: DeadLetterRecord): Promise<DeadLetter> {
  const [view] = await viewsOf(world, [letter])
  invariant(view, 'a letter has a view')
  return view
}

/** Sent once more, and nothing is left to send: it went out. */
function stateOf({ state, outbox }: DeadLetterRecord): DeadLetter['state'] {
  return state === 'trying' && outbox.length === 0 ? 'settled' : state
}

/** 周**: enough for whoever knows the person, and no more. */
async function namesOf({ database }: World, openids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (openids.length === 0) return new Map()
  const people = await database.find<PersonRecord>('people', {
    where: { _id: { $in: [...new Set(openids)] } },
    limit: PAGE_SIZE,
    fields: ['name'],
  })
  return new Map(people.flatMap(({ _id, name }) => (name ? [[_id, `${[...name][0]}**`] as const] : [])))
}
