/** A case through its six stages, with a visit that is written without a network, as a worker and a supervisor do it. */

import type { CaseRecord } from '../../../cloudfunctions/needs/records'
import { consentVersionOf } from '../../../cloudfunctions/people/consents/texts'
import { castOpenid, homeCommunityCode } from '../../../local/seed'
import type { NeedId, OfferId } from '../../../typings/ids'
import { type HeldPhone, Theatre } from '../../fixtures/theatre'

let theatre: Theatre

jest.setTimeout(120_000)
beforeAll(async () => {
  theatre = await Theatre.open()
})
afterAll(() => theatre.close())

async function call(openid: string, procedure: string, input: object): Promise<Record<string, unknown>> {
  const event = { procedure, input, requestId: 'journey' }
  const reply = await theatre.running.cloud.functions.call('needs', event, { openid, source: 'wx_client' })
  const { ok, data, error } = reply as { ok: boolean; data: Record<string, unknown>; error: unknown }
  if (!ok) throw new Error(`${procedure}: ${JSON.stringify(error)}`)
  return data
}

/** 周桂芬's need, in 张晓敏's hands: how it gets there is the first path's journey. */
async function acceptedNeed(): Promise<NeedId> {
  const { needId } = await call(castOpenid('grandmother'), 'needs.submit', {
    needKey: 'abcdef0123456789abcdef0123456789',
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
  })
  const need = theatre.running.cloud.database.get('needs', String(needId))
  const offer = need?.offer as { offerId: OfferId; workerOpenid: string }
  expect(offer.workerOpenid).toBe(castOpenid('worker'))
  await call(offer.workerOpenid, 'needs.accept', { needId, offerId: offer.offerId })
  return needId as NeedId
}

const box = ({ page }: HeldPhone, index: number) => page.locator('textarea').filter({ visible: true }).nth(index)

async function approve(supervisor: HeldPhone, what: string, button: string): Promise<void> {
  await supervisor.open('station/pages/approvals/approvals')
  await supervisor.tap(new RegExp(`^${what} · 等了 (不到 1 分钟|\\d 分钟)`))
  await supervisor.tap(button)
  await supervisor.see('督导已批准')
}

test('six stages: each step is the next big button, the supervisor approves, and a visit without a network is kept and sent', async () => {
  const needId = await acceptedNeed()
  const worker = await theatre.phone('worker', `worker/pages/case/case?needId=${needId}`)
  await worker.tap('记录第一次联系')
  await box(worker, 0).fill('说明了服务和保密，约好周三上门')
  await worker.tap('开始服务')

  await worker.tap('写预估')
  await box(worker, 0).fill('独居，腿脚不便')
  await box(worker, 1).fill('买菜做饭困难')
  await worker.tap('没有伤害的迹象')
  await worker.tap('存好预估')

  await worker.tap('写服务计划')
  await worker.page.getByPlaceholder(/做到什么/).fill('每天吃上热饭')
  await worker.page.getByPlaceholder(/怎样算做到/).fill('连续两周送餐')
  await worker.tap('交督导审批')
  await worker.see(/服务计划等督导审批/)

  const supervisor = await theatre.phone('supervisor')
  await approve(supervisor, '服务计划', '批准计划')

  // The network goes while the visit is being written; the phone dies with it unsent, and is switched on again.
  await worker.open(`worker/pages/case/case?needId=${needId}`)
  await worker.tap('记一次服务')
  await worker.see('做了什么')
  await worker.page.context().setOffline(true)
  await box(worker, 0).fill('送餐已对接，她说汤还是热的')
  await worker.tap('记好了')
  await worker.see('1 次服务记录待同步，联网后自动上传')
  const visitsOf = () => theatre.running.cloud.database.get('cases', `case_${needId.slice(5)}`)?.visits as unknown[]
  expect(visitsOf()).toEqual([])
  theatre.errors.splice(0)
  await worker.page.context().setOffline(false)
  await worker.open(`worker/pages/case/case?needId=${needId}`)
  await worker.see('送餐已对接，她说汤还是热的')
  expect(visitsOf()).toHaveLength(1)

  await worker.tap('转入评估')
  await worker.tap('写评估')
  await worker.tap('达到了')
  await box(worker, 0).fill('每天吃上热饭，气色好多了')
  await worker.tap('存好评估')
  await worker.tap('申请结案')
  await worker.tap('目标都达到了')
  await box(worker, 0).fill('目标达成，邻里会继续照看')
  await worker.tap('交督导审批')
  await worker.see(/结案等督导审批/)
  await approve(supervisor, '结案', '批准结案')

  const resident = await theatre.phone('grandmother', `pages/need/need?needId=${needId}`)
  await resident.see('已办结')
  expect(theatre.errors.splice(0)).toEqual([])
})

/** The case of the cast's worker for which volunteers are asked and an organisation was written to. */
function sharedCase() {
  const cases = theatre.running.cloud.database.find('cases', { workerOpenid: castOpenid('worker') })
  const found = cases.find(({ referrals }) => Array.isArray(referrals) && referrals.length > 0)
  if (!found) throw new Error('the stage has a case that asks around')
  return found as unknown as CaseRecord
}

test('a neighbour takes what volunteers are asked for, an organisation answers its letter, and the worker sees both', async () => {
  const { needId, referrals } = sharedCase()
  const neighbour = await theatre.phone('neighbour', 'pages/help/help')
  // The page's title says it too.
  await neighbour.tap(/^我来$/)
  const inputs = neighbour.page.locator('input').filter({ visible: true })
  await inputs.nth(0).fill('刘伟')
  await inputs.nth(1).fill('13900000001')
  await neighbour.tap('确定报名')
  await neighbour.see('您报名了')

  const { referralId, letter } = referrals[0] as CaseRecord['referrals'][number]
  const link = `worker/pages/letter/letter?needId=${needId}&referralId=${referralId}&code=${letter?.code ?? ''}`
  const organisation = await theatre.phone('donor', link)
  await organisation.see(/想请康复师上门/)
  await organisation.page.locator('input').filter({ visible: true }).first().fill('孙主任')
  await organisation.tap('我们接受')
  await organisation.see('孙主任的答复')

  const worker = await theatre.phone('worker', `worker/pages/case/case?needId=${needId}`)
  await worker.see(/刘伟 139 0000 0001/)
  await worker.see(/已报名 1 人/)
  await worker.see('已接受')
  await worker.tap('转介函，发给机构答复')
  await worker.see('孙主任的答复')
})

test('a worker asks for a child’s file that is a colleague’s, the station says yes, and the reading is on record', async () => {
  const colleague = await theatre.phone('colleague', 'worker/pages/files/files')
  await colleague.tap('申请查阅')
  await box(colleague, 0).fill('同事休假，我代班上门')
  await colleague.tap('交给社工站批')
  await colleague.see(/已申请/)
  const supervisor = await theatre.phone('supervisor', 'station/pages/access/access')
  await supervisor.see('同事休假，我代班上门')
  await supervisor.tap('批准查阅')
  await supervisor.see(/有效到/)
  await colleague.open('worker/pages/files/files')
  await colleague.tap(/^看档案$/)
  await colleague.see('接案与经过')
  await colleague.open('worker/pages/reads/reads')
  await colleague.tap('我看过的')
  await colleague.see(/查看儿童档案/)
})
