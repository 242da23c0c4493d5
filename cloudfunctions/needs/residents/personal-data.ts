import type { MandateId } from '../../../typings/residents'
import { Failure } from '../../shared/errors'
import type { World } from '../../shared/ports/index'
import { shanghaiMinute } from '../../shared/time/shanghai'
import { canErase, isOpen } from '../aftercare/rules'
import type { DangerRecord, NeedRecord, NoteRecord } from '../records'
import { fieldWords, subSkillWords } from '../routing/words'
import { eraseNeed, nobodyOf } from './erase'

/** What the needs keep about a person: to be shown, taken out, or handed over. */

const MOST_READ = 1000

type Row = Readonly<Record<string, string | number | boolean | null>>

export async function exportNeeds(world: World, openid: string): Promise<{ name: string; rows: Row[] }[]> {
  const [needs, dangers, sent, received] = await Promise.all([
    readNeeds(world, openid),
    world.database.find<DangerRecord>('dangers', { where: { raiserOpenid: openid }, limit: MOST_READ }),
    readNotes(world, { fromOpenid: openid }),
    readNotes(world, { toOpenid: openid, read: { $in: [true, false] }, verdict: 'pass' }),
  ])
  const notes = [...sent, ...received].sort((left, right) => left.atMs - right.atMs)
  return [
    { name: '求助', rows: needs.map(rowOf) },
    {
      name: '告急',
      rows: dangers.map(({ words, phone, raisedAtMs }) => ({
        内容: words,
        电话: phone,
        时间: shanghaiMinute(raisedAtMs),
      })),
    },
    {
      name: '留言',
      rows: notes.map(({ fromName, text, atMs }) => ({ 谁: fromName, 内容: text, 时间: shanghaiMinute(atMs) })),
    },
  ]
}

export async function openNeedsOf(world: World, openid: string): Promise<number> {
  return (await readNeeds(world, openid)).filter(isOpen).length
}

/** Takes the person out of every need of theirs; NOT_NOW while one is open. May be done again. */
export async function eraseResident(world: World, openid: string): Promise<void> {
  for (const need of await readNeeds(world, openid)) {
    if (!canErase(need)) throw new Failure('NOT_NOW', 'a need is still open')
    await eraseNeed(world, need, openid)
  }
  const nobody = nobodyOf(world, openid)
  const gone = { raiserOpenid: nobody, words: '', phone: null }
  await world.database.updateMany('dangers', { raiserOpenid: openid }, { set: gone })
}

/** A mandate ended: its needs are the person's own from now on; without a phone of theirs, nobody's but the worker's. */
export async function handOverNeeds(world: World, mandateId: MandateId, toOpenid: string | null): Promise<void> {
  const residentOpenid = toOpenid ?? `nobody_${mandateId}`
  const needs = await world.database.find<NeedRecord>('needs', {
    where: { 'behalf.mandateId': mandateId },
    limit: MOST_READ,
    fields: ['residentOpenid'],
  })
  for (const { _id, residentOpenid: from } of needs) {
    await world.database.update('needs', _id, { residentOpenid: from }, { set: { residentOpenid }, unset: ['behalf'] })
    await world.database.updateMany('notes', { needId: _id, toOpenid: from }, { set: { toOpenid: residentOpenid } })
  }
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

function readNotes({ database }: World, where: Readonly<Record<string, unknown>>): Promise<NoteRecord[]> {
  return database.find<NoteRecord>('notes', { where, limit: MOST_READ })
}

function rowOf(need: NeedRecord): Row {
  const { field, subSkill, submittedAtMs, rating, consent, voice, behalf } = need
  return {
    编号: need._id,
    方面: `${fieldWords[field]} ${subSkillWords[subSkill]}`,
    描述: need.description,
    录音秒数: voice ? Math.round(voice.durationMs / 1000) : null,
    照片张数: need.photos.length,
    社区: need.communityName,
    地址: need.address,
    联系人: need.contactName,
    电话: need.contactPhone,
    替谁提交: behalf?.principalName ?? null,
    同意的文本版本: consent.version,
    提交时间: shanghaiMinute(submittedAtMs),
    状态: need.status,
    社工: need.acceptedAtMs === null ? null : (need.offer?.workerName ?? null),
    是否解决: rating ? rating.solved : null,
    是否满意: rating ? rating.satisfied : null,
  }
}
