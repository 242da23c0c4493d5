import { z } from 'zod'
import type { MandateId } from '../../typings/asking'
import type { AlertId, DisclosureId, ThanksId } from '../../typings/disclosure'
import type { EntryId, FundId, GiftId, MessageId, NeedId, OfferId, WorkerId } from '../../typings/ids'
import type { DifferenceId, ImportId, InKindId, ProposalId, RefundId } from '../../typings/income'
import type { DangerId } from '../../typings/residents'
import type { MemberId, SpendingId } from '../../typings/spending'
import { withoutInvisible } from './plain-text'
import { fields } from './words'

/** Schemas of fields that several procedures read; the message of each is the limit that the caller broke. */

const hex32 = /^[0-9a-f]{32}$/

function id<Id extends string>(kind: string) {
  const pattern = new RegExp(`^${kind}_[0-9A-Za-z-]{1,64}$`)
  return z.custom<Id>((value) => typeof value === 'string' && pattern.test(value), `an id that begins with ${kind}_`)
}

export const needId = id<NeedId>('need')
export const offerId = id<OfferId>('offer')
export const workerId = id<WorkerId>('worker')
export const fundId = id<FundId>('fund')
export const giftId = id<GiftId>('gift')
export const spendingId = id<SpendingId>('spend')
export const memberId = id<MemberId>('member')
export const messageId = id<MessageId>('message')
export const entryId = id<EntryId>('entry')
export const disclosureId = id<DisclosureId>('disclosure')
export const thanksId = id<ThanksId>('thanks')
export const alertId = id<AlertId>('alert')
export const refundId = id<RefundId>('refund')
export const importId = id<ImportId>('import')
export const differenceId = id<DifferenceId>('difference')
export const proposalId = id<ProposalId>('proposal')
export const inKindId = id<InKindId>('inkind')

export const mandateId = id<MandateId>('mandate')
export const dangerId = id<DangerId>('danger')

/** Made by the phone before it sends. */
export const requestKey = z.string().regex(hex32, '32 lower-case hex digits')
export const territoryCode = z.string().regex(/^(\d{6}|\d{9}|\d{12})$/, '6, 9 or 12 digits')
export const field = z.enum(fields)
/** A mainland mobile number. */
export const mobilePhone = z.string().regex(/^1[3-9]\d{9}$/, 'a mobile number')
/** The same, or a landline with its area code. */
export const anyPhone = z.string().regex(/^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/, 'a mobile number or landline')
export const districtCode = z.string().regex(/^\d{6}$/, '6 digits')
export const communityCode = z.string().regex(/^\d{12}$/, '12 digits')
/** Epoch milliseconds of a day that somebody may mean; a moment far beyond them would break every calendar that reads it. */
const earliestMs = Date.UTC(2020, 0, 1)
const latestMs = Date.UTC(2100, 0, 1)
export const moment = z.int('a moment').min(earliestMs, '2020 at the earliest').max(latestMs, '2099 at the latest')
/** A Shanghai day. */
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day as 2026-03-07')
export const version = z.int('a whole number').min(1, '1 at least')
/** Opaque to the phone; null begins. */
export const cursor = z.string().max(400, 'at most 400 characters').nullable()

/**
 * A text as people write it, without the blanks around it and without signs that nobody sees: `least` to `most` characters,
 * none of them a control character or one that turns the direction.
 */
export function text(least: number, most: number) {
  return z
    .string(`${least} to ${most} characters`)
    .overwrite((value) => (hasControlCharacter(value) ? value : withoutInvisible(value)))
    .trim()
    .refine((value) => {
      const length = [...value].length
      return length >= least && length <= most
    }, `${least} to ${most} characters`)
    .refine((value) => !hasControlCharacter(value), 'no control characters')
}

function hasControlCharacter(value: string): boolean {
  return [...value].some((character) => {
    const code = character.codePointAt(0) ?? 0
    return (code < 0x20 && character !== '\n') || (code >= 0x7f && code < 0xa0) || isDirectional(code)
  })
}

/** Invisible marks that turn the direction of what follows. */
function isDirectional(code: number): boolean {
  return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)
}
