import { z } from 'zod'
import { stepLimit } from '../../shared/access/rate-limit'
import { Failure, require } from '../../shared/errors'
import { needId, text, version } from '../../shared/fields'
import type { Transaction, World } from '../../shared/ports/index'
import { procedure } from '../../shared/procedure'
import { caseChange } from '../cases/store'
import { closedAgain, wasOpened } from '../casework/case-opening'
import { type CaseRecord, caseIdOf } from '../casework/case-record'
import { isPossible, withdrawn } from '../casework/steps'
import { checkContent } from '../content'
import { deliverNeed } from '../deliver'
import { needWithdrawn } from '../messages'
import { freeRoom } from '../offering'
import type { NeedRecord } from '../records'
import { getOwnNeed, showOwnNeed } from '../residents/own'
import { saveStep, saveStepIn, withMessages } from '../store'

/** The resident takes the need back; whoever had it has the room again and is told. Again is fine. */
export const withdraw = procedure({
  name: 'needs.withdraw',
  input: z.strictObject({ needId, version, note: text(0, 100) }),
  access: 'anyone',
  limit: stepLimit('needs.withdraw'),
  async run(context, input) {
    const { world, openid, nowMs } = context
    const need = await getOwnNeed(context, input.needId)
    if (need.status === 'withdrawn') return showOwnNeed(context, need)
    require(isPossible(need, 'withdrawn'), 'NOT_NOW', `a need that is ${need.status} cannot be withdrawn`)
    require(need.version === input.version, 'CONFLICT', 'the need has moved on')
    await checkContent(world, openid, input.note)
    const after = await save(world, need, input.note, nowMs)
    await deliverNeed(world, after)
    return showOwnNeed(context, after)
  },
})

/** One guarded write while nobody has the need; else a transaction with the worker whose room is freed. */
async function save(world: World, need: NeedRecord, note: string, nowMs: number): Promise<NeedRecord> {
  const { database } = world
  const { offer } = need
  if (!offer) {
    const after = withdrawn(need, nowMs, note)
    if (await saveStep(database, need, after)) return after
    throw new Failure('CONFLICT', 'the need has moved on')
  }
  const news = needWithdrawn(world, need, offer, nowMs)
  const after = withMessages(withdrawn(need, nowMs, note), [news], nowMs)
  return database.transaction(async (transaction) => {
    const fresh = await transaction.get<NeedRecord>('needs', need._id)
    require(fresh?.version === need.version, 'CONFLICT', 'the need has moved on')
    await freeRoom(transaction, fresh, nowMs)
    await saveStepIn(transaction, need, after)
    if (fresh.status === 'accepted') await endCase(transaction, need._id, nowMs)
    return after
  })
}

/** A case that changed hands before 接案 is stored: of one that was never opened nothing stays, of another its record. */
async function endCase(transaction: Transaction, needId: NeedRecord['_id'], nowMs: number): Promise<void> {
  const kase = await transaction.get<CaseRecord>('cases', caseIdOf(needId))
  if (kase?.status !== 'open') return
  if (wasOpened(kase)) await transaction.update('cases', kase._id, caseChange(kase, closedAgain(kase, nowMs)))
  else await transaction.remove('cases', kase._id)
}
