/** Lengths of time, in milliseconds. A Shanghai day is always 24 hours: there is no summer time. */
export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs
export const dayMinutes = dayMs / minuteMs

/** A calendar year at its longest: what is within a year of a moment is never further from it. */
export const longestYearMs = 366 * dayMs
