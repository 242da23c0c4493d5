import type { NeedId } from '../../../typings/ids'
import { createMailbox } from '../../people/public'
import { Failure, require } from '../../shared/errors'
import { deliverOutbox } from '../../shared/outbox/deliver'
import type { PendingMessage } from '../../shared/outbox/message'
import type { Transaction, World } from '../../shared/ports/index'
import { type CaseRecord, caseIdOf } from '../casework/case-record'
import { volunteerCounted } from '../casework/case-requests'
import type { NeedRecord } from '../records'
import { helpIdOf, isShown } from './help'
import { helperTold } from './messages'
import type { HelpOfferRecord } from './records'
import { caseChange, withCaseMessages } from './store'

/** Yes, no, and both once more: each is a line in the worker's inbox. Who comes may always say that they cannot. */
const MOST_CHANGES = 4

export interface HelpChange {
  requestId: string
  needId: NeedId
  openid: string
  key: string
  inputHash: string
  /** Of who says yes; null: they do not come any more. */
  yes: Pick<HelpOfferRecord, 'name' | 'phone' | 'consent'> | null
}

interface Helped {
  kase: CaseRecord
  coming: boolean
}

/** One yes or no, with its place in the request and the line to the worker, in one short transaction. */
export async function changeHelp(world: World, change: HelpChange, nowMs: number): Promise<Helped> {
  const done = await world.database.transaction((transaction) => changeIn(world, transaction, change, nowMs))
  if (!done) throw new Failure('BUSY', 'the same person was quicker')
  await deliverOutbox(world, createMailbox(world), 'cases', done.kase)
  return done
}

/** Whoever goes leaves what is still to come; the worker learns that a place is free, and not whose. May be done again. */
export async function leaveHelp(world: World, { _id }: Pick<HelpOfferRecord, '_id'>, nowMs: number): Promise<void> {
  const kase = await world.database.transaction(async (transaction) => {
    const offer = await transaction.get<HelpOfferRecord>('helpOffers', _id)
    if (!offer?.coming) return null
    await transaction.update('helpOffers', _id, { set: { coming: false } })
    const before = await transaction.get<CaseRecord>('cases', caseIdOf(offer.needId))
    if (!before || !isAhead(before, offer.requestId, nowMs)) return null
    return countIn(world, transaction, before, { ...offer, name: null, coming: false }, nowMs)
  })
  if (kase) await deliverOutbox(world, createMailbox(world), 'cases', kase)
}

/** Depends on the offer and the change alone, so that whoever leaves is found in what was told of them. */
export function helpMessageIdOf(
  { ids }: Pick<World, 'ids'>,
  offerId: string,
  change: number,
): PendingMessage['messageId'] {
  return `message_${ids.from('case helper', `${offerId} ${change}`)}`
}

/** Whether this very request was done already; KEY_REUSED when the key came with other input. */
export function isHelpReplay(
  offer: Pick<HelpOfferRecord, 'changes'> | null,
  { key, inputHash }: Pick<HelpChange, 'key' | 'inputHash'>,
): boolean {
  const done = offer?.changes?.find((each) => each.key === key)
  require(!done || done.inputHash === inputHash, 'KEY_REUSED', 'the same key came with other input')
  return done !== undefined
}

async function changeIn(
  world: World,
  transaction: Transaction,
  change: HelpChange,
  nowMs: number,
): Promise<Helped | null> {
  const { requestId, needId, openid, key, inputHash, yes } = change
  const offerId = helpIdOf(world, requestId, openid)
  const need = await transaction.get<NeedRecord>('needs', needId)
  const kase = await transaction.get<CaseRecord>('cases', caseIdOf(needId))
  const before = await transaction.get<HelpOfferRecord>('helpOffers', offerId)
  require(need && kase?.status === 'open' && (yes ? isShown(kase, need) : before), 'NOT_FOUND', 'no such request')
  // What is true now, whatever became of that request since.
  if (before && isHelpReplay(before, change)) return { kase, coming: before.coming }
  const done = before?.changes ?? []
  const changes = [...done, { key, inputHash }]
  if (yes) {
    const own = openid === need.residentOpenid || openid === kase.workerOpenid
    require(!own, 'NOT_NOW', '这件事就是您的，不用报名')
    require(!before?.coming, 'NOT_NOW', '您已经报过名了')
    require(changes.length < MOST_CHANGES, 'NOT_NOW', '您已经改过几次了，还想来请和社区说一声')
    const offer: HelpOfferRecord = {
      ...{ _id: offerId, requestId, needId, openid, ...yes },
      ...{ atMs: nowMs, coming: true, changes },
    }
    if (before) await transaction.update('helpOffers', offerId, { set: { ...offer } })
    else if ((await transaction.insert('helpOffers', offer)) === 'exists') return null
  } else {
    require(before?.coming, 'NOT_NOW', '您没有报名')
    await transaction.update('helpOffers', offerId, { set: { coming: false, changes } })
  }
  const told = { _id: offerId, requestId, name: (yes ?? before)?.name ?? null, coming: yes !== null, changes: done }
  return { kase: await countIn(world, transaction, kase, told, nowMs), coming: told.coming }
}

/** The place in the request, and the line to the worker. */
async function countIn(
  world: World,
  transaction: Transaction,
  before: CaseRecord,
  {
    _id,
    requestId,
    name,
    coming,
    changes,
  }: Pick<HelpOfferRecord, '_id' | 'requestId' | 'coming' | 'changes'> & {
    name: string | null
  },
  nowMs: number,
): Promise<CaseRecord> {
  const counted = volunteerCounted(before, requestId, coming ? 1 : -1, nowMs)
  const messageId = helpMessageIdOf(world, _id, changes?.length ?? 0)
  const message = helperTold(world, counted, { messageId, requestId, name, coming }, nowMs)
  const after = withCaseMessages(counted, [message], nowMs)
  await transaction.update('cases', after._id, caseChange(before, after))
  return after
}

function isAhead({ status, volunteerRequests }: CaseRecord, id: string, nowMs: number): boolean {
  const request = volunteerRequests.find(({ requestId }) => requestId === id)
  if (status !== 'open' || !request || request.onMs <= nowMs) return false
  return request.state === 'open' || request.state === 'filled'
}
