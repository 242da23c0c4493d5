/** Money comes in, goes wrong and goes back, as people see it: with their thumbs, on several phones. */
import { audit } from '../../../cloudfunctions/funds/ledger/audit'
import type { ChainRecord, CheckpointRecord, EntryRecord, GiftRecord } from '../../../cloudfunctions/funds/records'
import type { SpendingRecord } from '../../../cloudfunctions/funds/spending/records'
import { shanghaiDay } from '../../../cloudfunctions/shared/time/shanghai'
import type { PayMischief } from '../../../local/contract'
import { homeCommunityCode } from '../../../local/seed'
import { type HeldPhone, Theatre } from '../../fixtures/theatre'

const fundId = `fund_${homeCommunityCode}` as const
const poster = `pages/fund/fund?scene=${encodeURIComponent(`c=${homeCommunityCode}`)}`
let theatre: Theatre

jest.setTimeout(120_000)
beforeAll(async () => {
  theatre = await Theatre.open()
})
afterEach(() => {
  expect(theatre.errors.splice(0)).toEqual([])
  expect(findings()).toEqual([])
})
afterAll(() => theatre.close())

/** What the auditor says of the home fund, as it is kept at this moment. */
function findings() {
  const { database } = theatre.running.cloud
  const own = <T>(collection: string) => database.find(collection, { fundId }, 100_000) as unknown as T[]
  return audit({
    fundId,
    checkpoint: (database.get('fundCheckpoints', fundId) ?? null) as unknown as CheckpointRecord | null,
    ...{ chain: own<ChainRecord>('chain'), journal: own<EntryRecord>('journal'), gifts: own<GiftRecord>('gifts') },
    requests: own<SpendingRecord>('spendingRequests'),
  })
}

const giftsOf = (openid: string) =>
  (theatre.running.cloud.database.find('gifts', { donorOpenid: openid }) as unknown as GiftRecord[]).filter(
    ({ createdAtMs }) => createdAtMs > openedAtMs,
  )
const entriesOf = (gift: GiftRecord | undefined) =>
  theatre.running.cloud.database.find('journal', { cause: gift?._id ?? '' }) as unknown as EntryRecord[]
let openedAtMs = 0

/** From the open fund page to WeChat's sheet: the taps that lead there. */
async function toPaySheet(phone: HeldPhone, yuan: number): Promise<void> {
  await phone.tap('捐赠')
  await phone.page.getByRole('radio', { name: `${yuan} 元`, exact: true }).tap()
  await phone.tap(/下一步/)
  await phone.tap(/确认并支付/)
}

test('from the scanned poster to paid in five taps, and the app itself takes less than ten seconds of it', async () => {
  openedAtMs = theatre.running.cloud.clock.nowMs() - 1
  const donor = await theatre.phone('donor', poster)
  await donor.see('公开募捐备案编号')
  await donor.page.evaluate(() => {
    const counted = window as unknown as { taps: number }
    counted.taps = 0
    document.addEventListener('pointerup', () => (counted.taps += 1), { capture: true })
  })
  const beganMs = Date.now()
  await toPaySheet(donor, 50)
  await donor.tap('确认支付')
  const sheet = donor.page.getByRole('dialog', { name: '微信支付' })
  await sheet.getByText('支付成功').waitFor()
  const taps = await donor.page.evaluate(() => (window as unknown as { taps: number }).taps)
  expect(taps).toBe(5)
  expect(Date.now() - beganMs).toBeLessThan(10_000)
  await donor.tap('完成')
  await donor.see(/伍拾元整/)
})

test.each([
  ['twice', '已入账'],
  ['never', '已入账'],
  ['wrongAmount', '已入账'],
] as const)(
  'WeChat’s call comes %s: the donor holds a certificate, and the books have the gift once',
  async (mischief, _) => {
    const donor = await theatre.phone('neighbour', `pages/fund/fund?fundId=${fundId}`)
    const before = giftsOf(donor.openid).length
    theatre.running.cloud.pay.setMischief(mischief satisfies PayMischief)
    await toPaySheet(donor, 20)
    await donor.tap('确认支付')
    await donor.tap('完成')
    await donor.see(/贰拾元整/)
    const [gift] = giftsOf(donor.openid).sort((a, b) => b.createdAtMs - a.createdAtMs)
    expect(giftsOf(donor.openid)).toHaveLength(before + 1)
    expect(entriesOf(gift)).toMatchObject([{ kind: 'gift', amountFen: 2_000 }])
  },
)

