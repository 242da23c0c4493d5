import type { NeedId } from '../../typings/ids'
import { removeFiles } from '../shared/files/claims'
import type { World } from '../shared/ports/index'
import { shanghaiMinute } from '../shared/time/shanghai'
import { type MonthlyRecord, type ReceiptRecord, type RefundRecord, receiptIdOf, refundIdOf } from './income/records'
import { readReceipts } from './income/void-receipt'
import { type ThanksRecord, thanksIdOf } from './proof/records'
import type { GiftRecord } from './records'
import type { SpendingRecord } from './spending/records'

/** What the funds keep about a donor, or about whom they helped: to be shown, and to be taken out where the books allow. */

const MOST_READ = 1000

type Row = Readonly<Record<string, string | number | boolean | null>>

export async function exportGifts(world: World, openid: string): Promise<{ name: string; rows: Row[] }[]> {
  const { database } = world
  const gifts = await readGifts(world, openid)
  const entryIds = gifts.flatMap(({ entryId }) => (entryId === null ? [] : [entryId]))
  const [monthly, receipts, refunds, asked] = await Promise.all([
    database.find<MonthlyRecord>('monthlyGifts', { where: { openid }, limit: MOST_READ }),
    readReceipts(world, entryIds),
    database.find<RefundRecord>('refunds', {
      where: { _id: { $in: gifts.map(({ _id }) => refundIdOf(_id)) } },
      limit: MOST_READ,
    }),
    readAsked(world, openid),
  ])
  return [
    { name: '捐赠', rows: gifts.map(giftRow) },
    { name: '捐赠收据', rows: receipts.map(receiptRow) },
    { name: '退款', rows: refunds.map(refundRow) },
    { name: '每月提醒', rows: monthly.map(monthlyRow) },
    { name: '改变用途的征询', rows: asked.flatMap((request) => askedRows(request, openid)) },
  ]
}

/**
 * The gifts stay, as the law asks of the books; whose they were is gone. Entries that show a name are never edited. Three
 * writes for a thousand gifts; refund and receipt are found by their gift alone, so they come first, and a call that broke
 * off goes on with the gifts that still have their donor.
 */
export async function eraseDonor(world: World, openid: string): Promise<void> {
  const { database } = world
  const nobody = `erased_${world.ids.from('erased', openid)}`
  const silent = { outbox: [], outboxDueAtMs: null }
  const increment = { outboxVersion: 1 }
  for (let gifts = await readGifts(world, openid); gifts.length > 0; gifts = await readGifts(world, openid)) {
    const receiptIds = gifts.flatMap(({ entryId }) => (entryId ? [receiptIdOf(entryId)] : []))
    const byThem = { _id: { $in: receiptIds }, madeByOpenid: openid }
    if (receiptIds.length > 0) await database.updateMany('receipts', byThem, { set: { madeByOpenid: nobody } })
    const ofGifts = { _id: { $in: gifts.map(({ _id }) => refundIdOf(_id)) } }
    await database.updateMany('refunds', ofGifts, { set: { donorOpenid: nobody, reason: '', ...silent }, increment })
    const own = { _id: { $in: gifts.map(({ _id }) => _id) }, donorOpenid: openid }
    const set = { donorOpenid: nobody, donorName: null, message: '', ...silent }
    await database.updateMany('gifts', own, { set, increment })
  }
  for (const { _id } of await database.find<MonthlyRecord>('monthlyGifts', { where: { openid }, limit: MOST_READ })) {
    await database.remove('monthlyGifts', _id)
  }
  for (const { _id } of await readAsked(world, openid)) await leaveConsent(world, _id, openid, nobody)
}

/** Thanks were published with the consent of whom they came from: words and pictures go with them. */
export async function eraseThanks(world: World, needIds: readonly NeedId[]): Promise<void> {
  if (needIds.length === 0) return
  const { database } = world
  const requests = await database.find<SpendingRecord>('spendingRequests', {
    where: { 'source.needId': { $in: [...needIds] } },
    limit: MOST_READ,
    fields: ['payments'],
  })
  const ids = requests.flatMap(({ payments }) => payments.map(({ entryId }) => thanksIdOf(entryId)))
  if (ids.length === 0) return
  const found = await database.find<ThanksRecord>('thanks', { where: { _id: { $in: ids } }, limit: MOST_READ })
  for (const { _id, photos, consent } of found) {
    const fileIds = photos.map(({ fileId }) => fileId)
    await removeFiles(world, fileIds, [consent.recordedByOpenid])
    await database.remove('thanks', _id)
  }
}

/** Whether they agreed stays with the request; who they were does not. */
function leaveConsent({ database }: World, id: SpendingRecord['_id'], openid: string, nobody: string): Promise<void> {
  return database.transaction(async (transaction) => {
    const request = await transaction.get<SpendingRecord>('spendingRequests', id)
    if (!request?.change) return
    const asked = request.change.asked.map((each) => (each.openid === openid ? { ...each, openid: nobody } : each))
    const outbox = request.outbox.filter((message) => message.openid !== openid)
    await transaction.update('spendingRequests', id, {
      set: { 'change.asked': asked, outbox },
      increment: { version: 1, outboxVersion: 1 },
    })
  })
}

function readAsked({ database }: World, openid: string): Promise<SpendingRecord[]> {
  return database.find<SpendingRecord>('spendingRequests', {
    where: { 'change.asked.openid': openid },
    limit: MOST_READ,
  })
}

function readGifts({ database }: World, openid: string): Promise<GiftRecord[]> {
  return database.find<GiftRecord>('gifts', {
    where: { donorOpenid: openid },
    orderBy: [
      ['createdAtMs', 'desc'],
      ['_id', 'asc'],
    ],
    limit: MOST_READ,
  })
}

const yuan = (amountFen: number): string => (amountFen / 100).toFixed(2)

function giftRow(gift: GiftRecord): Row {
  return {
    编号: gift._id,
    基金: gift.fundName,
    金额元: yuan(gift.amountFen),
    指定用途: gift.earmark,
    称呼: gift.donorName,
    留言: gift.message,
    状态: gift.status,
    证书编号: gift.certificateNumber,
    微信支付单号: gift.transactionId,
    时间: shanghaiMinute(gift.createdAtMs),
  }
}

function receiptRow({ receiptNumber, title, creditCode, amountFen, status, issuedAtMs }: ReceiptRecord): Row {
  const time = shanghaiMinute(issuedAtMs)
  return {
    收据编号: receiptNumber,
    抬头: title,
    信用代码: creditCode,
    金额元: yuan(amountFen),
    状态: status,
    时间: time,
  }
}

function refundRow({ giftId, amountFen, reason, status, askedAtMs }: RefundRecord): Row {
  return { 捐赠编号: giftId, 金额元: yuan(amountFen), 原因: reason, 状态: status, 时间: shanghaiMinute(askedAtMs) }
}

function monthlyRow({ fundName, amountFen, dayOfMonth, active }: MonthlyRecord): Row {
  return { 基金: fundName, 金额元: yuan(amountFen), 每月几日: dayOfMonth, 还在提醒: active }
}

function askedRows({ title, change }: SpendingRecord, openid: string): Row[] {
  const mine = (change?.asked ?? []).filter((each) => each.openid === openid)
  return mine.map(({ answer, answeredAtMs }) => ({
    什么事: title,
    回答: answer === null ? '还没有回答' : answer === 'agreed' ? '同意' : '不同意',
    时间: answeredAtMs === null ? null : shanghaiMinute(answeredAtMs),
  }))
}
