import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { type CompileResult, compileMiniprogram } from '../../../local/wechat/compiler'
import { acceptSocket, type PushSocket } from '../../../local/wechat/http/socket'
import { createPhoneHandler } from '../../../local/wechat/phone-handler'

const FIXTURE = resolve('test/fixtures/miniprogram')

jest.setTimeout(20_000)

let folder: string
let phones: Served
let browser: Browser
let context: BrowserContext
let page: Page
let errors: string[]

interface Served {
  url: string
  root: string
  compile(): Promise<CompileResult>
  reload(): void
  close(): Promise<void>
}

/** A copy of the fixture, built, behind a server that speaks to phones as the real one does. */
async function serve(name: string, change: (root: string) => void = () => undefined): Promise<Served> {
  const root = join(folder, name)
  const distDir = join(folder, `${name}-dist`)
  cpSync(FIXTURE, root, { recursive: true })
  change(root)
  const compile = async () => await compileMiniprogram({ root, outDir: distDir, nodeModules: resolve('node_modules') })
  expect((await compile()).problems).toEqual([])
  const handler = await createPhoneHandler({ distDir })
  const listeners = new Set<PushSocket>()
  const server = createServer((request, response) => {
    if (!handler(request, response)) response.writeHead(404).end()
  })
  server.on('upgrade', (request, socket) => {
    const accepted = acceptSocket(request, socket)
    if (accepted === null) return
    listeners.add(accepted)
    accepted.onClose(() => listeners.delete(accepted))
    accepted.send(JSON.stringify({ type: 'clock', offsetMs: 0 }))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    root,
    compile,
    reload: () => {
      for (const listener of listeners) listener.send(JSON.stringify({ type: 'reload', paths: [] }))
    },
    close: async () => {
      for (const listener of listeners) listener.close()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'host-'))
  phones = await serve('app')
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  })
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await phones?.close()
  rmSync(folder, { recursive: true, force: true })
})

beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, locale: 'zh-CN' })
  page = await context.newPage()
  errors = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(String(error)))
})

afterEach(async () => {
  await context.close()
})

async function open(path = '', url = phones.url): Promise<void> {
  await page.goto(`${url}/phone?as=openid-1&path=${encodeURIComponent(path)}`)
  await page.waitForSelector('wx-page')
}

/** What a person can see: pages below the top one are left out. */
function seen(text: string): Locator {
  return page.getByText(text).filter({ visible: true })
}

/** A finger dragged over the screen, in a few steps. */
async function drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const client = await context.newCDPSession(page)
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number, y: number) =>
    client.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] })
  await send('touchStart', ...from)
  for (let step = 1; step <= 6; step += 1) {
    await send('touchMove', from[0] + ((to[0] - from[0]) * step) / 6, from[1] + ((to[1] - from[1]) * step) / 6)
  }
  await send('touchEnd', ...to)
  await client.detach()
}

async function eventsOf(): Promise<string[]> {
  return await page.evaluate<string[]>('getCurrentPages()[0].events')
}

describe('pages and components', () => {
  test('a page renders with TDesign, less, WXS, slots and behaviors, and answers a tap', async () => {
    await open()
    await seen('捐 50 元').tap()
    await seen('点了 1 次').waitFor()
    expect(await seen('亲爱的王奶奶').innerText()).toBe('亲爱的王奶奶，您好 （1）')
    await seen('亲爱的王奶奶').tap()
    await seen('王奶奶说：好').waitFor()
    expect(errors).toEqual([])
  })

  test("a component's classes, its :host and its page do not style each other", async () => {
    await open()
    const colour = (text: string) => seen(text).evaluate((node: Element) => getComputedStyle(node).color)
    expect(await colour('亲爱的王奶奶')).toBe('rgb(194, 65, 12)')
    expect(await colour('点了 0 次')).toBe('rgb(26, 31, 30)')
    const host = await page.locator('greeting').evaluate((node: Element) => getComputedStyle(node).marginLeft)
    expect(host).toBe('16px')
  })

  test('dialog, popup and toast open and close', async () => {
    await open()
    await seen('对话框').tap()
    await seen('捐给古南街道社区基金').waitFor()
    await seen('再想想').tap()
    await seen('捐给古南街道社区基金').waitFor({ state: 'hidden' })
    await seen('弹出层').tap()
    await seen('弹出的内容').waitFor()
    await page.touchscreen.tap(195, 200)
    await seen('弹出的内容').waitFor({ state: 'hidden' })
    await seen('轻提示').tap()
    await seen('已提交').waitFor()
    expect(errors).toEqual([])
  })

  test('generics, relations, templates, virtual hosts, external classes and node queries work in a subpackage', async () => {
    await open('sub/pages/detail/detail?id=need_7')
    await seen('need_7').waitFor()
    await seen('李明，8 岁').waitFor()
    await seen('行 泛型').waitFor()
    await seen('共 2 项').waitFor()
    await seen('卡片 0 195').waitFor()
    expect(await seen('虚拟').evaluate((node: Element) => getComputedStyle(node).color)).toBe('rgb(11, 122, 117)')
    expect(errors).toEqual([])
  })
})

