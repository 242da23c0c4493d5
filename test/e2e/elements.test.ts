import type { Page } from 'playwright-core'
import { PhoneBench } from '../fixtures/wechat/phone'

let bench: PhoneBench

beforeAll(async () => {
  bench = await PhoneBench.start()
})
afterAll(() => bench.close())

/** Opens a page, runs the check, and expects that nothing went wrong on it. */
async function onPage(path: string, check: (page: Page) => Promise<void>): Promise<void> {
  const { page, context, errors } = await bench.open(path)
  try {
    await check(page)
    expect(errors).toEqual([])
  } finally {
    await context.close()
  }
}

const logIs = async (page: Page, text: string | RegExp) => {
  await page.locator('#log, [id$="--log"]').filter({ hasText: text }).waitFor({ timeout: 4000 })
}

describe('fields', () => {
  const fields = (check: (page: Page) => Promise<void>) => onPage('pages/fields/fields', check)

  test('an input stops at maxlength, tells each change, and shows what its handler returned', () =>
    fields(async (page) => {
      await page.getByPlaceholder('姓名').tap()
      await page.keyboard.type('axbcdef')
      await logIs(page, 'input {"value":"a某bc","cursor":4')
      expect(await page.getByPlaceholder('姓名').inputValue()).toBe('a某bc')
      await page.keyboard.press('Enter')
      await logIs(page, 'blur {"value":"a某bc"')
    }))

  test('a digit input takes no letters and one point', () =>
    fields(async (page) => {
      await page.getByPlaceholder('金额').tap()
      await page.keyboard.type('1a2.5.0')
      await logIs(page, 'input {"value":"12.50"')
    }))

  test('the placeholder takes the class that the page gives it, and goes when there is text', () =>
    fields(async (page) => {
      const hint = page.locator('wx-input [wx-placeholder]').first()
      expect(await hint.evaluate((dom) => getComputedStyle(dom).color)).toBe('rgb(194, 65, 12)')
      await page.getByPlaceholder('姓名').fill('张')
      expect(await hint.isHidden()).toBe(true)
    }))

  test('model:value follows in both directions', () =>
    fields(async (page) => {
      await page.getByPlaceholder('双向').fill('新词')
      await page.getByText('新词', { exact: true }).waitFor()
    }))

  test('a textarea with auto-height grows with its lines', () =>
    fields(async (page) => {
      const area = page.getByPlaceholder('发生了什么')
      const before = (await area.boundingBox())?.height ?? 0
      await area.fill('一\n二\n三\n四')
      expect((await area.boundingBox())?.height ?? 0).toBeGreaterThan(before * 2)
    }))

  test('a label toggles the control inside it, and the one it is for', () =>
    fields(async (page) => {
      await page.getByText('养老', { exact: true }).tap()
      await logIs(page, 'change {"value":["elder","child"]}')
      await page.getByRole('checkbox').nth(0).tap()
      await logIs(page, 'change {"value":["child"]}')
      await page.getByText('点这里选下面的框').tap()
      expect(await page.locator('wx-checkbox').last().getAttribute('aria-checked')).toBe('true')
    }))

  test('of a radio group one is chosen', () =>
    fields(async (page) => {
      await page.getByText('紧急', { exact: true }).tap()
      await logIs(page, 'change {"value":"urgent"}')
      expect(await page.locator('wx-radio[aria-checked=true]').count()).toBe(1)
    }))

  test('a picker gives the index, a date within its bounds, a time', () =>
    fields(async (page) => {
      await page.getByText('地点选择').tap()
      await page.getByRole('option', { name: '北街' }).tap()
      await page.getByRole('button', { name: '确定' }).tap()
      await logIs(page, 'change {"value":"2"}')
      await page.getByText('日期选择').tap()
      await page.getByRole('option', { name: '2023年' }).tap()
      await page.getByRole('option', { name: '28日' }).waitFor()
      expect(await page.getByRole('option', { name: '29日' }).count()).toBe(0)
      await page.getByRole('button', { name: '确定' }).tap()
      await logIs(page, 'change {"value":"2023-02-28"}')
      await page.getByText('时间选择').tap()
      await page.getByRole('button', { name: '取消' }).tap()
      await logIs(page, 'cancel {}')
    }))

  test('submit carries every named field, and reset empties them', () =>
    fields(async (page) => {
      await page.getByPlaceholder('姓名').fill('周')
      await page.getByRole('switch', { name: '匿名' }).tap()
      await page.getByRole('button', { name: '提交' }).tap()
      await logIs(page, 'submit')
      const text = (await page.locator('[id$="log"]').textContent()) ?? ''
      expect(JSON.parse(text.slice('submit '.length))).toEqual({
        name: '周',
        amount: '',
        story: '',
        fields: ['child'],
        urgency: 'normal',
        anonymous: true,
        count: 3,
        level: 30,
        place: 1,
        day: '2024-02-29',
        time: '09:30',
      })
      await page.getByRole('button', { name: '重填' }).tap()
      await logIs(page, 'reset {}')
      expect(await page.getByPlaceholder('姓名').inputValue()).toBe('')
      expect(await page.getByRole('switch', { name: '匿名' }).getAttribute('aria-checked')).toBe('false')
    }))

  test('a button answers Enter', () =>
    fields(async (page) => {
      await page.getByRole('button', { name: '重填' }).focus()
      await page.keyboard.press('Enter')
      await logIs(page, 'reset {}')
    }))
})

