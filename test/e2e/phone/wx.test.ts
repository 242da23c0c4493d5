import type { Page } from 'playwright-core'
import { alice } from '../../fixtures/wechat/cloud-double'
import { PhoneBench } from '../../fixtures/wechat/phone'

let bench: PhoneBench

beforeAll(async () => {
  bench = await PhoneBench.start()
})
afterAll(() => bench.close())

async function phone(check: (page: Page) => Promise<void>, query = ''): Promise<void> {
  const { page, context, errors } = await bench.open('pages/services/services', query)
  try {
    await check(page)
    expect(errors).toEqual([])
  } finally {
    await context.close()
  }
}

const tap = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).tap()
const logIs = (page: Page, text: string | RegExp) =>
  page.locator('[id$="log"]').filter({ hasText: text }).waitFor({ timeout: 5000 })

test('a toast shows its words and goes by itself', () =>
  phone(async (page) => {
    await tap(page, 'toast')
    await page.getByRole('status').getByText('已提交').waitFor()
    await page.getByRole('status').waitFor({ state: 'detached' })
  }))

test('a loading with a mask keeps taps from the page until it is hidden', () =>
  phone(async (page) => {
    await tap(page, 'loading')
    await page.getByText('正在提交').waitFor()
    const below = await page.getByRole('button', { name: 'toast' }).boundingBox()
    const hit = await page.evaluate(
      ([x, y]) => document.elementFromPoint(x ?? 0, y ?? 0)?.closest('.wo-toast') !== null,
      [(below?.x ?? 0) + 5, (below?.y ?? 0) + 5],
    )
    expect(hit).toBe(true)
    await page.getByText('正在提交').waitFor({ state: 'detached' })
  }))

test('a modal tells which button was tapped, and an editable one what was written', () =>
  phone(async (page) => {
    await tap(page, 'modal')
    await page.getByRole('dialog', { name: '撤回这条需求？' }).getByRole('button', { name: '取消' }).tap()
    await logIs(page, '"confirm":false,"cancel":true')
    await tap(page, 'editable')
    await page.getByPlaceholder('请写一句').fill('人手不够')
    await page.getByRole('button', { name: '确定' }).tap()
    await logIs(page, '"content":"人手不够"')
  }))

test('an action sheet gives the index, and fails with cancel', () =>
  phone(async (page) => {
    await tap(page, 'sheet')
    await page.getByRole('button', { name: '约个时间' }).tap()
    await logIs(page, '"tapIndex":1')
    await tap(page, 'sheet')
    await page.getByRole('button', { name: '取消' }).tap()
    await logIs(page, 'showActionSheet:fail cancel')
  }))

test('closing the pay sheet fails with cancel, an empty card with a reason, and paying succeeds once', () =>
  phone(async (page) => {
    await tap(page, 'pay')
    const sheet = page.getByRole('dialog', { name: '微信支付' })
    await sheet.getByText('1,234.50').waitFor()
    await sheet.getByText('新山村社区治理专项基金').waitFor()
    await sheet.getByRole('button', { name: '关闭' }).tap()
    await logIs(page, 'pay ! requestPayment:fail cancel')
    await tap(page, 'pay')
    await page.getByText('储蓄卡').tap()
    await page.getByRole('button', { name: '确认支付' }).tap()
    await logIs(page, 'pay ! requestPayment:fail 余额不足')
    await tap(page, 'pay')
    await page.getByRole('button', { name: '确认支付' }).tap()
    await page.getByRole('button', { name: '完成' }).tap()
    await logIs(page, 'pay {"errMsg":"requestPayment:ok"}')
    await tap(page, 'pay')
    await logIs(page, 'pay ! requestPayment:fail 该订单已支付')
  }))

