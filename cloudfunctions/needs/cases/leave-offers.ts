import type { World } from '../../shared/ports/index'
import { isPossible, timedOut } from '../casework/steps'
import { goOn } from '../deliver'
import { freeRoom } from '../offering'
import type { NeedRecord } from '../records'
import { saveStepIn } from '../store'
import type { LeaveRecord } from './records'

const AT_ONCE = 20
const MOST_OFFERS = 50

/** A leave that has begun: what its worker was asked and has not answered goes to the next. Nothing before it begins. */
export async function moveOffersOf(world: World, leave: LeaveRecord): Promise<void> {
  const nowMs = world.clock.nowMs()
  if (leave.moveOffersAtMs === null || leave.moveOffersAtMs > nowMs) return
  const needs = await world.database.find<NeedRecord>('needs', {
    where: { workerOpenid: leave.workerOpenid },
    orderBy: [['submittedAtMs', 'desc']],
    limit: MOST_OFFERS,
  })
  for (const seen of needs.filter(({ status }) => status === 'offered')) {
    const passedOn = await world.database.transaction(async (transaction) => {
      const need = await transaction.get<NeedRecord>('needs', seen._id)
      if (!need || need.version !== seen.version || !isPossible(need, 'timedOut')) return null
      const after = timedOut(need, nowMs)
      await freeRoom(transaction, need, null)
      await saveStepIn(transaction, need, after)
      return after
    })
    if (passedOn) await goOn(world, passedOn, 'leave')
  }
  await world.database.update('leaves', leave._id, {}, { set: { moveOffersAtMs: null } })
}

/** For the timer: leaves that begin. How many. */
export async function startLeaves(world: World): Promise<number> {
  const due = await world.database.find<LeaveRecord>('leaves', {
    where: { moveOffersAtMs: { $lte: world.clock.nowMs() } },
    orderBy: [['moveOffersAtMs', 'asc']],
    limit: AT_ONCE,
  })
  for (const leave of due) await moveOffersOf(world, leave)
  return due.length
}
