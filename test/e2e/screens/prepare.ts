/** What people did before the pages are looked at, each step a real call: every page then has something to show. */

import type { AlertRecord } from '../../../cloudfunctions/funds/alerts/records'
import type { CaseRecord, NeedRecord } from '../../../cloudfunctions/needs/records'
import { consentVersionOf } from '../../../cloudfunctions/people/consents/texts'
import type { Doc, LocalCloud } from '../../../local/contract'
import { castOpenid, homeCommunityCode } from '../../../local/seed'
import type { NeedId } from '../../../typings/ids'

export const fundId = `fund_${homeCommunityCode}`

/** The one document of the cloud that a page is about. */
export interface Stage {
  cloud: LocalCloud
  /** Of 周桂芬: offered to 张晓敏; in her hands; refused for its words. */
  offered: NeedId
  held: NeedId
  refused: NeedId
  /** Of 刘伟: with its receipt; asked back. */
  gift: string
  bigGift: string
  mandate: string
  /** The query of the letter that an organisation was sent about a case. */
  letter: string
}

export async function prepare(cloud: LocalCloud): Promise<Stage> {
  const needs = await askForHelp(cloud)
  await talk(cloud, needs.held)
  const gift = await give(cloud, 'neighbour', 10_000, 'a')
  const bigGift = await give(cloud, 'neighbour', 200_000, 'b')
  const title = '綦江区某某商贸有限公司'
  await call(cloud, 'neighbour', 'funds.addReceipt', {
    giftId: gift,
    holder: 'company',
    title,
    creditCode: '91350100M000100Y43',
  })
  await call(cloud, 'neighbour', 'funds.askRefund', { giftId: bigGift, reason: '按错了金额' })
  const mandate = await nameAsActing(cloud)
  await warn(cloud)
  await askToRead(cloud)
  // WeChat draws a code once, and takes its time on a busy machine.
  await call(cloud, 'staff', 'funds.getCode', { fundId })
  const letter = await writeTo(cloud)
  await cloud.database.load('alerts', [{ ...alert }])
  // The timer carries the messages to the inboxes.
  await cloud.clock.advance(70_000, 1)
  return { cloud, ...needs, gift, bigGift, mandate, letter }
}

/** The newest document that holds what is asked. */
export function one<Kind = Doc>(cloud: LocalCloud, collection: string, filter: Record<string, unknown>): Kind {
  const [found] = cloud.database.find(collection, filter, 1)
  if (!found) throw new Error(`there is nothing in ${collection} with ${JSON.stringify(filter)}`)
  return found as unknown as Kind
}

export function caseOf(cloud: LocalCloud, filter: Record<string, unknown>): NeedId {
  return one<CaseRecord>(cloud, 'cases', filter).needId
}

/** An old person's case that 张晓敏 is in the middle of. */
export function servedBy(cloud: LocalCloud): NeedId {
  return caseOf(cloud, { workerOpenid: castOpenid('worker'), stage: 'intervention', field: 'elderCare' })
}

export const keyOf = (letter: string) => letter.repeat(32)

async function call(
  cloud: LocalCloud,
  key: string,
  procedure: string,
  input: object,
): Promise<Record<string, unknown>> {
  const openid = key.startsWith('o') && key.length > 20 ? key : castOpenid(key)
  const event = { procedure, input, requestId: 'screens' }
  const name = procedure.slice(0, procedure.indexOf('.'))
  const reply = await cloud.functions.call(name, event, { openid, source: 'wx_client' })
  const { ok, data, error } = reply as { ok: boolean; data: Record<string, unknown>; error: unknown }
  if (!ok) throw new Error(`${procedure} by ${key}: ${JSON.stringify(error)}`)
  return data
}

const asked = {
  field: 'elderCare',
  subSkill: 'livingAlone',
  description: '我一个人住，腿脚不便，想请人每周来看看。',
  photoFileIds: [],
  territoryCode: homeCommunityCode,
  address: '2 栋 1 单元 302',
  contactName: '周阿姨',
  contactPhone: '13900001234',
  urgency: 'normal',
  consentVersion: consentVersionOf('contact'),
}

async function askForHelp(cloud: LocalCloud) {
  const submit = async (letter: string, more: object = {}) => {
    const { needId } = await call(cloud, 'grandmother', 'needs.submit', { ...asked, needKey: keyOf(letter), ...more })
    return needId as NeedId
  }
  const held = await submit('a')
  await accept(cloud, held)
  const words = '对门骂我是骗子，想请社区来讲讲理。'
  const refused = await submit('c', { field: 'communitySafety', subSkill: 'mediation', description: words })
  const verdict = { reviewKey: refused, approve: false, reason: '请不要写别人的坏话，只说事情' }
  await call(cloud, 'supervisor', 'needs.decideReview', verdict)
  const offered = await submit('b', {
    subSkill: 'mealsAndClinic',
    description: '想问社区食堂能不能送餐，中午不方便做饭。',
  })
  return { held, refused, offered }
}

