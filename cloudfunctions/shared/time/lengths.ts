/** A calendar year at its longest: what is within a year of a moment is never further from it. */
export const LONGEST_YEAR_MS = 366 * 86_400_000