describe('boxes', () => {
  const boxes = (check: (page: Page) => Promise<void>) => onPage('pages/boxes/boxes', check)

  test('a pressed view shows its hover-class and then lets go', () =>
    boxes(async (page) => {
      const item = page.getByText('第 1 行')
      await item.dispatchEvent('pointerdown')
      await page.waitForFunction(() => document.querySelectorAll('[class*=pressed]').length === 1)
      await item.dispatchEvent('pointerup')
      await page.waitForFunction(() => document.querySelectorAll('[class*=pressed]').length === 0)
      await item.tap()
      await logIs(page, 'tap {"item":1}')
    }))

  test('a scroll-view scrolls an element into view and tells when its end is near', () =>
    boxes(async (page) => {
      await page.getByText('跳到第 15 行').tap()
      const list = page.locator('wx-scroll-view').first()
      await page.waitForFunction(() => (document.querySelector('wx-scroll-view')?.scrollTop ?? 0) === 600)
      await list.evaluate((dom) => dom.scrollTo({ top: 9999 }))
      await logIs(page, 'lower {"direction":"bottom"}')
    }))

  test('pulling a scroll-view past its threshold refreshes, and the bar goes when the page says so', () =>
    boxes(async (page) => {
      await page.mouse.move(100, 110)
      await page.mouse.down()
      await page.mouse.move(100, 180, { steps: 5 })
      await page.mouse.move(100, 260, { steps: 5 })
      await page.mouse.up()
      await logIs(page, 'refresh {}')
      await page.waitForFunction(() => document.querySelector<HTMLElement>('[wx-refresher]')?.offsetHeight === 0)
    }))

  test('a circular swiper follows the finger round the end, and its current', () =>
    boxes(async (page) => {
      const box = await page.locator('wx-swiper').boundingBox()
      const y = (box?.y ?? 0) + 60
      await page.mouse.move(120, y)
      await page.mouse.down()
      await page.mouse.move(330, y, { steps: 8 })
      await page.mouse.up()
      await logIs(page, 'swiper {"current":2,"currentItemId":"丙","source":"touch"}')
      await page.getByText('卡片 丙').waitFor()
      expect(await page.locator('wx-swiper-item[aria-hidden=false]').textContent()).toBe('卡片 丙')
    }))

  test('a swiper goes where current says', () =>
    boxes(async (page) => {
      await page.getByText('换到丙').tap()
      await logIs(page, 'swiper {"current":2,"currentItemId":"丙","source":""}')
    }))

  test('an image keeps its proportions in widthFix and reports load', () =>
    boxes(async (page) => {
      await page.getByRole('img', { name: '一张画' }).first().waitFor()
      await page.waitForFunction(() => document.querySelectorAll<HTMLElement>('wx-image')[2]?.offsetHeight === 30)
      expect(
        await page
          .locator('wx-image')
          .nth(2)
          .evaluate((dom) => dom.clientWidth),
      ).toBe(60)
    }))

  test('rich-text runs nothing', () =>
    boxes(async (page) => {
      await page.getByText('富文本').waitFor()
      expect(await page.evaluate(() => Reflect.get(window, 'hacked'))).toBeUndefined()
      expect(await page.locator('wx-rich-text img').getAttribute('src')).toBeNull()
    }))

  test('text keeps its line breaks', () =>
    boxes(async (page) => {
      const height = await page.getByText('第一行').evaluate((dom) => dom.getClientRects().length)
      expect(height).toBeGreaterThan(1)
    }))

  test('a picker-view tells where its wheel came to rest', () =>
    boxes(async (page) => {
      await page.locator('wx-picker-view-column').evaluate((dom) => dom.scrollTo({ top: 80 }))
      await logIs(page, 'wheel {"value":[2]}')
    }))

  test('a canvas node draws a picture of the package, survives setData, and becomes a file', () =>
    boxes(async (page) => {
      await page.getByLabel('画布').tap()
      await logIs(page, 'drawn {"width":200,"height":100,"pixel":[194,65,12,255]}')
    }))

  test('a navigator opens its page', () =>
    boxes(async (page) => {
      await page.getByText('去填表').tap()
      await page.getByPlaceholder('姓名').waitFor()
    }))
})
