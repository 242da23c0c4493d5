/** Habits that no compiler checks: sizes, names of machines, WeChat's file sets. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { read, root, trackedFiles } from './source'

const files = trackedFiles()
const text = files.filter((file) => /\.(ts|js|mjs|json|md|wxml|less|wxss|yml|sh)$|^\.ci\/run$/.test(file))

test('no file outgrows a reader: 420 lines at the most', () => {
  const code = files.filter((file) => /\.(ts|wxml|less|wxss|wxs|mjs)$/.test(file))
  expect(code.map((file) => [file, read(file).split('\n').length] as const).filter(([, lines]) => lines > 420)).toEqual(
    [],
  )
})

test('a composition root stays under 30 lines', () => {
  const roots = files.filter((file) => /^cloudfunctions\/\w+\/index\.ts$/.test(file))
  expect(roots.length).toBeGreaterThan(0)
  expect(roots.filter((file) => read(file).trimEnd().split('\n').length >= 30)).toEqual([])
})

test('no tracked file names a registry, a mirror or a path of a machine', () => {
  const hosts = /https?:\/\/[a-z0-9.-]*(registry|mirror)s?\./i
  const paths = /(^|[\s'"`(=])[/](home|root|work|Users)[/]/m
  expect(text.filter((file) => hosts.test(read(file)) || paths.test(read(file)))).toEqual([])
})

test('the lock file records no addresses', () => {
  expect(read('package-lock.json')).not.toMatch(/"resolved": "http/)
})

test('every page and component of the mini-program has its four files', () => {
  const scripts = files.filter((file) => /^miniprogram\/.*(pages|components|custom-tab-bar)\/.*\.ts$/.test(file))
  const missing = scripts
    .filter((file) => existsSync(join(root, file.replace(/\.ts$/, '.json'))))
    .flatMap((file) => ['.wxml', '.less', '.json'].map((ending) => file.replace(/\.ts$/, ending)))
    .filter((file) => !existsSync(join(root, file)))
  expect(missing).toEqual([])
})

test('app.json names every page there is, and no other', () => {
  const app = JSON.parse(read('miniprogram/app.json')) as {
    pages: string[]
    subPackages?: { root: string; pages: string[] }[]
  }
  const named = [
    ...app.pages,
    ...(app.subPackages ?? []).flatMap(({ root: folder, pages }) =>
      pages.map((page) => `${folder.replace(/\/$/, '')}/${page}`),
    ),
  ]
  const there = files
    .map((file) => /^miniprogram\/((?:\w+\/)?pages\/[\w-]+\/[\w-]+)\.wxml$/.exec(file)?.[1])
    .filter((page): page is string => page !== undefined)
  expect([...named].sort()).toEqual([...there].sort())
})

test('a phone speaks to WeChat through platform/ alone', () => {
  const guarded =
    /\bwx\.(cloud|requestPayment|requestSubscribeMessage|scanCode|setStorage|setStorageSync|getStorageSync|getLocation|chooseLocation|chooseMedia)\b/
  const outside = files.filter((file) => /^miniprogram\/(?!platform\/).*\.ts$/.test(file) && guarded.test(read(file)))
  expect(outside).toEqual([])
})
