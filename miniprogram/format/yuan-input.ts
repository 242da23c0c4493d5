import type { Fen } from '../../typings/money'

export type YuanProblem = 'empty' | 'unreadable' | 'tooManyDecimals' | 'tooSmall' | 'tooLarge'
export type YuanReading = { ok: true; amountFen: Fen } | { ok: false; problem: YuanProblem }

/** A gift is from 1 yuan to 50,000 yuan (`funds.startGift`). */
export const leastGiftFen = 100 as Fen
export const mostGiftFen = 5_000_000 as Fen
/** Nobody enters a larger sum at once: 10 million yuan. */
export const mostSumFen = 1_000_000_000 as Fen

/**
 * Reads what a person typed as yuan into whole fen, digit by digit: no float ever touches it. Full-width digits, the
 * Chinese full stop that some keyboards give for a point, grouping commas, ¥ and 元 are understood.
 */
export function parseYuan(text: string, leastFen: Fen = leastGiftFen, mostFen: Fen = mostGiftFen): YuanReading {
  const plain = text
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[。．]/g, '.')
    .replace(/[\s,，¥￥元]/g, '')
  if (plain === '') return { ok: false, problem: 'empty' }
  const parts = /^(\d*)(?:\.(\d*))?$/.exec(plain)
  const wholeText = parts?.[1] ?? ''
  const decimalText = parts?.[2] ?? ''
  if (!parts || (wholeText === '' && decimalText === '')) return { ok: false, problem: 'unreadable' }
  if (decimalText.length > 2) return { ok: false, problem: 'tooManyDecimals' }
  const significant = wholeText.replace(/^0+/, '')
  if (significant.length > 10) return { ok: false, problem: 'tooLarge' }
  // Both parts are digits: joined they are the amount in fen, as a whole number.
  const amountFen = Number(`${significant}${decimalText.padEnd(2, '0')}`) as Fen
  if (amountFen < leastFen) return { ok: false, problem: 'tooSmall' }
  if (amountFen > mostFen) return { ok: false, problem: 'tooLarge' }
  return { ok: true, amountFen }
}

/** What to tell the person, by problem. */
export const yuanProblemWords: Record<YuanProblem, string> = {
  empty: '请填写金额',
  unreadable: '金额只能填数字，例如 66.6',
  tooManyDecimals: '金额最多到分，小数点后两位',
  tooSmall: '最少捐 1 元',
  tooLarge: '一次最多捐 50,000 元，更多请联系慈善会',
}
