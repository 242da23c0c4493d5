import type { Gift } from '../../typings/funds'
import { toCapitalNumerals } from '../format/capital-numerals'
import { fieldWords } from '../format/fields'
import { money } from '../format/money'
import { fullDate } from '../format/time'

/** Everything that stands on a certificate; the page and the saved picture say the same. */
export interface CertificateWords {
  number: string
  donor: string
  sentence: string
  amount: string
  capitals: string
  purpose: string
  /** The wish in its clauses, so that lines break between them; empty: none was written. */
  wish: readonly string[]
  organisation: string
  date: string
  /** Where it stands in the fund's book. */
  entry: string
}

/** @throws Error for a gift that is not in the books: there is no certificate before that. */
export function certificateWords(gift: Gift): CertificateWords {
  if (gift.status !== 'paid' || gift.paidAtMs === null)
    throw new Error(`No certificate for a gift that is ${gift.status}`)
  return {
    number: gift.certificateNumber ?? '',
    donor: gift.donorName ?? '爱心人士',
    sentence: `感谢您向${gift.fundName}捐赠善款：`,
    amount: money(gift.amountFen),
    capitals: toCapitalNumerals(gift.amountFen),
    purpose: gift.earmark === null ? '哪里需要用哪里' : `指定用于${fieldWords(gift.earmark).name}`,
    wish: gift.message === '' ? [] : clausesOf(`“${gift.message}”`),
    organisation: gift.organisation,
    date: fullDate(gift.paidAtMs),
    entry: gift.entryNumber === null ? '正在编入公开账本' : `公开账本第 ${gift.entryNumber} 笔`,
  }
}

/** A sentence cut after its commas and stops. */
function clausesOf(text: string): string[] {
  return text.match(/[^，。！？；、,!?;]+[，。！？；、,!?;”]*/g) ?? [text]
}
