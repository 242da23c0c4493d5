import type { SpendingPicture, SpendingRecord } from '../../cloudfunctions/funds/spending/records'
import { asks } from './spending-asks'

/** The request whose quote content security was not sure of: it waits for a person in the demo. */
const doubtful = asks.rails.title
const quoted: ReadonlySet<string> = new Set([doubtful, asks.tutoring.title, asks.stove.title])

/** Every payment of the past has a voucher to look at, and some requests a quote. */
export function withPapers(
  requests: readonly SpendingRecord[],
  { voucher, quote }: { voucher: string; quote: string },
): SpendingRecord[] {
  return requests.map((request) => {
    const hasQuote = quoted.has(request.title)
    const { payments, settlement, authorOpenid, submittedAtMs, title } = request
    const [first] = payments
    const verdict = title === doubtful ? 'review' : 'pass'
    const photos: SpendingPicture[] = [
      ...(hasQuote ? [{ fileId: quote, verdict, byOpenid: authorOpenid, atMs: submittedAtMs } as const] : []),
      ...(first ? [{ fileId: voucher, verdict: 'pass', byOpenid: first.payerOpenid, atMs: first.atMs } as const] : []),
    ]
    return {
      ...request,
      quoteFileIds: hasQuote ? [quote] : [],
      payments: payments.map((payment) => ({ ...payment, voucherFileIds: [voucher] })),
      settlement: settlement && { ...settlement, voucherFileIds: [voucher] },
      photos,
    }
  })
}

/** A receipt or a quote as one would photograph it; nothing on it is real. */
export function paperPicture(title: '收 据' | '报 价 单', stamp: '已付' | '询价'): Uint8Array {
  const lines = [260, 330, 400, 470, 540].map(
    (y, index) => `<path d="M130 ${y}h${index === 4 ? 180 : 340}" stroke="#b9c2bf" stroke-width="10"/>`,
  )
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="600" height="800" viewBox="0 0 600 800">
<rect width="600" height="800" fill="#cfd8d4"/><g transform="rotate(-2 300 400)">
<rect x="80" y="70" width="440" height="640" rx="8" fill="#fffdf6"/>
<text x="300" y="170" font-size="52" text-anchor="middle" fill="#7a2e1d" font-family="sans-serif">${title}</text>
<path d="M130 200h340" stroke="#7a2e1d" stroke-width="4"/>${lines.join('')}
<circle cx="410" cy="610" r="62" fill="none" stroke="#b3261e" stroke-width="6" opacity=".75"/>
<text x="410" y="622" font-size="34" text-anchor="middle" fill="#b3261e" opacity=".75" font-family="sans-serif">${stamp}</text>
</g></svg>`)
}
