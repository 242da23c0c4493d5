import type { ReferralState } from '../../../typings/cases'
import type { Stored, World } from '../../shared/ports/index'
import { shanghaiMinute } from '../../shared/time/shanghai'
import { casePage } from '../cases/messages'
import type { CaseEventRecord, CaseRecord, ReferralRecord } from '../casework/case-record'
import { redactedText } from './redact'

/** Whoever answered for an organisation in its letter: the organisation's answer stays, the person in it does not. */

const MOST_READ = 1000

/** What a person answered, in words, for them to take along. */
export async function letterRowsOf(world: World, openid: string) {
  const cases = await readAnswered(world, openid)
  return cases.flatMap(({ referrals }) =>
    referrals
      .filter(({ letter }) => letter?.openid === openid)
      .map(({ to, letter, state, answer, sentAtMs }) => ({
        机构: to.name,
        称呼: letter?.name ?? '',
        答复: stateWords[state],
        说明: answer,
        收到时间: shanghaiMinute(sentAtMs),
      })),
  )
}

/** Takes the person out of the letters that they answered; the record of the case last, as it finds them. May be done again. */
export async function eraseLetters(world: World, openid: string, nobody: string): Promise<void> {
  for (;;) {
    const cases = await readAnswered(world, openid)
    for (const kase of cases) {
      await eraseLines(world, kase, openid)
      await world.database.transaction(async (transaction) => {
        const fresh = await transaction.get<CaseRecord>('cases', kase._id)
        if (!fresh) return
        const set = withoutAnswerer(fresh, openid, nobody)
        await transaction.update('cases', fresh._id, { set, increment: { version: 1, outboxVersion: 1 } })
      })
    }
    if (cases.length < MOST_READ) return
  }
}

function readAnswered({ database }: World, openid: string): Promise<CaseRecord[]> {
  return database.find<CaseRecord>('cases', { where: { 'referrals.letter.openid': openid }, limit: MOST_READ })
}

function withoutAnswerer({ referrals, events, outbox }: CaseRecord, openid: string, nobody: string) {
  const answered = referrals.filter(({ letter }) => letter?.openid === openid)
  const words = namesIn(answered, events)
  return {
    referrals: referrals.map((referral) => {
      if (!referral.letter || referral.letter.openid !== openid) return referral
      const letter = { ...referral.letter, openid: nobody, name: '' }
      return { ...referral, letter, answer: redactedText(referral.answer, words) }
    }),
    events: events.map((event) => {
      const referral = answered.find((each) => isAnswerOf(event, each))
      return referral ? withoutName(event, referral) : event
    }),
    outbox: outbox.map((message) => ({ ...message, body: redactedText(message.body, words) })),
  }
}

/** Each answer may have come under another name: the events have them all. */
function namesIn(answered: readonly ReferralRecord[], events: readonly CaseEventRecord[]): string[] {
  const names = [
    ...answered.map(({ letter }) => letter?.name),
    ...events.filter((event) => answered.some((each) => isAnswerOf(event, each))).map(({ actorName }) => actorName),
  ]
  return [...new Set(names.filter((name): name is string => Boolean(name)))].sort((a, b) => b.length - a.length)
}

function isAnswerOf({ kind, actorName, note }: CaseEventRecord, { to }: ReferralRecord): boolean {
  return kind === 'referralAnswered' && actorName !== null && (note ?? '').startsWith(`${to.name}（${actorName}）`)
}

function withoutName(event: CaseEventRecord, { to }: ReferralRecord): CaseEventRecord {
  const note = event.note?.replace(`（${event.actorName}）`, '') ?? null
  return { ...event, actorName: to.name, note }
}

/** What the worker was told: it has the answer's own words. */
async function eraseLines({ database }: World, kase: CaseRecord, openid: string): Promise<void> {
  const answered = kase.referrals.filter(({ letter }) => letter?.openid === openid)
  const words = namesIn(answered, kase.events)
  const lines = await database.find<Stored & { title: string; body: string }>('inbox', {
    where: { page: casePage(kase) },
    limit: MOST_READ,
    fields: ['title', 'body'],
  })
  for (const { _id, title, body } of lines) {
    if (!answered.some(({ to }) => title.startsWith(to.name.slice(0, LETTER_TITLE)))) continue
    const clean = redactedText(body, words)
    if (clean !== body) await database.update('inbox', _id, {}, { set: { body: clean } })
  }
}

/** As much of the organisation's name as a line's title surely has. */
const LETTER_TITLE = 10
const stateWords: Readonly<Record<ReferralState, string>> = {
  sent: '还没有答复',
  accepted: '接受',
  declined: '没有接受',
  done: '办完了',
}
