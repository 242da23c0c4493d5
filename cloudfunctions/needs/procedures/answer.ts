import { z } from 'zod'
import type { OfferId } from '../../../typings/ids'
import type { DeclineReason } from '../../../typings/needs'
import { stepLimit } from '../../shared/access/rate-limit'
import { Failure, require } from '../../shared/errors'
import { needId, offerId, text } from '../../shared/fields'
import { procedure } from '../../shared/procedure'
import { accepted, declined } from '../casework/steps'
import { checkContent } from '../content'
import { deliverNeed, goOn } from '../deliver'
import { needAccepted } from '../messages'
import { freeRoom } from '../offering'
import type { NeedRecord } from '../records'
import { followerOf } from '../residents/follower'
import { getNeed, saveStep, saveStepIn, withMessages } from '../store'
import { showTask } from '../task'

const MOST_TRIES = 3

/**
 * The worker takes the case: a read, and one guarded write that only one tap can win. The room was claimed with the offer.
 * Accepting again gives the case again; an offer that is no longer theirs is OFFER_GONE.
 */
export const accept = procedure({
  name: 'needs.accept',
  input: z.strictObject({ needId, offerId }),
  access: 'anyone',
  limit: stepLimit('needs.accept'),
  async run(context, input) {
    const { world, openid, nowMs } = context
    for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
      const need = await getNeed(world.database, input.needId)
      if (isAcceptedBy(need, openid, input.offerId)) return showTask(context, need)
      requireOpenOffer(need, openid, input.offerId, nowMs)
      const step = accepted(need, nowMs)
      const after = withMessages(step, [needAccepted(world, step, await followerOf(world, need, nowMs), nowMs)], nowMs)
      if (!(await saveStep(world.database, need, after))) continue
      await deliverNeed(world, after)
      return showTask(context, after)
    }
    throw new Failure('BUSY', 'another step was quicker each time')
  },
})

/** The worker hands the offer back; it goes to the next. Their reason is for the station. Again is fine. */
export const decline = procedure({
  name: 'needs.decline',
  input: z.strictObject({
    needId,
    offerId,
    reason: z.enum(['noTime', 'notMySkill', 'conflictOfInterest', 'onLeave', 'other']),
    note: text(0, 100),
  }),
  access: 'anyone',
  limit: stepLimit('needs.decline'),
  async run(context, input) {
    const { world, openid, nowMs, requestId } = context
    await checkContent(world, openid, input.note)
    const note = [reasonWords[input.reason], input.note].filter((part) => part !== '').join('：')
    const passedOn = await world.database.transaction(async (transaction) => {
      const need = await transaction.get<NeedRecord>('needs', input.needId)
      require(need, 'NOT_FOUND', 'no such need')
      if (need.passedOver.some(({ how, offerId: passed }) => how === 'declined' && passed === input.offerId))
        return null
      requireOpenOffer(need, openid, input.offerId, nowMs)
      const after = declined(need, nowMs, note)
      await freeRoom(transaction, need, hasRoomForOthers(input.reason) ? nowMs : null, 'declined')
      await saveStepIn(transaction, need, after)
      return after
    })
    if (passedOn) await goOn(world, passedOn, requestId)
    return { needId: input.needId }
  },
})

const reasonWords: Readonly<Record<DeclineReason, string>> = {
  noTime: '时间排不开',
  notMySkill: '不是自己的专长',
  conflictOfInterest: '需要回避',
  onLeave: '正在休假',
  other: '其他原因',
}

/** Who has no time or is away is not asked for the next waiting case at once. */
function hasRoomForOthers(reason: DeclineReason): boolean {
  return reason === 'notMySkill' || reason === 'conflictOfInterest'
}

function isAcceptedBy(need: NeedRecord, openid: string, offer: OfferId): boolean {
  return need.status === 'accepted' && need.workerOpenid === openid && need.offer?.offerId === offer
}

/** Whoever was asked is told that it is over; to anyone else there is nothing. */
function requireOpenOffer(need: NeedRecord, openid: string, offer: OfferId, nowMs: number): void {
  require(need.offerIds.includes(offer), 'NOT_FOUND', 'no such offer')
  const open = need.status === 'offered' && need.offer?.offerId === offer
  // An offer's id alone does not make one its worker.
  require(!open || need.workerOpenid === openid, 'NOT_FOUND', 'no such offer')
  require(open && nowMs < (need.offerDeadlineMs ?? 0), 'OFFER_GONE', 'the offer was answered, timed out or taken back')
}
