/** What may not be said, what a person looks at first, what did not arrive, and what waits for the morning: on several phones. */

import { randomBytes } from 'node:crypto'
import type { NeedRecord } from '../../../cloudfunctions/needs/records'
import { consentVersionOf } from '../../../cloudfunctions/people/consents/texts'
import { quietHours } from '../../../cloudfunctions/shared/operator'
import { quietUntilMs } from '../../../cloudfunctions/shared/time/quiet'
import { shanghaiMinute } from '../../../cloudfunctions/shared/time/shanghai'
import { hourMs, minuteMs } from '../../../cloudfunctions/shared/time/spans'
import { homeCommunityCode } from '../../../local/seed'
import { productWorld } from '../../contract/product-world'
import { type HeldPhone, Theatre } from '../../fixtures/theatre'

let theatre: Theatre

jest.setTimeout(120_000)
beforeAll(async () => {
  theatre = await Theatre.open()
})
afterEach(() => expect(theatre.errors.splice(0)).toEqual([]))
afterAll(() => theatre.close())

/** What somebody asked for on this stage; the seed's own needs are closed long ago. */
const needsOf = (openid: string) =>
  (theatre.running.cloud.database.find('needs', { residentOpenid: openid }) as unknown as NeedRecord[]).filter(
    ({ status }) => status !== 'closed',
  )

/** Who is asked, or has it. */
function holderOf(needId: string): string {
  const need = theatre.running.cloud.database.get('needs', needId) as unknown as NeedRecord | null
  if (!need?.offer) throw new Error('nobody has it')
  return need.offer.workerOpenid
}

async function write(phone: HeldPhone, words: string): Promise<void> {
  await phone.page.locator('textarea').filter({ visible: true }).last().fill(words)
}

test('risky words are refused with a way on; unsure ones wait for the community, which refuses one and approves another', async () => {
  const resident = await theatre.phone('grandmother', 'pages/need-new/need-new')
  await write(resident, '有人在楼下贩卖毒品，我很害怕。')
  await resident.tap('下一步')
  await resident.page.getByRole('radio', { name: /养老服务/ }).tap()
  await resident.tap('独居探访')
  await resident.tap('下一步')
  await resident.see('新山村社区')
  await resident.page.getByPlaceholder(/3 栋 2 单元/).fill('2 栋 1 单元 302')
  await resident.page.getByPlaceholder(/王阿姨/).fill('周阿姨')
  await resident.page.getByPlaceholder(/手机/).fill('13900001234')
  await resident.page.getByRole('checkbox').filter({ visible: true }).last().tap()
  await resident.tap('提交求助')
  await resident.see(/换一种说法/)
  expect(needsOf(resident.openid)).toEqual([])
  await write(resident, '楼下那个骗子天天吵，我一个人睡不着，想请人来看看。')
  await resident.tap('下一步')
  await resident.tap('下一步')
  await resident.tap('继续提交')
  await resident.see('已经收到，放心')
  await resident.tap('用微信告诉我')
  await resident.tap('允许')

  const staff = await theatre.phone('staff', 'pages/me/me')
  await staff.tap('内容审核')
  const card = (words: RegExp) => staff.page.locator('.card').filter({ visible: true, hasText: words })
  await card(/骗子天天吵/)
    .getByText('不通过', { exact: true })
    .tap()
  await staff.tap('告诉对方')
  await staff.see('请选一个原因，或写一句')
  await staff.tap('有不礼貌的话')
  await staff.tap('告诉对方')
  await card(/骗子天天吵/).waitFor({ state: 'detached' })
  await card(/对门骂我是骗子/)
    .getByText('通过', { exact: true })
    .tap()
  await staff.see('没有待审的内容')

  await resident.open('pages/inbox/inbox')
  await resident.tap('您求助里的文字没有通过审核')
  await resident.page.getByRole('button', { name: '换一种说法', exact: true }).tap()
  await resident.see('没有通过：有不礼貌的话')
  await write(resident, '楼下夜里很吵，我一个人睡不着，想请人来看看。')
  await resident.tap('就这样写')
  await theatre.until('whoever helps reads the new words', () => {
    const [need] = needsOf(resident.openid)
    return need?.refusedBecause === undefined && need?.description.startsWith('楼下夜里很吵') === true
  })
})

