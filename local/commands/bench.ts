/**
 * `npm run bench [-- AREA …] [--json]`: runs `test/bench/<area>.ts`, each of which reports figures; prints one a line,
 * `area.figure: number unit`, ratios as `x`. Further flags go to the areas (`--orlib-assign FILE`).
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root, stop } from './terminal'

/** A bench's only way to speak. `unit` is `x` for ratios. */
export type Report = (figure: string, value: number, unit: string) => void

/** What every file in `test/bench` exports. Medians of several runs; both sides of a ratio in one run. */
export interface Bench {
  bench(report: Report, flags: readonly string[]): Promise<void>
}

const folder = join(root, 'test/bench')

async function main(): Promise<void> {
  const words = process.argv.slice(2)
  const json = words.includes('--json')
  const areas = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3))
  const named = words.filter((word) => areas.includes(word))
  const first = words[0]
  if (first && !first.startsWith('--') && named.length === 0) {
    stop(`There is no bench ${first}; there are ${areas.join(', ')}.`)
  }
  const flags = words.filter((word) => word !== '--json' && !areas.includes(word))
  const figures: Record<string, { value: number; unit: string }> = {}
  for (const area of named.length > 0 ? named : areas) {
    const { bench } = (await import(join(folder, `${area}.ts`))) as Bench
    await bench((figure, value, unit) => {
      figures[`${area}.${figure}`] = { value, unit }
      if (!json) console.log(`${area}.${figure}: ${plain(value)} ${unit}`)
    }, flags)
  }
  if (json) console.log(JSON.stringify(figures, null, 2))
  process.exit(0)
}

/** Three significant digits for small figures, whole numbers for large ones. */
function plain(value: number): string {
  return Math.abs(value) >= 1000 ? Math.round(value).toString() : Number(value.toPrecision(3)).toString()
}

main().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