async function accept(cloud: LocalCloud, needId: NeedId): Promise<void> {
  const { offer } = one<NeedRecord>(cloud, 'needs', { _id: needId })
  await call(cloud, offer?.workerOpenid ?? '', 'needs.accept', { needId, offerId: offer?.offerId })
}

async function talk(cloud: LocalCloud, needId: NeedId): Promise<void> {
  const say = (key: string, letter: string, text: string) =>
    call(cloud, key, 'needs.sendNote', { needId, noteKey: keyOf(letter), text })
  await say('worker', 'a', '周阿姨您好，我明天上午来看您，您在家吗？')
  await say('grandmother', 'b', '在家，我等您。')
}

async function give(cloud: LocalCloud, key: string, amountFen: number, letter: string): Promise<string> {
  const input = {
    giftKey: keyOf(letter),
    fundId,
    amountFen,
    earmark: null,
    donorName: '刘伟',
    message: '愿老人们都平安',
  }
  const { gift, payment } = (await call(cloud, key, 'funds.startGift', input)) as {
    gift: { giftId: string }
    payment: { package: string }
  }
  await cloud.pay.settle(payment.package.replace('prepay_id=', ''), 'confirm', castOpenid(key))
  await call(cloud, key, 'funds.checkGift', { giftId: gift.giftId })
  return gift.giftId
}

async function nameAsActing(cloud: LocalCloud): Promise<string> {
  const input = {
    ...{ mandateKey: keyOf('a'), principalName: '周桂芬', principalPhone: '13900001234', actorName: '周明' },
    ...{
      relation: 'child',
      scope: ['submit', 'follow'],
      consentHow: 'phone',
      consentVersion: consentVersionOf('mandate'),
    },
    untilMs: cloud.clock.nowMs() + 300 * 86_400_000,
  }
  return String((await call(cloud, 'son', 'people.giveMandate', input)).mandateId)
}

async function warn(cloud: LocalCloud): Promise<void> {
  const words = '邻居家门缝里有烟，叫门没有人应。'
  const input = { dangerKey: keyOf('a'), kind: 'fire', territoryCode: homeCommunityCode, phone: '13900005678', words }
  await call(cloud, 'neighbour', 'needs.raiseDanger', input)
}

async function writeTo(cloud: LocalCloud): Promise<string> {
  const hers = cloud.database.find('cases', { workerOpenid: castOpenid('worker'), status: 'open' })
  const free = (hers as unknown as CaseRecord[]).find(
    ({ stage, referrals }) => stage !== 'intake' && referrals.length === 0,
  )
  if (!free) throw new Error('every case of hers is on its way to somebody')
  const { needId, version } = free
  const to = { kind: 'organisation', name: '綦江区心晴心理服务中心', phone: '023-48660000' }
  const input = { needId, key: keyOf('f'), version, to, reason: '老人最近睡不好，想请心理老师聊一聊。' }
  const { referrals } = (await call(cloud, 'worker', 'needs.sendReferral', input)) as {
    referrals: { referralId: string; letterCode: string }[]
  }
  const sent = referrals.at(-1)
  return `needId=${needId}&referralId=${sent?.referralId}&code=${sent?.letterCode}`
}

/** The district asks to read a child's file; and somebody read a number. */
async function askToRead(cloud: LocalCloud): Promise<void> {
  const needId = caseOf(cloud, { minor: true })
  await call(cloud, 'district', 'needs.askAccess', {
    needId,
    key: keyOf('a'),
    reason: '核对这个孩子的助学金有没有到账',
  })
}

/** What a person of the district has to explain; raised by the nightly audit when something is wrong, which nothing is. */
const alert: AlertRecord = {
  _id: `alert_${keyOf('a')}`,
  districtCode: '500110',
  territoryCode: homeCommunityCode,
  kind: 'managementRatio',
  cause: 'screens',
  fundId: `fund_${homeCommunityCode}`,
  placeName: '新山村社区',
  title: '管理费用接近上限',
  body: '本季度管理费用占支出的 9.6%，办法定的上限是 10%。',
  page: `/pages/fund/fund?fundId=${fundId}`,
  raisedAtMs: Date.now() - 3_600_000,
  status: 'open',
  settledAtMs: null,
  settledByName: null,
  explanation: '',
  version: 1,
  outbox: [],
  outboxDueAtMs: null,
  outboxVersion: 0,
}