test('a message that WeChat refuses each time is seen by the station, which sends it again', async () => {
  const { cloud } = theatre.running
  const resident = await theatre.phone('grandmother')
  const [need] = needsOf(resident.openid)
  if (!need) throw new Error('she asked for help')
  const { database } = await productWorld(cloud, 'local')
  const message = {
    ...{ messageId: `message_${'ab12'.repeat(8)}`, openid: resident.openid, kind: 'needProgress' },
    ...{ title: '社工想先和您通个电话', body: '请留意来电。', page: `/pages/need/need?needId=${need._id}` },
    ...{ attempts: 5, status: 'pending', nextAtMs: 0 },
  }
  // Its last row is not one of the template's: what WeChat refuses.
  const rows = { thing1: '独居探访', thing2: '社工想先通个电话', time3: shanghaiMinute(cloud.clock.nowMs()) }
  const broken = { ...message, data: { ...rows, thing9: '请留意来电' } }
  await database.update('needs', need._id, {}, { set: { outbox: [broken], outboxDueAtMs: 1 } })
  await cloud.clock.advance(2 * minuteMs)
  await theatre.until('the letter lies there, and who looks after it is told', () => {
    const told = cloud.database.find('inbox', { page: '/district/pages/letters/letters' })
    return cloud.database.get('deadLetters', message.messageId) !== null && told.length > 1
  })
  await database.update(
    'deadLetters',
    message.messageId,
    {},
    { set: { 'message.data': { ...rows, thing4: '请留意来电' } } },
  )
  await database.update('deadLetters', message.messageId, {}, { unset: ['message.data.thing9'] })

  const station = await theatre.phone('supervisor', 'pages/inbox/inbox')
  await station.tap('有微信通知没有送到')
  const letter = station.page.locator('.card').filter({ visible: true, hasText: '社工想先和您通个电话' })
  await letter.getByText('再发一次').tap()
  await letter.waitFor({ state: 'detached' })
  expect(await theatre.notice(resident, '服务进度提醒')).toContain(need._id)
  await station.tap('全部')
  await station.see('处理好了')
})

test('at night the inbox has it and WeChat is silent until the morning, but for an emergency', async () => {
  const { cloud } = theatre.running
  const nowMs = cloud.clock.nowMs()
  const tonightMs = nowMs + ((22 * hourMs - ((nowMs + 8 * hourMs) % (24 * hourMs)) + 24 * hourMs) % (24 * hourMs))
  await cloud.clock.advance(tonightMs - nowMs, 4)
  const resident = await theatre.phone('neighbour', 'pages/notices/notices')
  await resident.page.getByRole('button', { name: /求助进展/ }).tap()
  await resident.page.getByRole('button', { name: '允许', exact: true }).tap()
  await resident.see('还能提醒 1 次')

  const normal = await submit(resident, 'normal')
  const worker = await theatre.phoneOf(holderOf(normal), 'the worker', `worker/pages/task/task?needId=${normal}`)
  await worker.tap('我来接')
  await worker.see('139 0000 4321')
  await resident.open('pages/inbox/inbox')
  await resident.see('社工接手了')
  const noticesOf = (openid: string, needId: string) =>
    cloud.messages.notices(openid).filter(({ page }) => page.includes(needId)).length
  expect(noticesOf(resident.openid, normal)).toBe(0)

  const emergency = await submit(resident, 'emergency')
  expect(noticesOf(holderOf(emergency), emergency)).toBe(1)

  const morningMs = quietUntilMs(quietHours, cloud.clock.nowMs())
  if (morningMs === null) throw new Error('it is night')
  await cloud.clock.advance(morningMs - cloud.clock.nowMs() + minuteMs, 4)
  expect(noticesOf(resident.openid, normal)).toBe(1)
})

/** A need of the neighbour's, as the form sends it. */
async function submit({ openid }: HeldPhone, urgency: 'normal' | 'emergency'): Promise<string> {
  const input = {
    ...{ needKey: randomBytes(16).toString('hex'), field: 'elderCare', subSkill: 'livingAlone', urgency },
    ...{ description: '奶奶想有人常来看看，家里白天没人。', photoFileIds: [], territoryCode: homeCommunityCode },
    ...{
      address: `${urgency} 栋 1 单元`,
      contactName: '刘伟',
      contactPhone: '13900004321',
      consentVersion: consentVersionOf('contact'),
    },
  }
  const event = { procedure: 'needs.submit', input, requestId: `night-${urgency}` }
  const caller = { openid, source: 'wx_client' } as const
  const reply = (await theatre.running.cloud.functions.call('needs', event, caller)) as { data?: { needId: string } }
  if (!reply.data) throw new Error(JSON.stringify(reply))
  return reply.data.needId
}
