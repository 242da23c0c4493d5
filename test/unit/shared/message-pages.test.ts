/** Where a message leads: a tap on it opens a page that is there, and one that reads what the address carries. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '../../..')

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return entry.name.endsWith('.ts') ? [path] : []
  })
}

interface Target {
  path: string
  parameter: string | null
}

/** Addresses of pages as the functions write them: `'/pages/need/need?needId=…'`. */
const targets: Target[] = sources(join(root, 'cloudfunctions')).flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/['"`](\/(?:\w+\/)?pages\/[\w-]+\/[\w-]+)(?:\?(\w+)=)?/g)].map(
    ([, path = '', parameter]) => ({ path, parameter: parameter ?? null }),
  ),
)
const app = JSON.parse(readFileSync(join(root, 'miniprogram/app.json'), 'utf8')) as {
  pages: string[]
  subPackages: { root: string; pages: string[] }[]
}
const pages = new Set([
  ...app.pages.map((page) => `/${page}`),
  ...app.subPackages.flatMap(({ root: folder, pages: inside }) => inside.map((page) => `/${folder}/${page}`)),
])

test('the functions name pages at all', () => {
  expect(targets.length).toBeGreaterThan(10)
})

test.each(targets)('$path ($parameter) is there and reads its parameter', ({ path, parameter }) => {
  expect(pages).toContain(path)
  if (parameter === null) return
  expect(readFileSync(join(root, `miniprogram${path}.ts`), 'utf8')).toContain(parameter)
})
