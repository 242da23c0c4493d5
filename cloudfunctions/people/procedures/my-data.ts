import { z } from 'zod'
import { eraseDonor, eraseThanks, exportGifts } from '../../funds/public'
import { eraseResident, exportNeeds, handOverNeeds, needIdsOf, openNeedsOf } from '../../needs/public'
import { Failure, require } from '../../shared/errors'
import { type Context, procedure } from '../../shared/procedure'
import { shanghaiMinute } from '../../shared/time/shanghai'
import { dayMs } from '../../shared/time/spans'
import { consentTexts } from '../consents/texts'
import { keepExport, removeExports } from '../data/exports'
import { pageOf, type Section } from '../data/page'
import type { ConsentRecord, InboxRecord, MandateRecord, PersonRecord } from '../records'

const MOST_READ = 1000

/** Everything that is kept about the person, as a page to read and as JSON to take along: addresses good for 10 minutes. */
export const exportMe = procedure({
  name: 'people.exportMe',
  input: z.strictObject({}),
  access: 'anyone',
  limit: { name: 'people.exportMe', most: 5, windowMs: dayMs },
  async run(context) {
    const { world, openid, nowMs } = context
    const sections = await collect(context)
    // Nobody can guess where it lies; its address ends by itself, and the files are removed after a day.
    const fileIds = await keepExport(world, {
      id: world.ids.random(),
      openid,
      page: pageOf(sections, shanghaiMinute(nowMs)),
      json: JSON.stringify(sections, null, 2),
    })
    const [pageUrl, jsonUrl] = await world.files.temporaryUrls(fileIds)
    if (!pageUrl || !jsonUrl) throw new Failure('UNAVAILABLE', 'storage gave no address')
    return { pageUrl, jsonUrl, counts: sections.map(({ name: what, rows }) => ({ name: what, count: rows.length })) }
  },
})

/** What would go and what would stay, before anything does. */
export const getErasePreview = procedure({
  name: 'people.getErasePreview',
  input: z.strictObject({}),
  access: 'anyone',
  async run(context) {
    return { obstacles: await obstaclesOf(context), gone: whatGoes, stays: whatStays }
  },
})

/**
 * Takes the person out everywhere. Open needs and duties come first: NOT_NOW names them. Each part may be done again, so a
 * call that broke off is simply repeated; the person's own record goes last.
 */
export const eraseMe = procedure({
  name: 'people.eraseMe',
  input: z.strictObject({ confirm: z.string().refine((word): boolean => word === '删除', '删除') }),
  access: 'anyone',
  limit: { name: 'people.eraseMe', most: 5, windowMs: dayMs },
  async run(context) {
    const { world, openid, nowMs } = context
    const obstacles = await obstaclesOf(context)
    require(obstacles.length === 0, 'NOT_NOW', obstacles.join('；'))
    const mandates = await readMandates(context)
    // What was asked for another is theirs from now on, where they have said who they are; and the other way round.
    for (const { _id } of mandates.actedFor) await handOverNeeds(world, _id, openid)
    for (const { _id, principalOpenid } of mandates.acting) {
      if (principalOpenid !== null) await handOverNeeds(world, _id, principalOpenid)
    }
    await eraseThanks(world, await needIdsOf(world, openid))
    await eraseResident(world, openid)
    await eraseDonor(world, openid)
    await eraseMandates(context, nowMs)
    await removeExports(world, { openid })
    await removeAll(context, 'inbox')
    await removeAll(context, 'deadLetters')
    await removeAll(context, 'consents')
    await world.database.remove('people', openid)
    return { erased: true as const }
  },
})

const whatGoes = [
  '您的称呼、所在社区、消息和同意记录',
  '求助里的姓名、电话、地址、描述、照片、录音和留言',
  '服务记录里写到的姓名、电话、地址，上门的位置和照片',
  '捐赠记录里的称呼和留言、每月提醒、您同意发布的感谢',
  '替家人办事的关系',
  '报名帮忙、替机构答复时留的称呼和电话（还没做的会替您取消，社工另找人）',
]
const whatStays = [
  '求助的类别、社区、时间和办理过程（统计和档案用，不带姓名）',
  '社工按行业规定保存的服务记录（不带姓名和联系方式）',
  '捐赠的金额、时间和去向（账本不能改；公开账本上已显示的称呼会保留）',
  '已开的捐赠收据、基金支出凭证上的抬头和受益人（会计档案，依法保存）',
  '谁查看过您信息的记录（法律要求留着）',
  '今天的操作次数（防止滥用，一天后自动清除）',
]

