import type { MandateId } from '../../../typings/asking'
import type { NeedId } from '../../../typings/ids'
import { Failure } from '../../shared/errors'
import { passFiles } from '../../shared/files/claims'
import type { World } from '../../shared/ports/index'
import { canErase, isOpen, isOwn } from '../aftercare/rules'
import { caseIdOf } from '../casework/case-record'
import type { DangerRecord, NeedRecord } from '../records'
import { eraseNeed, fileIdsOf, nobodyOf } from './erase'
import { eraseHelper } from './erase-helper'
import { eraseLetters } from './letters'
import { redactedText } from './redact'

/** What the needs keep about a person: to be taken out, or handed over. What is shown of it is in `export.ts`. */

const MOST_READ = 1000

/** Mandates that end with the person: of those received the needs become theirs, of those given the principals'. */
export interface HandOvers {
  received: readonly MandateId[]
  given: readonly MandateId[]
}

/** How many needs of the person's own are open, as if the mandates were over already. */
export async function openNeedsOf(world: World, openid: string, { received, given }: HandOvers): Promise<number> {
  const ofMandates = received.length === 0 ? [] : await readMandated(world, received)
  const own = (await readOwnNeeds(world, openid)).filter(({ behalf }) => {
    return !(behalf && given.includes(behalf.mandateId))
  })
  return new Set([...own, ...ofMandates].filter(isOpen).map(({ _id }) => _id)).size
}

/** Ids of the person's own needs; for what other areas keep of them. */
export async function needIdsOf(world: World, openid: string): Promise<NeedId[]> {
  return (await readOwnNeeds(world, openid)).map(({ _id }) => _id)
}

/**
 * Takes the person out of every need of theirs; NOT_NOW while one is open. What they once wrote down for others stays those
 * others', without them. May be done again.
 */
export async function eraseResident(world: World, openid: string): Promise<void> {
  const { database } = world
  const nobody = nobodyOf(world, openid)
  const nowMs = world.clock.nowMs()
  for (let needs = await readNeeds(world, openid); needs.length > 0; needs = await readNeeds(world, openid)) {
    for (const need of needs) {
      if (need.entered) await leaveEntered(world, need._id, nobody)
      // Asked under a mandate that is over: it is the other's, and not this person's to take along or away.
      else if (need.behalf && !isOwn(need, openid, nowMs)) await handOverNeeds(world, need.behalf.mandateId, null)
      else if (canErase(need)) await eraseNeed(world, need, openid)
      else throw new Failure('NOT_NOW', 'a need is still open')
    }
  }
  await eraseDangers(world, openid, nobody)
  await eraseHelper(world, openid, nobody)
  await eraseLetters(world, openid, nobody)
  const silent = { text: '', fromName: '', fromOpenid: nobody, outbox: [], outboxDueAtMs: null }
  await database.updateMany('notes', { fromOpenid: openid }, { set: silent })
  await database.updateMany('notes', { toOpenid: openid, read: { $in: [true, false] } }, { set: { toOpenid: nobody } })
  // Whom a worker once helped, and who complained of them, helps the router: not of one who is gone.
  await database.updateMany('workers', { formerResidents: openid }, { pull: { formerResidents: openid } })
  await database.updateMany('workers', { complainedBy: openid }, { pull: { complainedBy: openid } })
}

/** Alerts that came without a need. What those who went wrote of it stays, without the number to call. */
async function eraseDangers({ database }: World, openid: string, nobody: string): Promise<void> {
  const raised = await database.find<DangerRecord>('dangers', { where: { raiserOpenid: openid }, limit: MOST_READ })
  for (const { _id, phone, outcome } of raised) {
    const gone = {
      raiserOpenid: nobody,
      words: '',
      phone: null,
      outcome: outcome && redactedText(outcome, phone ? [phone] : []),
    }
    await database.update('dangers', _id, {}, { set: gone })
  }
}

async function leaveEntered({ database }: World, needId: NeedId, nobody: string): Promise<void> {
  const set = { residentOpenid: nobody, 'entered.openid': nobody, 'entered.staffName': '' }
  await database.update('needs', needId, {}, { set })
  await database.update('cases', caseIdOf(needId), {}, { set: { residentOpenid: nobody } })
}

/** A mandate ended: its needs are the person's own from now on; without a phone of theirs, nobody's but the worker's. */
export async function handOverNeeds(world: World, mandateId: MandateId, toOpenid: string | null): Promise<void> {
  const residentOpenid = toOpenid ?? `nobody_${mandateId}`
  const needs = await readMandated(world, [mandateId])
  for (const need of needs) {
    const { _id, residentOpenid: from } = need
    await passFiles(world, fileIdsOf(need), { from, to: residentOpenid })
    await world.database.update('needs', _id, { residentOpenid: from }, { set: { residentOpenid }, unset: ['behalf'] })
    await world.database.updateMany('notes', { needId: _id, toOpenid: from }, { set: { toOpenid: residentOpenid } })
    // What the case tells its resident goes to them from now on.
    await world.database.update('cases', caseIdOf(_id), {}, { set: { residentOpenid } })
  }
}

function readMandated({ database }: World, mandateIds: readonly MandateId[]): Promise<NeedRecord[]> {
  return database.find<NeedRecord>('needs', {
    where: { 'behalf.mandateId': { $in: [...mandateIds] } },
    limit: MOST_READ,
    fields: ['residentOpenid', 'status', 'photos', 'voice'],
  })
}

/** Those of the person themselves, or of one whose mandate covers following; not what staff wrote down for others. */
export async function readOwnNeeds(world: World, openid: string): Promise<NeedRecord[]> {
  const nowMs = world.clock.nowMs()
  return (await readNeeds(world, openid)).filter((need) => !need.entered && isOwn(need, openid, nowMs))
}

function readNeeds({ database }: World, openid: string): Promise<NeedRecord[]> {
  return database.find<NeedRecord>('needs', {
    where: { residentOpenid: openid },
    orderBy: [
      ['submittedAtMs', 'desc'],
      ['_id', 'asc'],
    ],
    limit: MOST_READ,
  })
}
