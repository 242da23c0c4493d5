import type { Fen } from '../../typings/money'

/** ¥1,234.50; digits grouped by thousands. */
export function money(amountFen: Fen): string {
  return `¥${yuan(amountFen)}`
}

/** 1,234.50 without the sign, for where the sign is set smaller. */
export function yuan(amountFen: Fen): string {
  const positive = Math.abs(amountFen)
  const whole = Math.floor(positive / 100)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')
  const rest = (positive % 100).toString().padStart(2, '0')
  return `${amountFen < 0 ? '-' : ''}${whole}.${rest}`
}

/** ¥50 for what is a whole number of yuan, else ¥50.50: for buttons and chips. */
export function shortMoney(amountFen: Fen): string {
  return money(amountFen).replace(/\.00$/, '')
}

/** 12,804: a whole number with its thousands apart. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}