test('subscriptions are asked within a tap only, answered for each template, and granted when accepted', () =>
  phone(async (page) => {
    await tap(page, 'subscribe')
    await page.getByText('需求进展通知').tap()
    await page.getByRole('button', { name: '允许' }).tap()
    await logIs(page, 'subscribe {"t-offer":"accept","t-progress":"reject"')
    expect(bench.double.granted.at(-1)).toEqual({ openid: alice, templateIds: ['t-offer'] })
    await tap(page, 'late')
    await logIs(page, 'late ! requestSubscribeMessage:fail can only be invoked by user TAP gesture.')
  }))

test('«do not ask again» keeps the answer', () =>
  phone(async (page) => {
    await tap(page, 'subscribe')
    await page.getByText('总是保持以上选择').tap()
    await page.getByRole('button', { name: '取消' }).tap()
    await logIs(page, '"t-offer":"reject"')
    await tap(page, 'network')
    await logIs(page, 'network {"networkType":"wifi"')
    await tap(page, 'subscribe')
    await logIs(page, 'subscribe {"t-offer":"reject"')
  }))

test('the scanner reads a code from the wall, and says so when a file has none', () =>
  phone(async (page) => {
    await tap(page, 'scan')
    await page
      .getByLabel('从相册选择图片')
      .setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from(onePixelPng, 'base64') })
    await page.getByText('没有在图片里找到码').waitFor()
    await page.getByRole('button', { name: '新山村社区' }).tap()
    await logIs(page, '"path":"pages/fund/fund?scene=c%3D500110001001"')
    await tap(page, 'scan')
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).tap()
    await logIs(page, 'scanCode:fail cancel')
  }))

test('pictures come from the album in the order chosen, and show on the page', () =>
  phone(async (page) => {
    await tap(page, 'media')
    await page.getByRole('button', { name: '从手机相册选择' }).tap()
    await page.getByRole('button', { name: '花坛边的长椅' }).tap()
    await page.getByRole('button', { name: '楼道里坏了的灯' }).tap()
    await page.getByRole('button', { name: '缺了盖子的井' }).tap()
    await page.getByRole('button', { name: '完成(2)' }).tap()
    await logIs(page, '"fileType":"image","width":960,"height":1280')
    await page.waitForFunction(
      () => (document.querySelector<HTMLImageElement>('wx-image img')?.naturalWidth ?? 0) === 960,
    )
    await tap(page, 'media')
    await page.getByRole('button', { name: '取消' }).tap()
    await logIs(page, 'chooseMedia:fail cancel')
  }))

test('an upload carries the file to the cloud', () =>
  phone(async (page) => {
    await tap(page, 'upload')
    await logIs(page, '"fileID":"cloud://local.1/needs/a.jpg"')
    const { bytes } = await bench.double.cloud.storage.download('cloud://local.1/needs/a.jpg')
    expect([...bytes.subarray(0, 2)]).toEqual([0xff, 0xd8])
  }))

test('a preview opens at the picture asked for and closes', () =>
  phone(async (page) => {
    await tap(page, 'preview')
    const preview = page.getByRole('dialog', { name: '图片预览' })
    await preview.getByText('2 / 2').waitFor()
    await preview.getByRole('button', { name: '关闭' }).tap()
    await preview.waitFor({ state: 'detached' })
  }))

test('a call is confirmed first', () =>
  phone(async (page) => {
    await tap(page, 'dial')
    await page.getByRole('button', { name: '取消' }).tap()
    await logIs(page, 'makePhoneCall:fail cancel')
    await tap(page, 'dial')
    await page.getByRole('button', { name: '呼叫 023-00000000' }).tap()
    await logIs(page, 'makePhoneCall:ok')
  }))

