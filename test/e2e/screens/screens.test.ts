/** Every page is seen: on a common and on the smallest phone, in both modes, and with the longest content. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Theatre } from '../../fixtures/theatre'
import { Camera, longSizes, type Size, sizes } from './camera'
import { lengthen } from './longest'
import { nameOf, type Row, rows } from './pages'
import { prepare, type Stage } from './prepare'

const app = JSON.parse(readFileSync(join(__dirname, '../../../miniprogram/app.json'), 'utf8')) as {
  pages: string[]
  subPackages: { root: string; pages: string[] }[]
}
const pages = [
  ...app.pages,
  ...app.subPackages.flatMap(({ root, pages: names }) => names.map((name) => `${root}/${name}`)),
]

let theatre: Theatre
let stage: Stage
let camera: Camera

jest.setTimeout(120_000)
beforeAll(async () => {
  theatre = await Theatre.open()
  stage = await prepare(theatre.running.cloud)
  camera = await Camera.open(theatre, process.env.SCREENS_OUT ?? null)
})
afterAll(() => theatre.close())

test('every page of the product is in the table, and nothing else', () => {
  expect([...new Set(rows.map(({ page }) => page))].sort()).toEqual([...pages].sort())
})

async function faultsOf(row: Row, at: readonly Size[]): Promise<string[]> {
  const faults: string[] = []
  for (const size of at) faults.push(...(await camera.look(row, size, stage)))
  return faults
}

const named = rows.map((row) => [nameOf(row), row] as const)

describe('as people live', () => {
  test.each(named)('%s is whole, legible and within a thumb’s reach at every size', async (_, row) => {
    expect(await faultsOf(row, sizes)).toEqual([])
  })
})

describe('with the longest content', () => {
  beforeAll(() => lengthen(theatre.running.cloud))

  test.each(named)('%s is whole, legible and within a thumb’s reach', async (_, row) => {
    expect(await faultsOf(row, longSizes)).toEqual([])
  })
})
