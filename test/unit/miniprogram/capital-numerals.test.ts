import fc from 'fast-check'
import { toCapitalNumerals } from '../../../miniprogram/format/capital-numerals'
import type { Fen } from '../../../typings/money'

const fen = (amount: number) => amount as Fen

test.each([
  [0, '人民币零元整'],
  [1, '人民币壹分'],
  [10, '人民币壹角整'],
  [12, '人民币壹角贰分'],
  [100, '人民币壹元整'],
  [105, '人民币壹元零伍分'],
  [1000, '人民币壹拾元整'],
  [5000, '人民币伍拾元整'],
  [10_500, '人民币壹佰零伍元整'],
  [32_504, '人民币叁佰贰拾伍元零肆分'],
  [140_950, '人民币壹仟肆佰零玖元伍角整'],
  [600_714, '人民币陆仟零柒元壹角肆分'],
  [1_640_902, '人民币壹万陆仟肆佰零玖元零贰分'],
  [1_000_500, '人民币壹万零伍元整'],
  [5_000_000, '人民币伍万元整'],
  [10_050_000, '人民币壹拾万零伍佰元整'],
  [12_000_000_000, '人民币壹亿贰仟万元整'],
  [10_000_000_100, '人民币壹亿零壹元整'],
  [100_010_000_000, '人民币壹拾亿零壹拾万元整'],
])('%i fen are written %s on a certificate', (amount, words) => {
  expect(toCapitalNumerals(fen(amount))).toBe(words)
})

test('an independent reader gets every amount back from its capitals', () => {
  fc.assert(
    fc.property(amounts, (amount) => {
      expect(readCapitals(toCapitalNumerals(fen(amount)))).toBe(BigInt(amount))
    }),
    { numRuns: 2000 },
  )
})

test('zeros are never doubled and nothing but 整, 角 or 分 ends the words', () => {
  fc.assert(
    fc.property(amounts, (amount) => {
      const words = toCapitalNumerals(fen(amount))
      expect(words).not.toMatch(/零零|零[拾佰仟万亿角]|^人民币零.+分/)
      expect(words).toMatch(/(元整|角整|分)$/)
    }),
    { numRuns: 1000 },
  )
})

test.each([[-1], [0.5], [Number.NaN], [Number.POSITIVE_INFINITY], [100_000_000_000_000]])(
  '%d fen are refused instead of written wrongly',
  (amount) => {
    expect(() => toCapitalNumerals(fen(amount))).toThrow(RangeError)
  },
)

/** Small, round and large amounts all matter: uniform numbers alone hardly ever hold a run of zeros. */
const amounts = fc.oneof(
  fc.integer({ min: 0, max: 5_000_000 }),
  fc.integer({ min: 0, max: 99_999_999_999_999 }),
  fc
    .array(fc.constantFrom('0', '0', '0', '1', '5', '9'), { minLength: 1, maxLength: 14 })
    .map((figures) => Number(figures.join(''))),
)

/** Reads by place value from left to right, as a bank clerk does; shares nothing with the writer. */
function readCapitals(words: string): bigint {
  const value: Record<string, bigint> = {}
  for (const [index, digit] of [...'零壹贰叁肆伍陆柒捌玖'].entries()) value[digit] = BigInt(index)
  const place: Record<string, bigint> = { 拾: 10n, 佰: 100n, 仟: 1000n }
  let totalFen = 0n
  let yuan = 0n
  let section = 0n
  let digit = 0n
  for (const sign of words.replace('人民币', '')) {
    const asDigit = value[sign]
    const asPlace = place[sign]
    if (asDigit !== undefined) digit = asDigit
    else if (asPlace !== undefined) {
      section += digit * asPlace
      digit = 0n
    } else if (sign === '万' || sign === '亿') {
      yuan += (section + digit) * (sign === '万' ? 10_000n : 100_000_000n)
      section = 0n
      digit = 0n
    } else if (sign === '元') {
      totalFen += (yuan + section + digit) * 100n
      digit = 0n
    } else if (sign === '角') {
      totalFen += digit * 10n
      digit = 0n
    } else if (sign === '分') {
      totalFen += digit
      digit = 0n
    } else if (sign !== '整') throw new Error(`Not a capital numeral: ${sign}`)
  }
  return totalFen
}
