import type { SpendingRecord } from '../../cloudfunctions/funds/spending/records'

/** Every payment of the past has a voucher to look at. */
export function withVoucher(requests: readonly SpendingRecord[], fileId: string): SpendingRecord[] {
  return requests.map((request) => ({
    ...request,
    payments: request.payments.map((payment) => ({ ...payment, voucherFileIds: [fileId] })),
    settlement: request.settlement && { ...request.settlement, voucherFileIds: [fileId] },
  }))
}

/** A receipt as one would photograph it; nothing on it is real. */
export function voucherPicture(): Uint8Array {
  const lines = [260, 330, 400, 470, 540].map(
    (y, index) => `<path d="M130 ${y}h${index === 4 ? 180 : 340}" stroke="#b9c2bf" stroke-width="10"/>`,
  )
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="600" height="800" viewBox="0 0 600 800">
<rect width="600" height="800" fill="#cfd8d4"/><g transform="rotate(-2 300 400)">
<rect x="80" y="70" width="440" height="640" rx="8" fill="#fffdf6"/>
<text x="300" y="170" font-size="52" text-anchor="middle" fill="#7a2e1d" font-family="sans-serif">收 据</text>
<path d="M130 200h340" stroke="#7a2e1d" stroke-width="4"/>${lines.join('')}
<circle cx="410" cy="610" r="62" fill="none" stroke="#b3261e" stroke-width="6" opacity=".75"/>
<text x="410" y="622" font-size="34" text-anchor="middle" fill="#b3261e" opacity=".75" font-family="sans-serif">已付</text>
</g></svg>`)
}
