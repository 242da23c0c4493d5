/** A sum for a sentence, in yuan: 1,234.50. */
export function yuanText(amountFen: number): string {
  return (amountFen / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })
}
