/** What a message opens: a page that is there, and that reads what the message says. */
import { read, trackedFiles } from './source'

const app = JSON.parse(read('miniprogram/app.json')) as {
  pages: string[]
  subPackages?: { root: string; pages: string[] }[]
}
const pages = new Set([
  ...app.pages,
  ...(app.subPackages ?? []).flatMap(({ root, pages: names }) => names.map((name) => `${root}/${name}`)),
])

interface Opened {
  from: string
  path: string
  /** Names in its query. */
  keys: readonly string[]
}

/** Every page that the cloud's source names: in messages, and in codes. */
const opened: readonly Opened[] = trackedFiles()
  .filter((file) => /^cloudfunctions\/.*\.ts$/.test(file))
  .flatMap((file) =>
    [...read(file).matchAll(/['"`]\/?((?:\w+\/)?pages\/[\w-]+\/[\w-]+)(?:\?([^'"`]*))?['"`]/g)].map((found) => ({
      from: file,
      path: found[1] ?? '',
      keys: (found[2] ?? '').split('&').flatMap((pair) => /^(\w+)=/.exec(pair)?.[1] ?? []),
    })),
  )

test('every page that a message opens is one of the app’s', () => {
  expect(opened.length).toBeGreaterThan(20)
  expect(opened.filter(({ path }) => !pages.has(path)).map(({ from, path }) => `${from} → ${path}`)).toEqual([])
})

test('it reads every word of the query that it is opened with', () => {
  const deaf = opened
    .filter(({ path }) => pages.has(path))
    .flatMap(({ from, path, keys }) => {
      const source = read(`miniprogram/${path}.ts`)
      const reads = (key: string) => /onLoad\([^)\s]/.test(source) && new RegExp(`\\b${key}\\b`).test(source)
      return keys.filter((key) => !reads(key)).map((key) => `${from} → ${path}?${key}`)
    })
  expect(deaf).toEqual([])
})
