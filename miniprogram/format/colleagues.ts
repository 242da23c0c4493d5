import type { WorkerId } from '../../typings/ids'
import type { Candidate } from '../../typings/needs'
import { levelName } from './needs'
import { initial } from './people'

/** A worker who could take a case, ready for the template. */
export interface ColleagueRow {
  workerId: WorkerId
  name: string
  initial: string
  about: string
  load: string
  fits: boolean
  words: string
}

/** The best few who fit, with the reasons that weigh most; then a few who do not, with what stands in the way. */
export function colleagueRows(candidates: readonly Candidate[]): ColleagueRow[] {
  const fitting = candidates.filter(({ obstacles }) => obstacles.length === 0).slice(0, mostFitting)
  const others = candidates.filter(({ obstacles }) => obstacles.length > 0).slice(0, mostOthers)
  return [...fitting, ...others].map(
    ({ workerId, name, level, servicePointName, load, reasons, obstacles, notes }) => ({
      workerId,
      name,
      initial: initial(name),
      about: `${levelName(level)} · ${servicePointName}`,
      load: `在手 ${load.loadPoints} / ${load.capPoints} 分`,
      fits: obstacles.length === 0,
      words: obstacles.length > 0 ? obstacles.join('；') : [...notes, weightiest(reasons)].filter(Boolean).join('；'),
    }),
  )
}

const mostFitting = 8
const mostOthers = 4
const mostReasons = 3

function weightiest(reasons: Candidate['reasons']): string {
  const sorted = [...reasons].sort((a, b) => b.points - a.points).slice(0, mostReasons)
  return sorted.map(({ words }) => words).join('；')
}
