/**
 * `npm run simulate -- [NAME] [flags]`: runs `test/simulation/<name>/index.ts`, the routing quarter when none is named:
 * `npm run simulate -- --days 90 --seed N`. Flags go to it as they are.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root, stop } from './terminal'

/** What every folder in `test/simulation` exports. Says what it found, a line at a time; false: what it holds does not hold. */
export interface Simulation {
  simulate(flags: readonly string[], say: (line: string) => void): Promise<boolean>
}

const folder = join(root, 'test/simulation')
const usual = 'routing'

async function main(): Promise<void> {
  const words = process.argv.slice(2)
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'index.ts')))
  const [first] = words
  const named = first !== undefined && !first.startsWith('--')
  if (named && !names.includes(first)) stop(`There is no simulation ${first}; there are ${names.join(', ')}.`)
  const { simulate } = (await import(join(folder, named ? first : usual, 'index.ts'))) as Simulation
  const holds = await simulate(named ? words.slice(1) : words, (line) => console.log(line))
  process.exit(holds ? 0 : 1)
}

main().catch((error: unknown) => {
  stop(error instanceof Error ? error.message : String(error))
})
