import { z } from 'zod'
import { handOverNeeds } from '../../needs/public'
import { stepLimit } from '../../shared/access/rate-limit'
import { Failure, invariant, require } from '../../shared/errors'
import { mandateId, mobilePhone, requestKey, text } from '../../shared/fields'
import type { World } from '../../shared/ports/index'
import { type Context, procedure } from '../../shared/procedure'
import { dayMs } from '../../shared/time/spans'
import { staleConsent } from '../consents/texts'
import { isInForce, LONGEST_MS, sideOf, viewOf } from '../mandates/rules'
import type { MandateRecord } from '../records'

const MOST_LISTED = 50

/** Records who acts for whom, for what, until when, and how the person said yes. Its id comes from the key: a repeat finds it. */
export const giveMandate = procedure({
  name: 'people.giveMandate',
  input: z.strictObject({
    mandateKey: requestKey,
    principalName: text(1, 20),
    // WeChat confirms mobile numbers alone: a landline could never say yes.
    principalPhone: mobilePhone,
    actorName: text(1, 20),
    relation: z.enum(['child', 'spouse', 'parent', 'grandchild', 'sibling', 'guardian', 'relative', 'neighbour']),
    scope: z
      .array(z.enum(['submit', 'follow']))
      .min(1, 'submit, and follow or not')
      .refine((scope) => scope.includes('submit') && new Set(scope).size === scope.length, 'submit, and follow or not'),
    consentHow: z.enum(['inPerson', 'phone', 'written']),
    consentVersion: text(1, 20),
    untilMs: z.int('a moment'),
  }),
  access: 'anyone',
  limit: { name: 'people.giveMandate', most: 10, windowMs: dayMs },
  async run({ world, openid, nowMs }, { mandateKey, ...input }) {
    require(input.untilMs > nowMs && input.untilMs <= nowMs + LONGEST_MS, 'INVALID_INPUT', 'a year at most')
    const mandate: MandateRecord = {
      _id: `mandate_${world.ids.from('mandate', openid, mandateKey)}`,
      inputHash: world.ids.from('mandateInput', JSON.stringify(input)),
      actorOpenid: openid,
      principalOpenid: null,
      ...input,
      givenAtMs: nowMs,
      confirmedAtMs: null,
      revokedAtMs: null,
      revokedBy: null,
    }
    const stale = staleConsent('mandate', input.consentVersion, 'consentVersion')
    if (!stale && (await world.database.insert('mandates', mandate)) === 'inserted') {
      return viewOf(mandate, openid, nowMs)
    }
    // Recorded before, be it under words that have changed since.
    const stored = await world.database.get<MandateRecord>('mandates', mandate._id)
    if (!stored && stale) throw stale
    invariant(stored, 'a mandate is never removed')
    require(stored.inputHash === mandate.inputHash, 'KEY_REUSED', 'the same key came with another mandate')
    return viewOf(stored, openid, nowMs)
  },
})

/** Those that the person gave word of, and those in which they are acted for; newest first. */
export const listMandates = procedure({
  name: 'people.listMandates',
  input: z.strictObject({}),
  access: 'anyone',
  async run({ world, openid, nowMs }) {
    const [acting, actedFor] = await Promise.all([
      world.database.find<MandateRecord>('mandates', { where: { actorOpenid: openid }, limit: MOST_LISTED }),
      world.database.find<MandateRecord>('mandates', { where: { principalOpenid: openid }, limit: MOST_LISTED }),
    ])
    const own = acting.filter(({ principalOpenid }) => principalOpenid !== openid)
    return [...own, ...actedFor]
      .sort((left, right) => right.givenAtMs - left.givenAtMs)
      .map((mandate) => viewOf(mandate, openid, nowMs))
  },
})

/** Its address cannot be guessed: whoever has it was sent it by the one who acts. */
export const getMandate = procedure({
  name: 'people.getMandate',
  input: z.strictObject({ mandateId }),
  access: 'anyone',
  async run(context, input) {
    return viewOf(await read(context, input.mandateId), context.openid, context.nowMs)
  },
})

