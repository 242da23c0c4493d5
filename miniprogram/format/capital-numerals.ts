import type { Fen } from '../../typings/money'

const digits = '零壹贰叁肆伍陆柒捌玖'
const places = ['', '拾', '佰', '仟']
const sections = ['', '万', '亿']
/** Three sections of four digits: below one thousand milliard yuan, far above any fund's books. */
const mostYuan = 1_000_000_000_000

/**
 * An amount in the capital numerals of receipts and certificates: 5000 fen → 人民币伍拾元整.
 *
 * Follows the central bank's rules on filling in bills (正确填写票据和结算凭证的基本规定): 人民币 in front, 整 after whole
 * yuan and after 角, none after 分; one 零 for any run of zeros inside; 壹拾 in full.
 *
 * @throws RangeError for anything but a whole, non-negative number of fen below 1,000,000,000,000 yuan.
 */
export function toCapitalNumerals(amountFen: Fen): string {
  if (!Number.isSafeInteger(amountFen) || amountFen < 0 || amountFen >= mostYuan * 100) {
    throw new RangeError(`Not an amount that can be written in capitals: ${amountFen}`)
  }
  const yuan = Math.trunc(amountFen / 100)
  const jiao = Math.trunc((amountFen % 100) / 10)
  const fen = amountFen % 10
  const whole = yuan > 0 ? `${capitalsOfYuan(yuan)}元` : ''
  if (jiao === 0 && fen === 0) return `人民币${whole || '零元'}整`
  // 零 stands for the missing 角 only when something came before it.
  const jiaoText = jiao > 0 ? `${digits.charAt(jiao)}角` : whole ? '零' : ''
  const fenText = fen > 0 ? `${digits.charAt(fen)}分` : '整'
  return `人民币${whole}${jiaoText}${fenText}`
}

function capitalsOfYuan(yuan: number): string {
  let text = ''
  let gap = false
  for (let section = sections.length - 1; section >= 0; section -= 1) {
    const value = Math.trunc(yuan / 10_000 ** section) % 10_000
    if (value === 0) {
      gap = text !== ''
      continue
    }
    // A section that does not fill its thousands needs a 零 after what came before it.
    if (text !== '' && (gap || value < 1000)) text += '零'
    text += capitalsOfSection(value) + (sections[section] ?? '')
    gap = false
  }
  return text
}

function capitalsOfSection(value: number): string {
  let text = ''
  let gap = false
  for (let place = places.length - 1; place >= 0; place -= 1) {
    const digit = Math.trunc(value / 10 ** place) % 10
    if (digit === 0) {
      gap = text !== ''
      continue
    }
    text += (gap ? '零' : '') + digits.charAt(digit) + (places[place] ?? '')
    gap = false
  }
  return text
}
