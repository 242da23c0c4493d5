import { accept, decline } from '../../../cloudfunctions/needs/procedures/answer'
import { submit } from '../../../cloudfunctions/needs/procedures/submit'
import { withdraw } from '../../../cloudfunctions/needs/procedures/withdraw'
import * as needs from '../../../cloudfunctions/needs/public'
import type { NeedRecord, WorkerRecord } from '../../../cloudfunctions/needs/records'
import { Failure } from '../../../cloudfunctions/shared/errors'
import type { Stored } from '../../../cloudfunctions/shared/ports'
import { startScene } from '../../property/needs/scene'
import { type Stage, wholeMinute } from './stage'

/**
 * The product's own procedures and timer jobs, in this process, on a database in memory: the same code as in the cloud without
 * the wire, and some fifty times as fast. `index.ts` shows on our own policy that both come to the same.
 */
export function openMemoryStage(documents: Readonly<Record<string, readonly Stored[]>>, startMs: number): Stage {
  const scene = startScene(documents)
  const { database } = scene.world
  const setTo = (atMs: number) => scene.advance(atMs - scene.world.clock.nowMs())
  setTo(startMs)
  let tickedMs = wholeMinute(startMs)

  const tick = async () => {
    await needs.expireOffers(scene.world)
    await needs.routeWaiting(scene.world)
    await needs.escalateWaiting(scene.world)
    await needs.deliverMessages(scene.world)
  }
  return {
    nowMs: () => scene.world.clock.nowMs(),
    async moveTo(atMs) {
      const minuteMs = wholeMinute(atMs)
      if (minuteMs > tickedMs) {
        setTo(minuteMs)
        await tick()
        tickedMs = minuteMs
      }
      if (atMs > scene.world.clock.nowMs()) setTo(atMs)
    },
    submit: async (openid, input) => (await submit.run(scene.context(openid), input)).needId,
    accept: (openid, needId, offerId) => unlessGone(() => accept.run(scene.context(openid), { needId, offerId })),
    decline: (openid, needId, offerId) =>
      unlessGone(() => decline.run(scene.context(openid), { needId, offerId, reason: 'noTime', note: '' })),
    async end({ _id, residentOpenid, version }) {
      await withdraw.run(scene.context(residentOpenid), { needId: _id, version, note: '' })
    },
    need: (needId) => database.row<NeedRecord>('needs', needId),
    hasFreedRoom: () => database.some<WorkerRecord>('workers', ({ roomSinceMs }) => roomSinceMs !== null),
    close: async () => undefined,
  }
}

async function unlessGone(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call()
    return true
  } catch (error) {
    if (error instanceof Failure && error.code === 'OFFER_GONE') return false
    throw error
  }
}
