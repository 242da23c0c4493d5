import { EventChannel } from '../../../local/wechat/client/host/events'
import { rpxToPx, toScreenCss } from '../../../local/wechat/client/host/units'
import { formatUrl, parsePageUrl } from '../../../local/wechat/client/host/urls'

const PHONE = { widthPx: 390, pixelRatio: 2 }

describe('lengths on the screen', () => {
  test.each([
    [750, 390],
    [32, 16],
    [1, 0.5],
    [0, 0],
    [-32, -16],
    [44, 22],
  ])('%d rpx is %d px on a phone of 390 px', (rpx, px) => {
    expect(rpxToPx(rpx, PHONE)).toBe(px)
  })

  test('a length of less than a pixel stays visible on a coarse screen', () => {
    expect(rpxToPx(1, { widthPx: 320, pixelRatio: 1 })).toBe(1)
  })

  test("vh is the page's own, and the safe area the phone's", () => {
    expect(toScreenCss('a{height:50vh;padding-bottom:calc(16rpx + env(safe-area-inset-bottom))}', PHONE)).toBe(
      'a{height:calc(var(--wx-vh) * 50);padding-bottom:calc(8px + var(--safe-area-inset-bottom))}',
    )
  })
})

describe('page addresses', () => {
  test('are relative to the page on top, or from the root', () => {
    expect(parsePageUrl('../b/b?id=1&t=%E7%94%B5', 'pages/a/a')).toEqual({
      path: 'pages/b/b',
      query: { id: '1', t: '%E7%94%B5' },
    })
    expect(parsePageUrl('/sub/c', 'pages/a/a').path).toBe('sub/c')
    expect(parsePageUrl('?x=a=b', 'pages/a/a')).toEqual({ path: 'pages/a/a', query: { x: 'a=b' } })
  })

  test('are written the way they were read', () => {
    expect(formatUrl(parsePageUrl('/p/q?a=1&b=%20', ''))).toBe('p/q?a=1&b=%20')
  })
})

describe('EventChannel', () => {
  test('once hears once, off stops, and one bad listener does not silence the others', () => {
    const errors: unknown[] = []
    const channel = new EventChannel((error) => errors.push(error))
    const heard: string[] = []
    const listener = (text: unknown): void => void heard.push(`on ${String(text)}`)
    channel.on('a', () => {
      throw new Error('bad')
    })
    channel.once('a', (text) => void heard.push(`once ${String(text)}`))
    channel.on('a', listener)
    channel.emit('a', 1)
    channel.off('a', listener)
    channel.emit('a', 2)
    expect(heard).toEqual(['once 1', 'on 1'])
    expect(errors).toHaveLength(2)
  })
})
