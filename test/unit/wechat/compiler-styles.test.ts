import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { NpmPackages } from '../../../local/wechat/compiler/npm'
import { rewriteSelector } from '../../../local/wechat/compiler/selectors'
import { compileStyle, type StyleRequest } from '../../../local/wechat/compiler/styles'

let root: string
const npm = new NpmPackages(resolve('node_modules'))

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'styles-'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function put(path: string, text: string): string {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

async function compile(path: string, text: string, wish: Partial<StyleRequest> = {}) {
  const request: StyleRequest = {
    id: path.replace(/\.\w+$/, ''),
    file: put(path, text),
    kind: 'component',
    scopeName: 'c1',
    ...wish,
  }
  return await compileStyle(request, root, npm)
}

describe('selectors', () => {
  const scope = { classPrefix: 'c1', pageSelector: 'wx-page', hostSelector: '[wx-host="c1"]' }

  test.each([
    ['.a', '.c1--a'],
    ['.a.b > .c', '.c1--a.c1--b > .c1--c'],
    ['view.a', 'wx-view.c1--a'],
    ['t-cell .a', 't-cell .c1--a'],
    ['page', 'wx-page'],
    [':host', '[wx-host="c1"]'],
    ['.a:not(.b):nth-child(2n + 1)::before', '.c1--a:not(.c1--b):nth-child(2n + 1)::before'],
    ['.a[data-x=".b"]', '.c1--a[data-x=".b"]'],
    ['.a\\:b', '.c1--a\\:b'],
    ['#id .a', '#id .c1--a'],
    ['.input', '.c1--input'],
    ['scroll-view,image', 'wx-scroll-view,wx-image'],
  ])('%s becomes %s', (selector, expected) => {
    expect(rewriteSelector(selector, scope)).toBe(expected)
  })
})

describe('sheets', () => {
  test("a component's classes are its own, and keyframes keep their steps", async () => {
    const { css } = await compile('a.wxss', '.box { color: red } @keyframes k { from { top: 0 } to { top: 1px } }')
    expect(css).toContain('.c1--box')
    expect(css).toContain('from { top: 0 }')
  })

  test("a page's rules match that page alone, its keyframes everywhere", async () => {
    const { css } = await compile('p/p.wxss', 'page { color: red } .a { top: 0 } @keyframes k { to { top: 0 } }', {
      kind: 'page',
      scopeName: '',
    })
    expect(css).toMatch(/^@keyframes k/)
    expect(css).toContain('@scope (wx-page[wx-path="p/p"])')
    expect(css).toContain(':scope { color: red }')
    expect(css).toContain('.a { top: 0 }')
  })

  test('imports are found beside the sheet, from the root and in npm, each once', async () => {
    put('kit/near.wxss', '.near { top: 0 }')
    put('kit/far.wxss', '@import "./near.wxss"; .far { top: 0 }')
    const { css, inputs, problems } = await compile(
      'kit/a.wxss',
      '@import "near.wxss"; @import "/kit/far.wxss"; @import "tdesign-miniprogram/common/style/index.wxss"; .own { top: 0 }',
    )
    expect(problems).toEqual([])
    expect(css.match(/c1--near/g)).toHaveLength(1)
    expect(css).toMatch(/c1--far[\s\S]*c1--hotspot-expanded[\s\S]*c1--own/)
    expect(inputs).toHaveLength(4)
  })

  test('less variables come from an import at the root, and rpx is left for the phone', async () => {
    put('styles/theme.less', '@gap: 32rpx;')
    const { css } = await compile('p/a.less', "@import '/styles/theme.less'; .a { .b { margin: @gap * 2 } }")
    expect(css).toMatch(/\.c1--a \.c1--b \{\s*margin: 64rpx/)
  })

  test('what is wrong comes back with file and line', async () => {
    const missing = await compile('p/a.wxss', '.a { top: 0 }\n@import "./nothing.wxss";')
    expect(missing.problems).toMatchObject([
      { file: 'p/a.wxss', line: 2, message: '@import "./nothing.wxss": there is no such file' },
    ])
    const broken = await compile('p/b.less', '.a {\n  color: @nothing;\n}')
    expect(broken.problems).toMatchObject([{ file: 'p/b.less', line: 2 }])
  })

  test("TDesign's remote icon font becomes local masks", async () => {
    const file = resolve('node_modules/tdesign-miniprogram/miniprogram_dist/icon/icon.wxss')
    const { css } = await compileStyle({ id: 'icon', file, kind: 'component', scopeName: 'c1' }, root, npm)
    expect(css.includes('gtimg.com')).toBe(false)
    expect(css.includes('/app/_icons/heart.svg')).toBe(true)
  })
})