async function obstaclesOf(context: Context): Promise<string[]> {
  const { world, openid } = context
  const [person, { acting, actedFor }] = await Promise.all([
    world.database.get<PersonRecord>('people', openid),
    readMandates(context),
  ])
  const open = await openNeedsOf(world, openid, {
    received: actedFor.map(({ _id }) => _id),
    given: acting.filter(({ principalOpenid }) => principalOpenid !== null).map(({ _id }) => _id),
  })
  return [
    ...(open > 0 ? [`您还有 ${open} 份求助在办，请先撤回或等办完`] : []),
    ...(person && person.duties.length > 0 ? ['您还有工作职务，请先请管理员取消'] : []),
  ]
}

async function collect(context: Context): Promise<Section[]> {
  const { world, openid } = context
  const { database } = world
  const where = { openid }
  const [person, inbox, consents, mandates, needs, gifts] = await Promise.all([
    database.get<PersonRecord>('people', openid),
    database.find<InboxRecord>('inbox', { where, orderBy: [['atMs', 'desc']], limit: MOST_READ }),
    database.find<ConsentRecord>('consents', { where, limit: 20 }),
    readMandates(context),
    exportNeeds(world, openid),
    exportGifts(world, openid),
  ])
  return [
    { name: '我', rows: person ? [personRow(person)] : [] },
    ...needs,
    ...gifts,
    { name: '同意', rows: consents.flatMap(answersOf) },
    { name: '替家人办事', rows: [...mandates.acting, ...mandates.actedFor].map(mandateRow) },
    {
      name: '消息',
      rows: inbox.map(({ title, body, atMs }) => ({ 标题: title, 内容: body, 时间: shanghaiMinute(atMs) })),
    },
  ]
}

function personRow({ name, territoryCode, duties, messageCredits }: PersonRecord): Section['rows'][number] {
  return {
    称呼: name,
    社区编码: territoryCode,
    职务: duties.map(({ role, territoryName }) => `${territoryName} ${role}`).join('\n'),
    还能收几条微信消息: Object.values(messageCredits).reduce((sum, count) => sum + count, 0),
  }
}

async function readMandates({ world, openid }: Context) {
  const find = (where: Readonly<Record<string, string>>) =>
    world.database.find<MandateRecord>('mandates', { where, limit: MOST_READ })
  const [acting, actedFor] = await Promise.all([find({ actorOpenid: openid }), find({ principalOpenid: openid })])
  return { acting, actedFor }
}

function answersOf({ kind, answers }: ConsentRecord): Section['rows'] {
  const title = consentTexts.find((each) => each.kind === kind)?.title ?? kind
  return answers.map(({ given, version, atMs }) => ({
    同意: title,
    文本版本: version,
    回答: given ? '同意' : '撤回',
    时间: shanghaiMinute(atMs),
  }))
}

function mandateRow(mandate: MandateRecord): Section['rows'][number] {
  const { principalName, principalPhone, actorName, relation, consentHow, givenAtMs, untilMs, revokedAtMs } = mandate
  return {
    本人: principalName,
    本人电话: principalPhone,
    代办人: actorName,
    关系: relation,
    本人怎么同意的: consentHow,
    记录时间: shanghaiMinute(givenAtMs),
    到期: shanghaiMinute(untilMs),
    取消: revokedAtMs === null ? null : shanghaiMinute(revokedAtMs),
  }
}

/** The relation ends for both; the side that leaves is left without name and number. */
async function eraseMandates({ world, openid }: Context, nowMs: number): Promise<void> {
  const { database } = world
  const ended = { revokedAtMs: nowMs, revokedBy: '注销' }
  await database.updateMany('mandates', { actorOpenid: openid, revokedAtMs: null }, { set: ended })
  await database.updateMany('mandates', { principalOpenid: openid, revokedAtMs: null }, { set: ended })
  const nobody = `erased_${world.ids.from('erased', openid)}`
  await database.updateMany(
    'mandates',
    { actorOpenid: openid },
    // Whom they acted for was never asked by us: that goes with them.
    { set: { actorOpenid: nobody, actorName: '', principalName: '', principalPhone: '' } },
  )
  await database.updateMany(
    'mandates',
    { principalOpenid: openid },
    { set: { principalOpenid: nobody, principalName: '', principalPhone: '' } },
  )
}

async function removeAll({ world, openid }: Context, collection: 'inbox' | 'consents' | 'deadLetters'): Promise<void> {
  for (;;) {
    const found = await world.database.find(collection, { where: { openid }, limit: MOST_READ, fields: ['_id'] })
    for (const { _id } of found) await world.database.remove(collection, _id)
    if (found.length < MOST_READ) return
  }
}
