/** Proof and disclosure with thumbs: a gift followed to what it bought, a book worked out on a phone, a disclosure published. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, run } from '../../../local/commands/terminal'
import { castOpenid, homeCommunityCode } from '../../../local/seed'
import type { StoredFile } from '../../../typings/disclosure'
import { Theatre } from '../../fixtures/theatre'

const fundId = `fund_${homeCommunityCode}`
let theatre: Theatre

jest.setTimeout(120_000)
beforeAll(async () => {
  theatre = await Theatre.open()
})
afterEach(() => expect(theatre.errors.splice(0)).toEqual([]))
afterAll(() => theatre.close())

test('a donor follows a gift to what it bought, sees who else paid for it, and reads the thanks that staff add', async () => {
  const [payment] = theatre.running.cloud.database.find('journal', {
    fundId,
    kind: 'payment',
    title: '楼道应急灯 12 盏',
  })
  const [thanked] = theatre.running.cloud.database.find('thanks', { entryId: payment?._id })
  const staff = await theatre.phone('staff', `fund/pages/payment/payment?entryId=${payment?._id}`)
  await staff.see('四单元的邻居')
  await staff.tap('不再同意公开，撤下')
  await staff.tap('撤下')
  await staff.tap('记一份感谢')
  await staff.page.getByPlaceholder(/周奶奶/).fill('五单元的邻居')
  await staff.page.locator('textarea').filter({ visible: true }).fill('灯亮了，孩子放学不用摸黑了。')
  await staff.page.getByRole('checkbox').filter({ visible: true }).tap()
  await staff.tap('让捐赠人看到')
  await staff.see('五单元的邻居')
  expect(thanked).toBeDefined()

  const donor = await theatre.phone('neighbour', 'fund/pages/my-gifts/my-gifts')
  const gift = donor.page.locator('.card').filter({ visible: true, hasText: '平安建设' })
  await gift.getByText('看去向').tap()
  await donor.see('全部用上了')
  await donor.see('楼道应急灯 12 盏')
  await donor.see(/灯亮了，孩子放学不用摸黑了/)
  await donor.tap('这笔钱还有谁出')
  await donor.see(/由 \d+ 笔善款一起付的/)
  await donor.see('区民政局试点启动资金')
})

test('a draft is read, approved and published; anybody reads it, and its correction with the reason', async () => {
  const district = await theatre.phone('district', 'district/pages/calendar/calendar')
  await district.see('已经逾期')
  await district.tap('新山村社区：募捐和使用情况（第 3 期）')
  await district.see('期末余额')
  await district.page.locator('textarea').filter({ visible: true }).fill('凭证已逐笔核对。')
  await district.tap('核对无误，公布')
  await district.tap('公布')
  await district.see('已公布')
  await district.tap('更正')
  await district.page.locator('textarea').filter({ visible: true }).fill('一笔用出的方面写错，已按凭证更正。')
  await district.tap('公布更正')
  await district.see('看看公众看到的样子')

  const witness = await theatre.phone('donor', `pages/fund/fund?fundId=${fundId}`)
  await witness.tap('信息公示')
  await witness.tap('新山村社区：募捐和使用情况（第 3 期）')
  await witness.see('凭证已逐笔核对。')
  await witness.see('更正过 1 次')
  await witness.see('一笔用出的方面写错，已按凭证更正。')
})

test('the book is worked out on a phone; a tampered letter is seen there, and by the command over the exported file', async () => {
  const outsider = await theatre.phone('donor', `pages/fund/fund?fundId=${fundId}`)
  await outsider.tap('自己核对')
  await outsider.tap('在这部手机上算一遍')
  await outsider.see(/\d+ 笔，一笔不差/)
  await outsider.tap('导出账本，复制下载地址')
  await outsider.see('下载地址已复制，10 分钟内有效')

  const { data } = (await theatre.running.cloud.functions.call(
    'funds',
    { procedure: 'funds.getJournalFile', input: { fundId, part: 1 }, requestId: 'outsider' },
    { openid: castOpenid('donor'), source: 'wx_client' },
  )) as { data: StoredFile }
  const exported = await (await fetch(data.url)).text()
  const folder = mkdtempSync(join(tmpdir(), 'outsider-'))
  try {
    expect(await verify(folder, exported)).toMatchObject({ code: 0, output: expect.stringContaining('each linked') })
    const tampered = await verify(folder, exported.replace('楼道应急灯 12 盏', '楼道应急灯 13 盏'))
    expect(tampered).toMatchObject({
      code: 1,
      output: expect.stringMatching(/entry \d+ \(entry_.*its title was changed/),
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }

  // Somebody between the book and the phone changes a letter.
  await outsider.page.route('**/wechat/**', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: (await response.text()).replaceAll('楼道应急灯 12 盏', '楼道应急灯 13 盏') })
  })
  await outsider.tap('再算一遍')
  await outsider.see(/第 \d+ 笔对不上/)
  await outsider.page.unrouteAll({ behavior: 'wait' })
})

test('every fund of the district side by side, and one fund in charts', async () => {
  const donor = await theatre.phone('donor', `pages/fund/fund?fundId=${fundId}`)
  await donor.tap('全区基金放在一起看')
  await donor.see('按社区')
  await donor.tap('用出比例')
  await donor.see(/^\d+(\.\d)?%$/)
  await donor.open(`pages/fund/fund?fundId=${fundId}`)
  await donor.tap('看图表')
  await donor.see(/近 12 个月收到/)
  await donor.see('管理费高不高')
})

function verify(folder: string, text: string) {
  const file = join(folder, 'journal.json')
  writeFileSync(file, text)
  return run(process.execPath, ['--import', 'tsx', join(root, 'local/commands/verify.ts'), file])
}
