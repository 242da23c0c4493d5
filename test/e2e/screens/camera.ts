/** Phones at each size, and one picture a page where somebody asked for them. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import type { HeldPhone, Theatre } from '../../fixtures/theatre'
import type { Fault } from './page/rules'
import { nameOf, type Row } from './pages'
import type { Stage } from './prepare'

export interface Size {
  name: string
  width: number
  height: number
  care: boolean
}

export const sizes: readonly Size[] = [
  { name: '390', width: 390, height: 844, care: false },
  { name: '320', width: 320, height: 568, care: false },
  { name: '390-care', width: 390, height: 844, care: true },
  { name: '320-care', width: 320, height: 568, care: true },
]
export const longSizes: readonly Size[] = [
  { name: '390-long', width: 390, height: 844, care: false },
  { name: '320-care-long', width: 320, height: 568, care: true },
]

/** It asks the cloud for nothing. */
const restingPage = 'pages/about/about'

/** The tallest picture: beyond it a page repeats itself. */
const mostPx = 3200

interface Measuring {
  settled(path: string): Promise<void>
  measure(care: boolean): Fault[]
  wholeHeight(): number
}

/** Holds one phone for each person and mode; each page is opened in it as a tap would, without loading the app again. */
export class Camera {
  readonly #phones = new Map<string, HeldPhone>()
  readonly #queries = new Map<Row, string>()
  private constructor(
    private readonly theatre: Theatre,
    private readonly script: string,
    private readonly outDir: string | null,
  ) {}

  static async open(theatre: Theatre, outDir: string | null): Promise<Camera> {
    const entryPoints = [join(__dirname, 'page/measure.ts')]
    const bundle = await build({ entryPoints, bundle: true, write: false, format: 'iife', globalName: 'measuring' })
    return new Camera(theatre, bundle.outputFiles[0]?.text ?? '', outDir)
  }

  /** Opens the row's page at the size; what is wrong with it, in words. */
  async look(row: Row, size: Size, stage: Stage): Promise<string[]> {
    const phone = await this.#phone(row.as, size.care)
    const { page } = phone
    const query = this.#query(row, stage)
    await page.setViewportSize({ width: size.width, height: size.height })
    if (row.kept) {
      // A page that is left keeps its draft: what the phone shall find is put there afterwards.
      await this.#open(page, restingPage)
      await page.evaluate((kept) => {
        const { wx } = window as unknown as { wx: { setStorageSync(key: string, value: unknown): void } }
        for (const [key, value] of Object.entries(kept)) wx.setStorageSync(key, value)
      }, row.kept(stage))
    }
    await this.#open(page, row.page, query)
    const faults = await page.evaluate(
      (care) => (window as unknown as { measuring: Measuring }).measuring.measure(care),
      size.care,
    )
    if (this.outDir !== null) await this.#picture(phone, size, join(this.outDir, size.name, `${nameOf(row)}.png`))
    const errors = this.theatre.errors.splice(0).map((seen) => ({ rule: 'no error in the console', seen }))
    return [...errors, ...faults].map(({ rule, seen }) => `${size.name}: ${rule}: ${seen}`)
  }

  /** As it was when it was first asked for: titles by which it is found change on the way. */
  #query(row: Row, stage: Stage): string {
    const known = this.#queries.get(row) ?? row.query?.(stage) ?? ''
    this.#queries.set(row, known)
    return known
  }

  async #open(page: Page, path: string, query = ''): Promise<void> {
    const url = `/${path}${query === '' ? '' : `?${query}`}`
    await page.evaluate(
      ([to, route]) => {
        const { wx, measuring } = window as unknown as {
          wx: { reLaunch(to: { url: string }): void }
          measuring: Measuring
        }
        wx.reLaunch({ url: to })
        return measuring.settled(route)
      },
      [url, path] as const,
    )
  }

  async #phone(as: string, care: boolean): Promise<HeldPhone> {
    const key = `${as}${care ? '-care' : ''}`
    const known = this.#phones.get(key)
    if (known) return known
    const phone = await this.theatre.phone(as, restingPage)
    await phone.page.emulateMedia({ reducedMotion: 'reduce' })
    if (care) {
      await phone.page.evaluate("wx.setStorageSync('care', true)")
      await phone.open(restingPage)
    }
    await phone.page.evaluate(`${this.script};window.measuring = measuring`)
    this.#phones.set(key, phone)
    return phone
  }

  async #picture({ page }: HeldPhone, { width, height }: Size, path: string): Promise<void> {
    mkdirSync(join(path, '..'), { recursive: true })
    // A taller phone has a notch too, and so a bit less for the page: the second look sees that.
    for (const _ of [1, 2]) {
      const whole = await page.evaluate(() => (window as unknown as { measuring: Measuring }).measuring.wholeHeight())
      await page.setViewportSize({ width, height: Math.min(Math.max(whole, height), mostPx) })
      await page.waitForTimeout(120)
    }
    await page.screenshot({ path })
  }
}
