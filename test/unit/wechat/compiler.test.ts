import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type CompileResult, compileMiniprogram, watchMiniprogram } from '../../../local/wechat/compiler'

const SEEN_WITHIN_MS = 2000
const nodeModules = resolve('node_modules')

let folder: string
let root: string
let outDir: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'compiler-'))
  root = join(folder, 'app')
  outDir = join(folder, 'out')
  put('app.json', JSON.stringify({ pages: ['pages/a/a'], subPackages: [{ root: 'sub', pages: ['pages/b/b'] }] }))
  put('app.ts', 'App({})')
  for (const page of ['pages/a/a', 'sub/pages/b/b']) {
    put(`${page}.wxml`, '<view>{{text}}</view>')
    put(`${page}.ts`, "Page({ data: { text: '' } })")
  }
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

function put(path: string, text: string): void {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

async function compile(): Promise<CompileResult> {
  return await compileMiniprogram({ root, outDir, nodeModules })
}

function built(pattern: RegExp): string {
  const files = readdirSync(outDir, { recursive: true, encoding: 'utf8' }).filter((name) => pattern.test(name))
  return files.map((name) => readFileSync(join(outDir, name), 'utf8')).join('\n')
}

describe('what is compiled', () => {
  test('components are found relative, from the root, in npm and as globals; what nobody uses is left out', async () => {
    put(
      'pages/a/a.json',
      JSON.stringify({
        usingComponents: { near: '../../kit/near', far: '/kit/far', tag: 'tdesign-miniprogram/tag/tag' },
      }),
    )
    for (const name of ['near', 'far', 'everywhere', 'unused']) {
      put(`kit/${name}.json`, '{ "component": true }')
      put(`kit/${name}.wxml`, `<view>${name}</view>`)
      put(`kit/${name}.ts`, 'Component({})')
    }
    put('app.json', JSON.stringify({ pages: ['pages/a/a'], usingComponents: { everywhere: '/kit/everywhere' } }))
    const result = await compile()
    expect(result.problems).toEqual([])
    const resources = built(/main-.*\.resources\.js$/)
    for (const id of [
      'kit/near',
      'kit/far',
      'kit/everywhere',
      'miniprogram_npm/tdesign-miniprogram/tag/tag',
      'miniprogram_npm/tdesign-miniprogram/icon/icon',
    ]) {
      expect(resources).toContain(`"${id}"`)
    }
    expect(resources).not.toContain('kit/unused')
  })

  test('a subpackage is a bundle of its own, and a module that both use exists once', async () => {
    put('services/once.ts', "export const once = { words: 'only once' }")
    put('pages/a/a.ts', "import { once } from '../../services/once'\nPage({ data: once })")
    put('sub/pages/b/b.ts', "import { once } from '../../../services/once'\nPage({ data: once })")
    const { manifest } = await compile()
    expect(Object.keys(manifest.packages)).toEqual(['', 'sub'])
    expect(built(/code\/.*\.js$/).match(/only once/g)).toHaveLength(1)
  })

  test("npm modules come from the package's own miniprogram_npm or from node_modules", async () => {
    put('pages/a/a.ts', "import dayjs from 'dayjs'\nPage({ data: { text: dayjs(0).format() } })")
    put(
      'pages/a/a.json',
      JSON.stringify({ usingComponents: { picker: 'tdesign-miniprogram/date-time-picker/date-time-picker' } }),
    )
    expect((await compile()).problems).toEqual([])
  })

  test("a style isolation written in the component's code counts", async () => {
    put('pages/a/a.json', JSON.stringify({ usingComponents: { open: '/kit/open' } }))
    put('kit/open.json', '{ "component": true }')
    put('kit/open.wxml', '<view class="box" />')
    put('kit/open.ts', "Component({ options: { styleIsolation: 'shared' } })")
    put('kit/open.wxss', '.box { top: 0 }')
    await compile()
    expect(built(/main-.*\.resources\.js$/)).toContain('"css":".box { top: 0 }"')
  })
})

describe('what is wrong is a value with its place', () => {
  test('a template', async () => {
    put('pages/a/a.wxml', '<view>\n  <text>{{ a + }}</text>\n</view>')
    expect((await compile()).problems).toMatchObject([{ file: 'pages/a/a.wxml', line: 2 }])
  })

  test('a script, and the code before it goes on serving', async () => {
    const good = await compile()
    put('pages/a/a.ts', 'Page({\n  data: {,}\n})')
    const bad = await compile()
    expect(bad.problems).toMatchObject([{ file: 'pages/a/a.ts', line: 2 }])
    expect(bad.manifest.packages['']?.code).toBe(good.manifest.packages['']?.code)
  })

  test('a component that is not there, a page that is not there, and JSON that is none', async () => {
    put('app.json', JSON.stringify({ pages: ['pages/a/a', 'pages/no/no'] }))
    put('pages/a/a.json', JSON.stringify({ usingComponents: { gone: './gone' } }))
    const { problems } = await compile()
    expect(problems.map(({ file, message }) => `${file}: ${message}`)).toEqual([
      'pages/a/a.json: component "pages/a/gone" has no .ts (or .js) file',
      'app.json: page "pages/no/no" has no .ts (or .js) file',
    ])
    put('pages/a/a.json', '{\n  "usingComponents": \n}')
    expect((await compile()).problems[0]).toMatchObject({ file: 'pages/a/a.json', line: 3 })
  })

  test('a folder without app.json rejects', async () => {
    await expect(compileMiniprogram({ root: join(folder, 'nowhere'), outDir, nodeModules })).rejects.toThrow('app.json')
  })
})

describe('building again', () => {
  test('does nothing when nothing changed, and notices a new file', async () => {
    const first = await compile()
    const second = await compile()
    expect([first.reused, second.reused, second.manifest.version]).toEqual([false, true, first.manifest.version])
    put('pages/a/a.wxss', '.a { top: 0 }')
    const third = await compile()
    expect(third.reused).toBe(false)
    expect(third.manifest.version).not.toBe(first.manifest.version)
  })

  test('a saved page is built in under 2 s', async () => {
    await compile()
    const results: CompileResult[] = []
    let heard: (() => void) | undefined
    const watcher = watchMiniprogram({ root, outDir, nodeModules }, (result) => {
      results.push(result)
      heard?.()
    })
    try {
      await watcher.ready
      const savedMs = performance.now()
      const again = new Promise<void>((resolve) => {
        heard = resolve
      })
      put('pages/a/a.wxml', '<view>new words</view>')
      await again
      expect(performance.now() - savedMs).toBeLessThan(SEEN_WITHIN_MS)
      expect(results[0]?.ok).toBe(true)
      expect(built(/\.resources\.js$/)).toContain('new words')
    } finally {
      await watcher.close()
    }
  })
})
