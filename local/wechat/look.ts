import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { compileMiniprogram } from './compiler'
import { createPhoneHandler } from './phone-handler'

const USAGE = `npx tsx local/wechat/look.ts <page path?query> <out.png> [--as openid] [--width 390] [--height 844] [--care]
  [--server URL] [--root miniprogram] [--full] [--tap TEXT]… [--wait MS]
Builds the mini-program, opens the page in a phone, writes a screenshot, prints console errors.
Without --server every call to the cloud fails as if there were no network. --care is the page in care mode
(the storage key "care"), --full makes the phone as tall as the page, --tap taps what shows this text, one after another.`

interface Wishes {
  page: string
  out: string
  as: string
  width: number
  height: number
  care: boolean
  full: boolean
  server: string | null
  root: string
  taps: string[]
  waitMs: number
}

/** Looks at one page as a person would see it. Exit code 1 when the page reported an error. */
async function look(wishes: Wishes): Promise<number> {
  const place =
    wishes.server === null ? await serveAlone(wishes.root) : { url: wishes.server, close: async () => undefined }
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  })
  try {
    const context = await browser.newContext({
      viewport: { width: wishes.width, height: wishes.height },
      deviceScaleFactor: 2,
      hasTouch: true,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    })
    const page = await context.newPage()
    const errors = listen(page)
    await page.goto(`${place.url}/phone?as=${encodeURIComponent(wishes.as)}&path=${encodeURIComponent(wishes.page)}`)
    await page.waitForSelector('wx-page', { timeout: 10_000 }).catch(() => undefined)
    if (wishes.care) await switchCareOn(page)
    await page.waitForTimeout(wishes.waitMs)
    for (const text of wishes.taps) {
      await page.getByText(text, { exact: true }).filter({ visible: true }).first().tap({ timeout: 3000 })
      await page.waitForTimeout(500)
    }
    if (wishes.full) await stretch(page, wishes.width)
    await page.screenshot({ path: wishes.out })
    console.log(`${wishes.out}${errors.length === 0 ? '' : `, ${errors.length} errors`}`)
    return errors.length === 0 ? 0 : 1
  } finally {
    await browser.close()
    await place.close()
  }
}

function listen(page: Page): string[] {
  const errors: string[] = []
  const add = (text: string): void => {
    errors.push(text)
    console.error(text)
  }
  page.on('console', (message) => {
    const refused = message.location().url.includes('/wechat/') && message.text().startsWith('Failed to load resource')
    const fromCloud = refused || message.text().includes('/wechat/events')
    if (message.type() === 'error' && !fromCloud) add(message.text())
  })
  page.on('pageerror', (error) => add(String(error.stack ?? error)))
  return errors
}

/** Care mode is the product's own setting: its storage key `care`. */
async function switchCareOn(page: Page): Promise<void> {
  await page.evaluate("wx.setStorageSync('care', true)")
  await page.reload()
}

/** The height that the phone needs to show its whole page. Runs in the page. */
const FULL_HEIGHT = `(() => {
  const scroller = [...document.querySelectorAll('.wx-frame:not(.wx-behind) > .wx-viewport > .wx-scroller')].at(-1)
  return innerHeight + (scroller === undefined ? 0 : scroller.scrollHeight - scroller.clientHeight)
})()`

async function stretch(page: Page, width: number): Promise<void> {
  const height = await page.evaluate<number>(FULL_HEIGHT)
  await page.setViewportSize({ width, height: Math.min(height, 8000) })
  await page.waitForTimeout(300)
}

async function serveAlone(root: string): Promise<{ url: string; close(): Promise<void> }> {
  const distDir = resolve('dist', root === 'miniprogram' ? 'miniprogram' : `look-${root.replace(/\W+/g, '-')}`)
  const result = await compileMiniprogram({ root, outDir: distDir })
  for (const { file, line, column, message } of result.problems)
    console.error(`${join(root, file)}:${line}:${column} ${message}`)
  const handler = await createPhoneHandler({ distDir })
  const server = createServer((request, response) => {
    if (handler(request, response)) return
    response.writeHead(503, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ errCode: -1, errMsg: 'request:fail there is no cloud behind this phone' }))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

function parse(words: readonly string[]): Wishes | null {
  const plain: string[] = []
  const options = new Map<string, string[]>()
  const queue = [...words]
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (!word.startsWith('--')) plain.push(word)
    else if (word === '--care' || word === '--full') options.set(word, [''])
    else options.set(word, [...(options.get(word) ?? []), queue.shift() ?? ''])
  }
  const [page, out] = plain
  if (page === undefined || out === undefined) return null
  const last = (name: string): string | undefined => options.get(name)?.at(-1)
  return {
    page,
    out,
    as: last('--as') ?? 'openid-of-nobody',
    width: Number(last('--width') ?? 390),
    height: Number(last('--height') ?? 844),
    care: options.has('--care'),
    full: options.has('--full'),
    server: last('--server')?.replace(/\/$/, '') ?? null,
    root: last('--root') ?? 'miniprogram',
    taps: options.get('--tap') ?? [],
    waitMs: Number(last('--wait') ?? 900),
  }
}

const wishes = parse(process.argv.slice(2))
if (wishes === null) {
  console.error(USAGE)
  process.exitCode = 2
} else {
  look(wishes).then(
    (code) => {
      process.exitCode = code
    },
    (error: unknown) => {
      console.error(error)
      process.exitCode = 1
    },
  )
}
