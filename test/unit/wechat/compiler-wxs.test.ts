import { compileWxs } from '../../../local/wechat/compiler/wxs'

/** Runs a compiled WXS module as the phone does. */
function run(source: string, modules: Record<string, unknown> = {}): Record<string, unknown> {
  const runtime = {
    constructorOf: (value: unknown) => Object.prototype.toString.call(value).slice(8, -1),
    getRegExp: (pattern: string, flags?: string) => new RegExp(pattern, flags),
    getDate: () => new Date(0),
    mark: () => undefined,
  }
  const module = { exports: {} as Record<string, unknown> }
  const body = new Function('__wxs', 'require', 'module', compileWxs(source).code)
  body(runtime, (path: string) => modules[path], module)
  return module.exports
}

describe('WXS', () => {
  test("a value's constructor is its type's name", () => {
    const { kinds } = run(
      `module.exports = { kinds: function (a) { return [a.constructor, a[0].constructor, 'x'.constructor === 'String'] } }`,
    )
    expect((kinds as (value: unknown) => unknown)([1])).toEqual(['Array', 'Number', true])
  })

  test('a computed member and a text with the word stay as they are', () => {
    const { a, b } = run(`var o = { constructor2: 1 }; module.exports = { a: o['constructor2'], b: 'x.constructor' }`)
    expect([a, b]).toEqual([1, 'x.constructor'])
  })

  test('a required module is named without its extension, and listed', () => {
    const source = `var other = require('../kit/other.wxs'); module.exports = { value: other.value }`
    expect(compileWxs(source).requires).toEqual(['../kit/other.wxs'])
    expect(run(source, { '../kit/other': { value: 7 } }).value).toBe(7)
  })

  test('getRegExp and getDate are there', () => {
    const { found, day } = run(`module.exports = { found: getRegExp('b+').exec('abbc')[0], day: getDate().getTime() }`)
    expect([found, day]).toEqual(['bb', 0])
  })

  test('a syntax error says where', () => {
    expect(() => compileWxs('var a = 1\nvar = 2')).toThrow(/2:4/)
  })
})
