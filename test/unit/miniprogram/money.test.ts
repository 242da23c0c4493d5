import fc from 'fast-check'
import { money, shortMoney, yuan } from '../../../miniprogram/format/money'
import type { Fen } from '../../../typings/money'

const fen = (amount: number): Fen => amount as Fen

test.each([
  [0, '¥0.00'],
  [5, '¥0.05'],
  [100, '¥1.00'],
  [123_450, '¥1,234.50'],
  [123_456_789, '¥1,234,567.89'],
])('%i fen is %s', (amount, words) => {
  expect(money(fen(amount))).toBe(words)
})

test('whole yuan are short on buttons, others keep their fen', () => {
  expect(shortMoney(fen(5_000))).toBe('¥50')
  expect(shortMoney(fen(5_050))).toBe('¥50.50')
})

test('a debit keeps its sign before the digits', () => {
  expect(yuan(fen(-1_250))).toBe('-12.50')
})

test('no amount gains or loses a fen on the way to the screen', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000_000_00, max: 1_000_000_000_00 }), (amount) => {
      expect(Number(yuan(fen(amount)).replace(/[,.]/g, ''))).toBe(amount)
    }),
  )
})
