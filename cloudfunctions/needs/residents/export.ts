import type { AuditRecord } from '../../shared/audit/audit'
import type { World } from '../../shared/ports/index'
import { shanghaiMinute } from '../../shared/time/shanghai'
import { fieldWords } from '../../shared/words'
import { helpRowsOf } from '../cases/help'
import { type CaseRecord, caseIdOf } from '../casework/case-record'
import { stageWords } from '../casework/gates'
import { photosFor } from '../casework/views'
import type { DangerRecord, NeedRecord, NoteRecord } from '../records'
import { subSkillWords } from '../routing/words'
import { letterRowsOf } from './letters'
import { readOwnNeeds } from './personal-data'

/** Everything that the needs keep about a person, in words, for them to read and to take along. */

const MOST_READ = 1000
const MOST_ADDRESSES = 50

type Row = Readonly<Record<string, string | number | boolean | null>>

export async function exportNeeds(world: World, openid: string): Promise<{ name: string; rows: Row[] }[]> {
  const { database } = world
  const needs = await readOwnNeeds(world, openid)
  const needIds = needs.map(({ _id }) => _id)
  const dangers = await database.find<DangerRecord>('dangers', { where: { raiserOpenid: openid }, limit: MOST_READ })
  // An alert without a need is read by itself.
  const subjectIds = [...needIds, ...dangers.map(({ _id }) => _id)]
  const [sent, received, cases, reads, files] = await Promise.all([
    database.find<NoteRecord>('notes', { where: { fromOpenid: openid }, limit: MOST_READ }),
    database.find<NoteRecord>('notes', {
      where: { toOpenid: openid, read: { $in: [true, false] }, verdict: 'pass' },
      limit: MOST_READ,
    }),
    database.find<CaseRecord>('cases', { where: { _id: { $in: needIds.map(caseIdOf) } }, limit: MOST_READ }),
    database.find<AuditRecord>('audit', { where: { subjectId: { $in: subjectIds } }, limit: MOST_READ }),
    addressesOf(world, needs),
  ])
  const notes = [...sent, ...received].sort((left, right) => left.atMs - right.atMs)
  return [
    { name: '求助', rows: needs.map((need) => needRow(need, files)) },
    { name: '求助的经过', rows: needs.flatMap(eventRows) },
    { name: '紧急求助', rows: dangers.map(dangerRow) },
    { name: '帮忙报名', rows: await helpRowsOf(world, openid) },
    { name: '机构答复', rows: await letterRowsOf(world, openid) },
    {
      name: '留言',
      rows: notes.map(({ fromName, text, atMs }) => ({ 谁: fromName, 内容: text, 时间: shanghaiMinute(atMs) })),
    },
    { name: '服务记录', rows: cases.map(caseRow) },
    {
      name: '谁看过您的信息',
      rows: reads.map(({ action, subjectId, atMs }) => ({
        哪份求助: subjectId,
        看了什么: readWords[action] ?? '求助的内容',
        时间: shanghaiMinute(atMs),
      })),
    },
  ]
}

const readWords: Readonly<Record<string, string>> = {
  'needs.readContact': '姓名、电话和地址（接手的社工或社工站）',
  'needs.readChildFile': '孩子的档案',
  'needs.playVoice': '录音（接手的社工）',
  'needs.readAddresses': '求助的内容和地址（社区核实）',
  'needs.readDangers': '紧急求助和电话（值班的人）',
  'needs.readReview': '待审核的内容（审核的人）',
}

/** Of the latest pictures and recordings, good for 10 minutes: to be saved by whoever reads the page. */
async function addressesOf(world: World, needs: readonly NeedRecord[]): Promise<ReadonlyMap<string, string>> {
  const fileIds = needs.flatMap((need) => [...photosFor('resident', need), ...(need.voice ? [need.voice.fileId] : [])])
  const latest = fileIds.slice(0, MOST_ADDRESSES)
  const urls = await world.files.temporaryUrls(latest)
  return new Map(latest.flatMap((fileId, index) => (urls[index] ? [[fileId, urls[index]] as const] : [])))
}

function needRow(need: NeedRecord, files: ReadonlyMap<string, string>): Row {
  const { field, subSkill, submittedAtMs, rating, consent, voice, behalf, child, wishes, endAsked } = need
  return {
    编号: need._id,
    方面: `${fieldWords[field]} ${subSkillWords[subSkill]}`,
    描述: need.description,
    录音: voice ? `${Math.round(voice.durationMs / 1000)} 秒 ${files.get(voice.fileId) ?? ''}`.trim() : null,
    照片: photosFor('resident', need)
      .map((fileId, index) => `第 ${index + 1} 张 ${files.get(fileId) ?? ''}`.trim())
      .join('\n'),
    社区: need.communityName,
    地址: need.address,
    联系人: need.contactName,
    电话: need.contactPhone,
    替谁提交: behalf?.principalName ?? null,
    孩子: child ? (child.under14 ? '不满 14 岁' : '满 14 岁') : null,
    监护人: child?.guardian?.name ?? null,
    希望社工的性别: wishes?.gender ?? null,
    希望说的话: wishes?.language ?? null,
    急不急: need.urgency,
    同意的文本版本: consent.version,
    提交时间: shanghaiMinute(submittedAtMs),
    状态: need.status,
    社工: need.acceptedAtMs === null ? null : (need.offer?.workerName ?? null),
    想结束服务: endAsked ? endAsked.note || '是' : null,
    是否解决: rating ? rating.solved : null,
    是否满意: rating ? rating.satisfied : null,
    评价的话: rating ? rating.comment : null,
  }
}

/** What the resident themselves sees of its course. */
function eventRows({ _id, events }: NeedRecord): Row[] {
  return events.map(({ kind, atMs, note, noteFor }) => ({
    哪份求助: _id,
    步骤: kind,
    说明: noteFor === 'all' ? note : null,
    时间: shanghaiMinute(atMs),
  }))
}

function dangerRow({ words, phone, raisedAtMs, takenAtMs }: DangerRecord): Row {
  const taken = takenAtMs === null ? null : shanghaiMinute(takenAtMs)
  return { 内容: words, 电话: phone, 时间: shanghaiMinute(raisedAtMs), 有人处理的时间: taken }
}

/** What was agreed and done. The profession's own judgement of a person is shown at the station, with somebody who explains it. */
function caseRow(kase: CaseRecord): Row {
  return {
    哪份求助: kase.needId,
    社工: kase.workerName,
    阶段: stageWords[kase.stage],
    约定: kase.intake?.summary ?? null,
    计划目标: (kase.plan?.goals ?? []).map(({ text }) => text).join('\n'),
    服务: kase.visits.map(({ startedAtMs, minutes }) => `${shanghaiMinute(startedAtMs)} ${minutes} 分钟`).join('\n'),
    办结时间: kase.closedAtMs === null ? null : shanghaiMinute(kase.closedAtMs),
    专业评估: '请向社工站申请查阅，有社工当面说明',
  }
}
