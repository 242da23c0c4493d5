import { Failure } from '../../shared/errors'
import type { PendingMessage } from '../../shared/outbox/message'
import type { Stored, World } from '../../shared/ports/index'
import { helpMessageIdOf, leaveHelp } from '../cases/help-steps'
import { casePage, helperTitle } from '../cases/messages'
import type { HelpOfferRecord } from '../cases/records'
import { type CaseRecord, caseIdOf } from '../casework/case-record'

const MOST_READ = 1000

/** What is written of a message that was given up. */
interface Letter extends Stored {
  outbox: readonly PendingMessage[]
  outboxVersion: number
}

/**
 * Takes a person out of what they offered to help with: first they leave what is still to come, so that the worker finds
 * others; then the lines that named them; the offer itself last, as it knows what to look for. May be done again.
 */
export async function eraseHelper(world: World, openid: string, nobody: string): Promise<void> {
  const { database } = world
  const nowMs = world.clock.nowMs()
  for (;;) {
    const offers = await database.find<HelpOfferRecord>('helpOffers', { where: { openid }, limit: MOST_READ })
    for (const offer of offers) {
      await leaveHelp(world, offer, nowMs)
      await eraseLines(world, offer)
      const set = { openid: nobody, name: '', phone: '', coming: false }
      await database.update('helpOffers', offer._id, {}, { set })
    }
    if (offers.length < MOST_READ) return
  }
}

/** What the worker was told, wherever it is on its way. Where it waits comes first: from there it gets into the inbox. */
async function eraseLines(world: World, offer: HelpOfferRecord): Promise<void> {
  const { database } = world
  const clean = cleaner(world, offer)
  const kase = await database.get<CaseRecord>('cases', caseIdOf(offer.needId))
  if (kase?.outbox.some((message) => clean(message.messageId, message.title) !== message.title)) {
    await writeOutbox(
      world,
      'cases',
      kase,
      kase.outbox.map((each) => cleanMessage(each, clean)),
      {},
    )
  }
  const messageIds = messageIdsOf(world, offer)
  const [letters, lines] = await Promise.all([
    database.find<Letter & { title: string; message: PendingMessage }>('deadLetters', {
      where: { _id: { $in: messageIds } },
      limit: MOST_READ,
    }),
    database.find<Stored & { title: string }>('inbox', {
      where: { page: casePage(offer) },
      limit: MOST_READ,
      fields: ['title'],
    }),
  ])
  for (const letter of letters) {
    const title = clean(letter._id, letter.title)
    const outbox = letter.outbox.map((each) => cleanMessage(each, clean))
    await writeOutbox(world, 'deadLetters', letter, outbox, { title, 'message.title': title })
  }
  for (const { _id, title } of lines) {
    const after = clean(_id, title)
    if (after !== title) await database.update('inbox', _id, {}, { set: { title: after } })
  }
}

type Cleaner = (messageId: string, title: string) => string

/** The title without who it was, of a message of theirs; offers of before are known by the name alone. */
function cleaner(world: World, offer: HelpOfferRecord): Cleaner {
  const ids = new Set<string>(messageIdsOf(world, offer))
  const [came, left] = [helperTitle(offer.name, true), helperTitle(offer.name, false)]
  return (messageId, title) => {
    if (!ids.has(messageId) && title !== came && title !== left) return title
    return helperTitle(null, title.endsWith(helperTitle('', true)))
  }
}

function messageIdsOf(world: World, { _id, changes }: HelpOfferRecord): PendingMessage['messageId'][] {
  return (changes ?? []).map((_, index) => helpMessageIdOf(world, _id, index))
}

function cleanMessage(message: PendingMessage, clean: Cleaner): PendingMessage {
  return { ...message, title: clean(message.messageId, message.title) }
}

async function writeOutbox(
  { database }: World,
  collection: 'cases' | 'deadLetters',
  { _id, outboxVersion }: Letter,
  outbox: readonly PendingMessage[],
  also: Readonly<Record<string, string>>,
): Promise<void> {
  const change = { set: { ...also, outbox }, increment: { outboxVersion: 1 } }
  if (!(await database.update(collection, _id, { outboxVersion }, change))) {
    throw new Failure('CONFLICT', 'its messages have moved on')
  }
}
