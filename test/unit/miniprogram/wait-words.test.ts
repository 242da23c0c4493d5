import { failureLine } from '../../../miniprogram/format/errors'
import { CallFailure } from '../../../miniprogram/platform/cloud'

function limited(limit: string): unknown {
  return new CallFailure('RATE_LIMITED', 'more than 5', true, 'r', [{ path: 'waitMinutes', limit }])
}

test.each([
  ['1', '操作有点快，请歇一会儿再试。'],
  ['25', '操作有点快，请 25 分钟后再试。'],
  ['700', '操作有点快，请 12 小时后再试。着急的事请打社工站电话。'],
  ['soon', '操作有点快，请歇一会儿再试。'],
])('whoever did a thing too often learns when to come back: %s minutes', (minutes, words) => {
  expect(failureLine(limited(minutes))).toBe(words)
})

test('whoever has as many needs open as can be learns what to do about it', () => {
  const full = new CallFailure('NOT_NOW', 'too many needs are open', false, 'r', [{ path: 'openNeeds', limit: '10' }])
  expect(failureLine(full)).toBe('您有 10 件求助还没办完，等办好一件，或撤回一件，就可以再提。着急的事请打社工站电话。')
})
