import { z } from 'zod'
import type { Consent, ConsentText } from '../../../typings/residents'
import { invariant } from '../../shared/errors'
import { text } from '../../shared/fields'
import { type Context, procedure } from '../../shared/procedure'
import { hourMs } from '../../shared/time/spans'
import { consentTexts, staleConsent } from '../consents/texts'
import type { ConsentRecord } from '../records'

/** Every text in force, with what the person last said to it. */
export const listConsents = procedure({
  name: 'people.listConsents',
  input: z.strictObject({}),
  access: 'anyone',
  async run({ world, openid }) {
    const answers = await world.database.find<ConsentRecord>('consents', { where: { openid }, limit: 20 })
    return consentTexts.map((each) => consentOf(each, answers.find(({ kind }) => kind === each.kind) ?? null))
  },
})

/**
 * Records a yes or a no to the text in force. Each answer stays in the record: what was agreed to, and when, can be shown
 * for as long as it matters. The same answer again adds nothing.
 */
export const setConsent = procedure({
  name: 'people.setConsent',
  input: z.strictObject({
    kind: z.enum(['contact', 'voice', 'child', 'mandate', 'place']),
    version: text(1, 20),
    given: z.boolean(),
  }),
  access: 'anyone',
  limit: { name: 'people.setConsent', most: 60, windowMs: hourMs },
  async run(context, { kind, version, given }) {
    const { world, openid, nowMs } = context
    const words = consentTexts.find((each) => each.kind === kind)
    invariant(words, 'every kind has its text')
    // A yes is to the words in force; a no may come from whoever agreed to older ones.
    const stale = given ? staleConsent(kind, version, 'version') : null
    if (stale) throw stale
    const id = consentId(context, kind)
    const before = await world.database.get<ConsentRecord>('consents', id)
    const last = before?.answers.at(-1)
    if (last?.given === given && last.version === version) return consentOf(words, before)
    const answer = { given, version, atMs: nowMs }
    if (before === null) {
      const first: ConsentRecord = { _id: id, openid, kind, answers: [answer] }
      if ((await world.database.insert('consents', first)) === 'inserted') return consentOf(words, first)
    }
    await world.database.update('consents', id, {}, { push: { answers: [answer] } })
    return consentOf(words, { _id: id, openid, kind, answers: [answer] })
  },
})

function consentId({ world, openid }: Context, kind: string): ConsentRecord['_id'] {
  return `consent_${world.ids.from('consent', openid, kind)}`
}

function consentOf(text: ConsentText, record: ConsentRecord | null): Consent {
  return { text, answer: record?.answers.at(-1) ?? null }
}