describe('forms', () => {
  test('TDesign inputs, stepper, rate and picker tell the page what was chosen', async () => {
    await open('pages/form/form')
    await page.getByPlaceholder('请填写').fill('王芳')
    await seen('姓名 王芳').waitFor()
    await page.getByPlaceholder('请说说').fill('停电了')
    await seen('经过 停电了').waitFor()
    await page.locator('.t-stepper__plus, [class*="t-stepper__plus"]').first().tap()
    await seen('份数 4').waitFor()
    await seen('请选择').tap()
    await seen('确定').tap()
    await seen('古南街道').first().waitFor()
    expect(errors).toEqual([])
  })

  test('a native form gathers an input bound both ways and a component with wx://form-field', async () => {
    await open('pages/form/form')
    await page.getByPlaceholder('电话').fill('13900000000')
    await page.getByText('提交', { exact: true }).tap()
    await seen('电话 13900000000，5000 分，绑定 13900000000').waitFor()
    expect(errors).toEqual([])
  })
})

describe('TDesign on show', () => {
  test('steps, tabs, collapse, grid, tag, badge, empty and tab-bar render under a custom navigation bar', async () => {
    await open('pages/show/show')
    for (const text of ['派单', '收入面板', '进行中', '救助', '这里还没有记录']) await seen(text).first().waitFor()
    await seen('支出').first().tap()
    await seen('页签 out').waitFor()
    expect(await page.locator('.wx-navigation-bar').count()).toBe(0)
    expect(errors).toEqual([])
  })

  test('an icon is drawn without the network', async () => {
    await open()
    const mask = await page
      .locator('[class*="t-icon-heart"]')
      .first()
      .evaluate((node: Element) => {
        return getComputedStyle(node, '::before').maskImage
      })
    expect(mask).toMatch(/\/app\/_icons\/heart\.svg/)
    const status = await page.evaluate<number>("fetch('/app/_icons/heart.svg').then((answer) => answer.status)")
    expect(status).toBe(200)
  })

  test('swipe-cell follows the finger (WXS) and its action answers', async () => {
    await open('pages/show/show')
    const box = await seen('左滑删除').boundingBox()
    const y = (box?.y ?? 0) + 8
    await drag([330, y], [180, y])
    await seen('删除').last().tap()
    await seen('已删除').waitFor()
    expect(errors).toEqual([])
  })
})

