import { createHash } from 'node:crypto'
import type { QualityItem, QualityReview } from '../../../typings/cases'
import { qualityLeast, qualityShare } from './policy'

const qualityItems: readonly QualityItem[] = ['assessment', 'planning', 'recording', 'outcome', 'ethics']

/**
 * The cases of a month that are reviewed: a tenth, three at least, by a hash of month and case. Everyone who draws the
 * sample draws the same one, and nobody can choose which cases are looked at. `cases` are all that closed in the month.
 */
export function sampleOf<Case extends { _id: string }>(month: string, cases: readonly Case[]): Case[] {
  const size = Math.min(cases.length, Math.max(qualityLeast, Math.ceil(cases.length * qualityShare)))
  const lot = (kase: Case) => createHash('sha256').update(`${month} ${kase._id}`).digest('hex')
  return [...cases]
    .map((kase) => ({ kase, drawn: lot(kase) }))
    .sort((left, right) => (left.drawn < right.drawn ? -1 : 1))
    .slice(0, size)
    .map(({ kase }) => kase)
}

export function totalOf(scores: QualityReview['scores']): number {
  return qualityItems.reduce((sum, item) => sum + scores[item], 0)
}