/**
 * The person's own word, on their own phone. A yes counts from the number that the mandate names, as WeChat knows it: only that
 * makes somebody its person, whom its needs pass to. A no may come from anybody who was sent the card: it ends the mandate,
 * and gives whoever said it nothing. Again is fine.
 */
export const confirmMandate = procedure({
  name: 'people.confirmMandate',
  input: z.discriminatedUnion('agreed', [
    z.strictObject({ mandateId, agreed: z.literal(true), phoneCode: text(1, 200) }),
    z.strictObject({ mandateId, agreed: z.literal(false) }),
  ]),
  access: 'anyone',
  limit: { name: 'people.confirmMandate', most: 20, windowMs: dayMs },
  async run(context, input) {
    const mandate = await read(context, input.mandateId)
    const { openid } = context
    require(mandate.actorOpenid !== openid, 'FORBIDDEN', 'the person says so themselves, on their own phone')
    require(mandate.principalOpenid === null || mandate.principalOpenid === openid, 'NOT_FOUND', 'no such mandate')
    return input.agreed ? agree(context, mandate, input.phoneCode) : refuse(context, mandate)
  },
})

async function agree({ world, openid, nowMs }: Context, mandate: MandateRecord, phoneCode: string) {
  if (mandate.confirmedAtMs !== null) return viewOf(mandate, openid, nowMs)
  require(isInForce(mandate, nowMs), 'NOT_NOW', 'the mandate is over')
  const number = await world.phoneNumbers.numberOf(phoneCode, openid)
  require(number === mandate.principalPhone, 'FORBIDDEN', 'the number is not the one that the mandate names')
  const set = { principalOpenid: openid, confirmedAtMs: nowMs }
  await change(world, mandate, set)
  return viewOf({ ...mandate, ...set }, openid, nowMs)
}

async function refuse({ world, openid, nowMs }: Context, mandate: MandateRecord) {
  // Refused before: a call that broke off is finished.
  const isOver = mandate.revokedAtMs !== null
  require(isOver || isInForce(mandate, nowMs), 'NOT_NOW', 'the mandate is over')
  const isPerson = mandate.principalOpenid === openid
  const set = { revokedAtMs: nowMs, revokedBy: isPerson ? '本人' : '收到确认的人' }
  if (!isOver) await change(world, mandate, set)
  await handOverNeeds(world, mandate._id, mandate.principalOpenid)
  return viewOf(isOver ? mandate : { ...mandate, ...set }, openid, nowMs)
}

/** The first one to answer is heard: the guard lets one through. */
async function change(world: World, { _id, principalOpenid }: MandateRecord, set: Partial<MandateRecord>) {
  const guard = { principalOpenid, revokedAtMs: null }
  if (!(await world.database.update('mandates', _id, guard, { set }))) {
    throw new Failure('CONFLICT', 'somebody was first')
  }
}

/** Either side ends it at once. What was asked goes to the person, or stays with the worker alone. Again is fine. */
export const revokeMandate = procedure({
  name: 'people.revokeMandate',
  input: z.strictObject({ mandateId }),
  access: 'anyone',
  limit: stepLimit('people.revokeMandate'),
  async run(context, input) {
    const { world, openid, nowMs } = context
    const mandate = await read(context, input.mandateId)
    const side = sideOf(mandate, openid)
    require(side !== 'asked', 'NOT_FOUND', 'no such mandate')
    const set = { revokedAtMs: nowMs, revokedBy: side === 'actor' ? '代办人' : '本人' }
    const ended = mandate.revokedAtMs === null ? { ...mandate, ...set } : mandate
    if (mandate.revokedAtMs === null) {
      await world.database.update('mandates', mandate._id, { revokedAtMs: null }, { set })
    }
    await handOverNeeds(world, mandate._id, mandate.principalOpenid)
    return viewOf(ended, openid, nowMs)
  },
})

async function read({ world }: Context, id: MandateRecord['_id']): Promise<MandateRecord> {
  const mandate = await world.database.get<MandateRecord>('mandates', id)
  require(mandate, 'NOT_FOUND', 'no such mandate')
  return mandate
}
