import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const USAGE = `npx tsx test/e2e/screens/contact-sheets.ts DIR [--columns 6] [--rows 2] [--height 844]
Lays the pictures of DIR (SCREENS_OUT=DIR npm test -- screens) side by side, twelve to a sheet: DIR/sheets/<size>-01.png …
Each picture is cut at --height px of its page.`

interface Wishes {
  dir: string
  columns: number
  rows: number
  height: number
}

/** One folder of pictures becomes numbered sheets; the names stand above the pictures. */
async function makeSheets({ dir, columns, rows, height }: Wishes): Promise<void> {
  const out = join(dir, 'sheets')
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    for (const size of readdirSync(dir).filter((name) => /^\d/.test(name))) {
      const width = Number.parseInt(size, 10)
      const names = readdirSync(join(dir, size)).sort()
      const page = await browser.newPage({ viewport: { width: columns * (width + 16) + 16, height: 100 } })
      for (let from = 0; from < names.length; from += columns * rows) {
        const cells = names.slice(from, from + columns * rows).map((name) => cell(join(dir, size), name, width, height))
        await page.setContent(`<style>${style}</style><main>${cells.join('')}</main>`, { waitUntil: 'load' })
        const number = String(from / (columns * rows) + 1).padStart(2, '0')
        await page.screenshot({ path: join(out, `${size}-${number}.png`), fullPage: true })
      }
      await page.close()
    }
  } finally {
    await browser.close()
  }
}

const style = `body{margin:0;background:#8a9694;font:14px sans-serif;color:#fff}
main{display:flex;flex-wrap:wrap;gap:16px;padding:8px 16px 16px;align-items:flex-start}
figcaption{height:22px;line-height:22px;overflow:hidden;white-space:nowrap}figure{margin:0}div{overflow:hidden;background:#fff}img{display:block}`

function cell(folder: string, name: string, width: number, height: number): string {
  const picture = readFileSync(join(folder, name)).toString('base64')
  return `<figure style="width:${width}px"><figcaption>${name.replace('.png', '')}</figcaption>
<div style="max-height:${height}px"><img width="${width}" src="data:image/png;base64,${picture}"></div></figure>`
}

function parse(words: readonly string[]): Wishes | null {
  const option = (name: string, usual: number) => {
    const at = words.indexOf(`--${name}`)
    return at < 0 ? usual : Number(words[at + 1])
  }
  const [dir] = words
  if (dir === undefined || dir.startsWith('--')) return null
  return { dir, columns: option('columns', 6), rows: option('rows', 2), height: option('height', 844) }
}

const wishes = parse(process.argv.slice(2))
if (wishes === null) {
  console.error(USAGE)
  process.exitCode = 2
} else {
  makeSheets(wishes).catch((error: unknown) => {
    console.error(error)
    process.exitCode = 1
  })
}
