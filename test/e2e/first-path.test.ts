/** A need reaches a social worker and a gift reaches the books, as people do it: with their thumbs, on several phones. */
import { minuteMs } from '../../cloudfunctions/shared/time/spans'
import { homeCommunityCode } from '../../local/seed'
import { type HeldPhone, Theatre } from '../fixtures/theatre'

let theatre: Theatre

jest.setTimeout(120_000)
beforeAll(async () => {
  theatre = await Theatre.open()
})
afterEach(() => expect(theatre.errors.splice(0)).toEqual([]))
afterAll(() => theatre.close())

/** The three steps of asking for help, as 周桂芬 fills them in. */
async function submitNeed(phone: HeldPhone, description: string, number = '13900001234'): Promise<void> {
  const { page, tap, see } = phone
  await tap('我要求助')
  await page.locator('textarea').filter({ visible: true }).fill(description)
  await tap('下一步')
  await page.getByRole('radio', { name: /养老服务/ }).tap()
  await tap('独居探访')
  await tap('下一步')
  await page.getByPlaceholder(/3 栋 2 单元/).fill(number === '13900001234' ? '2 栋 1 单元 302' : '8 栋 3 单元 101')
  await page.getByPlaceholder(/王阿姨/).fill('周阿姨')
  await page.getByPlaceholder(/手机/).fill(number)
  await page.getByRole('checkbox').filter({ visible: true }).tap()
  await tap('提交求助')
  await see('已经收到，放心')
}

test('a resident asks in three steps; the worker is told, accepts, and the timeline moves by itself', async () => {
  const resident = await theatre.phone('grandmother')
  await submitNeed(resident, '我一个人住，腿脚不便，想请人每周来看看。')
  await resident.see(/已经请一位社工在.+ 前答复/)
  await resident.tap('用微信告诉我')
  await resident.tap('允许')
  await resident.see('好的，有进展会发微信给您')
  await resident.tap('看看进展')
  await resident.see('已经通知社工')

  const worker = await theatre.phone('worker')
  await worker.open(await theatre.notice(worker, '新任务提醒'))
  await worker.see('我一个人住，腿脚不便，想请人每周来看看。')
  expect(await worker.page.getByText('139 0000 1234').count()).toBe(0)
  await worker.tap('我来接')
  await worker.see('139 0000 1234')
  await worker.see('2 栋 1 单元 302')

  // Nobody touches the resident's phone.
  await resident.see('张晓敏')
  expect(await theatre.notice(resident, '服务进度提醒')).toContain('need')
})

test('declined goes to the next, unanswered goes to the next, and the late tap is told kindly', async () => {
  const resident = await theatre.phone('neighbour')
  await submitNeed(resident, '奶奶想有人常来说说话，家里白天没人。', '13700002222')
  const worker = await theatre.phone('worker')
  await worker.open(await theatre.notice(worker, '新任务提醒'))
  await worker.tap('接不了')
  await worker.tap('这段时间忙不过来')
  await worker.page.getByText('转给别的社工').filter({ visible: true }).last().tap()

  const { database, clock } = theatre.running.cloud
  const need = () => database.find('needs', { residentOpenid: resident.openid })[0] as Record<string, unknown>
  const holder = () => (need().offer as { workerOpenid: string; workerId: string } | null) ?? null
  await theatre.until('a colleague has the need', () => {
    const openid = holder()?.workerOpenid
    return openid !== undefined && openid !== worker.openid
  })
  const second = holder()
  const colleague = await theatre.phoneOf(
    second?.workerOpenid ?? '',
    'the next worker',
    `worker/pages/task/task?needId=${need()._id}`,
  )
  await colleague.see('我来接')
  await clock.advance(25 * 60 * minuteMs)
  expect(holder()?.workerId).not.toBe(second?.workerId)
  await colleague.tap('我来接')
  await colleague.see('这件事已经有人接了')
})

test('a donor scans a poster, gives after the calm summary, and holds the certificate while the fund shows the gift', async () => {
  const donor = await theatre.phone('donor')
  await donor.tap(/扫/)
  await donor.page.getByRole('button', { name: /新山村社区/ }).tap()
  await donor.see('公开募捐备案编号')
  await donor.tap('捐赠')
  await donor.page.getByRole('radio', { name: '50 元', exact: true }).tap()
  await donor.tap('留个称呼')
  await donor.page.getByPlaceholder('例如：林女士').fill('陈先生')
  await donor.tap(/下一步|捐 ?50/)
  await donor.tap(/确认并支付/)
  await donor.tap('确认支付')
  await donor.tap('完成')
  await donor.see(/伍拾元整/)

  const witness = await theatre.phone('neighbour', `pages/fund/fund?fundId=fund_${homeCommunityCode}`)
  await witness.see('陈先生的捐赠')
})

test('a gift that is cancelled costs nothing, is told so, and leaves no entry', async () => {
  const donor = await theatre.phone('neighbour', `fund/pages/give/give?fundId=fund_${homeCommunityCode}`)
  const entriesBefore = theatre.running.cloud.database.count('journal')
  await donor.page.getByRole('radio', { name: '20 元', exact: true }).tap()
  await donor.tap(/下一步|捐 ?20/)
  await donor.tap(/确认并支付/)
  await donor.page.getByRole('dialog', { name: '微信支付' }).getByRole('button', { name: '关闭' }).tap()
  await donor.see(/没有付款/)
  expect(theatre.running.cloud.database.count('journal')).toBe(entriesBefore)
})