test('a receipt in a company’s name, then the gift goes back: seen on the phone, in the books, and the receipt is void', async () => {
  const donor = await theatre.phone('donor', `pages/fund/fund?fundId=${fundId}`)
  await toPaySheet(donor, 100)
  await donor.tap('确认支付')
  await donor.tap('完成')
  await donor.see(/壹佰元整/)
  await donor.tap('开收据')
  await donor.tap('单位')
  await donor.page.getByPlaceholder('和营业执照一样').fill('綦江某某商贸有限公司')
  await donor.page.getByPlaceholder('18 位').fill('91350100M000100Y44')
  await donor.page.getByRole('button', { name: '开收据' }).filter({ visible: true }).tap()
  await donor.see(/信用代码不对/)
  await donor.page.getByPlaceholder('18 位').fill('91350100M000100Y43')
  await donor.page.getByRole('button', { name: '开收据' }).filter({ visible: true }).tap()
  await donor.see('经手人')

  const [gift] = giftsOf(donor.openid).sort((a, b) => b.createdAtMs - a.createdAtMs)
  await donor.open(`fund/pages/refund/refund?giftId=${gift?._id}`)
  await donor.tap('按错了金额')
  await donor.tap('申请退款')
  await donor.see(/正在退款/)
  await theatre.running.cloud.clock.advance(5_000)
  await donor.open(`fund/pages/refund/refund?giftId=${gift?._id}`)
  await donor.see(/已经退款，钱回到/)
  await donor.open(`fund/pages/receipt/receipt?giftId=${gift?._id}`)
  await donor.see('已退款作废')
  await donor.open('fund/pages/my-gifts/my-gifts')
  await donor.see('已退款')
})

test('a platform’s file with wrong rows: previewed with their lines, the right ones posted, the unclear one claimed by a person', async () => {
  const day = shanghaiDay(theatre.running.cloud.clock.nowMs() - 86_400_000)
  const file = [
    '订单号,捐赠时间,项目名称,捐赠人,捐赠金额(元),手续费(元)',
    `X0001,${day} 10:00,新山村社区治理专项基金,赵小兰,88.80,0.53`,
    `X0002,${day} 10:01,新山村社区治理专项基金,匿名,二十,`,
    `X0003,${day} 10:02,爱心项目,孙大勇,66,`,
  ].join('\n')
  const clerk = await theatre.phone('treasurer', 'district/pages/import/import')
  await clerk.tap('选择文件')
  const upload = { name: '十一月明细.csv', mimeType: 'text/csv', buffer: Buffer.from(file) }
  await clerk.page.getByLabel('选择本机的文件').setInputFiles(upload)
  await clerk.see(/第 3 行/)
  await clerk.see('金额不对：“二十”')
  await clerk.see('看不出是给哪个基金的')
  await clerk.tap('确认入账')
  await clerk.see('已入账')

  const witness = await theatre.phone('neighbour', `pages/fund/fund?fundId=${fundId}`)
  // The book is in the order of the gifts' own days: yesterday's lies below today's.
  await witness.tap('收到')
  await witness.see('赵**的捐赠')
  await clerk.open('district/pages/differences/differences')
  await clerk.page.getByText('认领这笔钱').filter({ visible: true }).first().tap()
  await clerk.page.getByPlaceholder('搜社区名').fill('新山村')
  await clerk.page.getByRole('radio', { name: /新山村社区/ }).tap()
  await clerk.page.getByPlaceholder(/电话核实/).fill('电话核实，捐给新山村社区')
  await clerk.tap('入账到这个基金')
  await clerk.page.getByPlaceholder(/电话核实/).waitFor({ state: 'hidden' })
  await witness.open(`pages/fund/fund?fundId=${fundId}`)
  await witness.tap('收到')
  await witness.see('孙**的捐赠')
})

async function approve(phone: HeldPhone): Promise<void> {
  await phone.page.getByText('审批', { exact: true }).filter({ visible: true }).tap()
  await phone.tap('批准入账')
}

test('a grant is approved by another hand than wrote it; a mistake is put right in public, with its reason', async () => {
  const chief = await theatre.phone('district', 'district/pages/proposals/proposals')
  await approve(chief)
  await chief.see('没有等待审批的')

  const clerk = await theatre.phone('treasurer', 'district/pages/propose/propose?kind=correction')
  await clerk.page.getByRole('checkbox', { name: '新山村社区' }).tap()
  await clerk.page.getByRole('radio').filter({ hasText: '区民政局第二批启动资金' }).tap()
  await clerk.page.getByPlaceholder(/重复拨付/).fill('第二批名单有误，先冲回')
  await clerk.tap('提交，等另一人批准')
  await clerk.see('您提出的，要由另一位同事批准。')

  await chief.open('district/pages/proposals/proposals')
  await approve(chief)
  await chief.see('没有等待审批的')
  const witness = await theatre.phone('neighbour', `pages/fund/fund?fundId=${fundId}`)
  await witness.see('更正：第二批名单有误，先冲回')
})
