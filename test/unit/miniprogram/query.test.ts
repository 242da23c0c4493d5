import { idOf, isIdOf } from '../../../miniprogram/behaviors/query'
import { failureWords } from '../../../miniprogram/format/errors'

test('the id that a link carries is read', () => {
  expect(idOf({ fundId: 'fund_500110001003', scene: 'x' }, 'fundId', 'fund_')).toBe('fund_500110001003')
})

test.each([{}, { fundId: '' }, { fundId: undefined }, { fundId: 'gift_1' }])(
  'a link without one (%j) leads to what is not there, and trying again is not offered',
  (query) => {
    let thrown: unknown = null
    try {
      idOf(query, 'fundId', 'fund_')
    } catch (error) {
      thrown = error
    }
    expect(failureWords(thrown)).toMatchObject({ code: 'NOT_FOUND', title: '没有找到', retryable: false })
  },
)

test('an id is known by its kind', () => {
  expect([isIdOf('need_1', 'need_'), isIdOf('fund_1', 'need_'), isIdOf(undefined, 'need_')]).toEqual([
    true,
    false,
    false,
  ])
})
