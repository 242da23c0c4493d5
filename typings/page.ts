/** A list read by key: pass `nextCursor` back to go on; null is the end. */
export interface Page<Row> {
  rows: readonly Row[]
  nextCursor: string | null
}
