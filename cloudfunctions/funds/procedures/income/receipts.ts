import { z } from 'zod'
import type { Receipt } from '../../../../typings/income'
import { Failure, require } from '../../../shared/errors'
import { giftId, text } from '../../../shared/fields'
import { operator } from '../../../shared/operator'
import type { World } from '../../../shared/ports'
import { procedure } from '../../../shared/procedure'
import { shanghaiDay } from '../../../shared/time/shanghai'
import { hourMs } from '../../../shared/time/spans'
import { giftView, readOwnGift } from '../../gifts/view'
import { isCreditCode } from '../../income/names'
import { type ReceiptRecord, receiptIdOf } from '../../income/records'
import { receiptView } from '../../income/view'
import { readReceipts } from '../../income/void-receipt'
import { canonicalJson, sha256 } from '../../ledger/canonical'
import { checkWords } from '../../spending/content'

export const receiptFields = {
  holder: z.enum(['person', 'company', 'anonymous', 'waived']),
  title: text(0, 50),
  creditCode: z.string().max(18, 'at most 18 characters').nullable(),
}
type Holder = z.infer<(typeof receiptFields)['holder']>

export const getReceipt = procedure({
  name: 'funds.getReceipt',
  input: z.strictObject({ giftId }),
  access: 'anyone',
  run: async ({ world, openid }, input) => {
    const gift = await readOwnGift(world, openid, input.giftId)
    const [receipt] = gift.entryId === null ? [] : await readReceipts(world, [gift.entryId])
    return { gift: giftView(gift, null), receipt: receipt ? receiptView(receipt) : null }
  },
})

/**
 * 捐赠收据: made out once, to a person, a company (with its credit code) or nobody by name; or the donor wants none, which is
 * recorded too (公益事业捐赠票据使用管理办法).
 */
export const addReceipt = procedure({
  name: 'funds.addReceipt',
  input: z.strictObject({ giftId, ...receiptFields }),
  access: 'anyone',
  limit: { name: 'addReceipt', most: 60, windowMs: hourMs },
  run: async ({ world, openid, nowMs }, input) => {
    checkHolder(input)
    const gift = await readOwnGift(world, openid, input.giftId)
    require(gift.status === 'paid' && gift.entryId !== null, 'NOT_NOW', 'only a gift in the books has a receipt')
    if (input.title !== '') await checkWords(world, openid, input.title)
    return makeOut(world, openid, nowMs, input, {
      ...{ entryId: gift.entryId, giftId: gift._id, fundName: gift.fundName, form: 'money' },
      ...{ amountFen: gift.amountFen, organisation: gift.organisation, handlerName: operator.receiptHandler },
      givenAtMs: gift.paidAtMs ?? gift.createdAtMs,
    })
  },
})

/** The same again is the same receipt; anything else finds it made out. Given back or corrected in between: NOT_NOW. */
export async function makeOut(
  world: World,
  openid: string,
  nowMs: number,
  input: { holder: Holder; title: string; creditCode: string | null },
  about: Pick<
    ReceiptRecord,
    'entryId' | 'giftId' | 'fundName' | 'form' | 'amountFen' | 'organisation' | 'handlerName' | 'givenAtMs'
  >,
): Promise<Receipt> {
  const { holder, title, creditCode } = input
  const record: ReceiptRecord = {
    _id: receiptIdOf(about.entryId),
    receiptNumber: numberOf(about.entryId, nowMs),
    ...about,
    holder: holder === 'waived' ? 'anonymous' : holder,
    ...{ title: title === '' ? '匿名' : title, creditCode },
    ...{ issuedAtMs: nowMs, status: holder === 'waived' ? 'waived' : 'issued' },
    ...{ inputDigest: sha256(canonicalJson(input)), madeByOpenid: openid },
  }
  if ((await world.database.insert('receipts', record)) === 'inserted') return receiptView(record)
  const [first] = await readReceipts(world, [about.entryId])
  require(first, 'NOT_NOW', 'it was given back or corrected')
  require(first.inputDigest === record.inputDigest, 'CONFLICT', 'the receipt was made out already')
  return receiptView(first)
}

/** A name for a person or a company, a credit code for a company alone. INVALID_INPUT names the field. */
export function checkHolder({
  holder,
  title,
  creditCode,
}: {
  holder: Holder
  title: string
  creditCode: string | null
}): void {
  const wrong = (path: string, limit: string) => new Failure('INVALID_INPUT', limit, [{ path, limit }])
  const named = holder === 'person' || holder === 'company'
  if (named && [...title].length < 2) throw wrong('title', '2 to 50 characters')
  if (!named && title !== '') throw wrong('title', 'empty')
  if (holder === 'company' ? creditCode === null || !isCreditCode(creditCode) : creditCode !== null) {
    throw wrong('creditCode', 'the 18 signs of 统一社会信用代码, for a company alone')
  }
}

/** SJ, the day, and eight digits of the entry: the same entry has one receipt. */
function numberOf(entryId: string, nowMs: number): string {
  const digits = entryId.slice('entry_'.length, 'entry_'.length + 8).toUpperCase()
  return `SJ${shanghaiDay(nowMs).replaceAll('-', '')}-${digits.slice(0, 4)}-${digits.slice(4)}`
}