test('the place is given after the person allowed it once; a refusal stands', async () => {
  await phone(async (page) => {
    await tap(page, 'locate')
    await page.getByText('用于找到您附近的社工站').waitFor()
    await page.getByRole('button', { name: '允许' }).tap()
    await logIs(page, '"latitude":29.0281')
    await tap(page, 'locate')
    await logIs(page, '"latitude":29.0281')
    await tap(page, 'choose')
    await page.getByLabel('地点名称').fill('凉亭')
    await page.getByRole('button', { name: '完成' }).tap()
    await logIs(page, '"name":"凉亭"')
    await tap(page, 'map')
    await page.getByRole('heading', { name: '新山村社区社工室' }).waitFor()
    await page.getByRole('button', { name: '返回' }).tap()
  })
  await phone(async (page) => {
    await tap(page, 'locate')
    await page.getByRole('button', { name: '拒绝' }).tap()
    await logIs(page, 'locate ! getLocation:fail auth deny')
    await tap(page, 'network')
    await logIs(page, 'network {')
    await tap(page, 'locate')
    await logIs(page, 'locate ! getLocation:fail auth deny')
  })
})

test('a function is called as the person who holds the phone, and its failure is WeChat’s', () =>
  phone(async (page) => {
    await tap(page, 'call')
    await logIs(page, `call {"result":{"ok":true,"data":{"openid":"${alice}"}}`)
    await tap(page, 'broken')
    await logIs(page, 'broken ! cloud.callFunction:fail Error: errCode: -501000 | errMsg: FunctionName parameter')
  }))

test('an offline phone says so, and its calls fail with request:fail', () =>
  phone(async (page) => {
    await tap(page, 'network')
    await logIs(page, '"networkType":"none"')
    await tap(page, 'call')
    await logIs(page, /call ! cloud\.callFunction:fail .*request:fail/)
    await tap(page, 'upload')
    await logIs(page, /upload ! cloud\.uploadFile:fail .*request:fail/)
  }, '&offline=1'))

test('a phone number is given as a code, or refused', () =>
  phone(async (page) => {
    await tap(page, '手机号')
    await page.getByRole('button', { name: '不允许' }).tap()
    await logIs(page, 'number {"errMsg":"getPhoneNumber:fail user deny"}')
    await tap(page, '手机号')
    await page.getByRole('button', { name: '允许', exact: true }).tap()
    await logIs(page, /"code":"oAlice:13\d0000\d{4}"/)
  }))

test('sharing shows the card that the page made', () =>
  phone(async (page) => {
    await tap(page, '转发')
    await page.getByRole('dialog', { name: '发送给朋友' }).getByText('一起帮帮周婆婆').waitFor()
    await page.getByRole('button', { name: '发送' }).tap()
  }))

test('what is not supported throws its name', () =>
  phone(async (page) => {
    await tap(page, 'unknown')
    await logIs(page, 'wx.startBeaconDiscovery is not supported by the local WeChat')
  }))

test('eight phones in one browser all load, each listening to the server', async () => {
  const { context, page } = await bench.open('pages/services/services')
  for (let index = 0; index < 7; index += 1) {
    const another = await context.newPage()
    await another.goto(page.url())
    await another.getByRole('button', { name: 'toast' }).waitFor({ timeout: 15_000 })
  }
  await context.close()
})

test('an error of the product reaches the desk with its file and line', async () => {
  const { page, context, errors } = await bench.open('pages/services/services')
  const told = page.waitForRequest((request) => request.url().endsWith('/wechat/problems'))
  await tap(page, 'crash')
  const body = (await told).postDataJSON() as { text: string; where: string }
  expect(body.text).toContain('坏了')
  expect(body.where).toMatch(/pages\/services\/services\.js:\d+$/)
  expect(errors.join()).toContain('坏了')
  await context.close()
})

test('a dialog keeps the focus and gives it back', () =>
  phone(async (page) => {
    const opener = page.getByRole('button', { name: 'modal', exact: true })
    await opener.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('Tab')
    expect(await dialog.evaluate((dom) => dom.contains(document.activeElement))).toBe(true)
    await page.getByRole('button', { name: '撤回' }).press('Enter')
    expect(await opener.evaluate((dom) => dom === document.activeElement)).toBe(true)
  }))

const onePixelPng = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
