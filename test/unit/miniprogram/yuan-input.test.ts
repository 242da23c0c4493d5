import fc from 'fast-check'
import { parseYuan } from '../../../miniprogram/format/yuan-input'
import type { Fen } from '../../../typings/money'

test.each([
  ['50', 5000],
  ['1', 100],
  ['1.1', 110],
  ['66.6', 6660],
  ['0019.90', 1990],
  ['4.35', 435],
  ['1.15', 115],
  ['8.2', 820],
  ['1.', 100],
  ['50000', 5_000_000],
  ['50,000.00', 5_000_000],
  [' ￥１２３。４５ 元', 12_345],
])('%p is read as %i fen', (text, amountFen) => {
  expect(parseYuan(text)).toEqual({ ok: true, amountFen })
})

test.each([
  ['', 'empty'],
  ['  ', 'empty'],
  ['元', 'empty'],
  ['.', 'unreadable'],
  ['五十', 'unreadable'],
  ['-5', 'unreadable'],
  ['1e3', 'unreadable'],
  ['1.2.3', 'unreadable'],
  ['1.234', 'tooManyDecimals'],
  ['0', 'tooSmall'],
  ['0.99', 'tooSmall'],
  ['.5', 'tooSmall'],
  ['50000.01', 'tooLarge'],
  ['99999999999999999999', 'tooLarge'],
])('%p is refused as %s', (text, problem) => {
  expect(parseYuan(text)).toEqual({ ok: false, problem })
})

test('every amount a gift may have survives being typed, to the fen', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 5_000_000 }), (amountFen) => {
      const typed = `${Math.trunc(amountFen / 100)}.${String(amountFen % 100).padStart(2, '0')}`
      expect(parseYuan(typed)).toEqual({ ok: true, amountFen })
    }),
  )
})

test('the limits can be those of another screen', () => {
  expect(parseYuan('0.01', 1 as Fen, 100 as Fen)).toEqual({ ok: true, amountFen: 1 })
})