describe('navigation and lifecycle', () => {
  test('two pages talk through the event channel, and the page below keeps its life', async () => {
    await open()
    await seen('详情').tap()
    await seen('need_1 电 来自首页').waitFor()
    await seen('选好了').tap()
    await seen('选了电').waitFor()
    expect(await eventsOf()).toEqual(['load', 'show', 'ready', 'hide', 'show'])
    expect(errors).toEqual([])
  })

  test('a tab page is kept while another is shown', async () => {
    await open()
    await seen('捐 50 元').tap()
    await page.getByRole('tab', { name: '表单' }).tap()
    await seen('搜索社区').or(page.getByPlaceholder('请填写')).first().waitFor()
    await page.getByRole('tab', { name: '首页' }).tap()
    await seen('点了 1 次').waitFor()
    expect(await page.evaluate('getApp().life')).toEqual({ launched: 1, shown: ['pages/home/home'] })
  })

  test('pulling down refreshes, and reaching the bottom is told once', async () => {
    await open()
    await drag([195, 150], [195, 420])
    await seen('刷新了 1 次').waitFor()
    await open('sub/pages/detail/detail')
    await seen('第 40 行').scrollIntoViewIfNeeded()
    await page.locator('#end').scrollIntoViewIfNeeded()
    await seen('触底 1').waitFor()
    expect(errors).toEqual([])
  })

  test('fixed elements stay under the navigation bar and above the safe area', async () => {
    await open('sub/pages/detail/detail')
    const button = await seen('选好了').boundingBox()
    expect(Math.round((button?.y ?? 0) + (button?.height ?? 0))).toBe(844 - 16 - 34)
  })

  test('a lone page that is not home has a way home', async () => {
    await open('sub/pages/detail/detail')
    await page.getByRole('button', { name: '回到首页' }).tap()
    await seen('点了 0 次').waitFor()
  })

  test('with a mouse, as on the desk, taps and swipes work alike', async () => {
    await open()
    await seen('捐 50 元').click()
    await seen('点了 1 次').waitFor()
    expect(await seen('点了 1 次').count()).toBe(1)
  })
})

describe('the phone', () => {
  test('a custom tab bar stands on each tab page and reaches its page', async () => {
    const served = await serve('custom', (root) => {
      const file = join(root, 'app.json')
      const app = JSON.parse(readFileSync(file, 'utf8'))
      app.tabBar.custom = true
      writeFileSync(file, JSON.stringify(app))
      cpSync(join(root, 'components/tabs'), join(root, 'custom-tab-bar'), { recursive: true })
    })
    try {
      await open('', served.url)
      expect(await page.locator('.wx-tab-bar').count()).toBe(0)
      await seen('自定义：表单').tap()
      await page.getByPlaceholder('请填写').waitFor()
      expect(await page.evaluate('getCurrentPages()[0].getTabBar().data.chosen')).toBe('pages/form/form')
      expect(errors).toEqual([])
    } finally {
      await served.close()
    }
  })

  test('a service notice opens its page in the running app, and app and page hear of it', async () => {
    await open()
    await page.evaluate(
      "__local_phone.enter({ path: 'sub/pages/detail/detail', query: { id: 'need_9' }, scene: 1107 })",
    )
    await seen('need_9').waitFor()
    expect(await page.evaluate('getApp().life')).toEqual({
      launched: 1,
      shown: ['pages/home/home', 'sub/pages/detail/detail'],
    })
  })

  test('a saved page is seen on the phone, on the page that was open', async () => {
    await open('sub/pages/detail/detail?id=need_3')
    await seen('需求 need_3').waitFor({ state: 'detached' })
    const file = join(phones.root, 'sub/pages/detail/detail.wxml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('{{id}}', '需求 {{id}}'))
    await phones.compile()
    phones.reload()
    await seen('需求 need_3').waitFor()
  })

  test('a build that changed nothing leaves the person where they are', async () => {
    await open()
    await seen('捐 50 元').tap()
    await seen('点了 1 次').waitFor()
    phones.reload()
    await page.waitForTimeout(300)
    expect(await seen('点了 1 次').count()).toBe(1)
  })
})

describe('what goes wrong is said', () => {
  test('an error of the product shows with file and line of its source', async () => {
    await open()
    await seen('出错').tap()
    const bar = page.getByRole('alert')
    await bar.waitFor()
    expect(await bar.innerText()).toMatch(/pages\/home\/home\.ts:\d+/)
  })

  test('what wx does not have throws its name', async () => {
    await open()
    const message = await page.evaluate('(() => { try { wx.makeCoffee() } catch (error) { return error.message } })()')
    expect(message).toBe('wx.makeCoffee is not supported by the local WeChat')
  })

  test('a page that does not exist is named', async () => {
    await open()
    const message = await page.evaluate(
      "new Promise((done) => wx.navigateTo({ url: '/pages/no/no', fail: (e) => done(e.errMsg) }))",
    )
    expect(message).toBe('navigateTo:fail page "pages/no/no" is not found')
  })
})
