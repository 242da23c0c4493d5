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

export function colleagueRows(candidates: readonly Candidate[]): ColleagueRow[] {
  return candidates.map(({ workerId, name, level, servicePointName, load, reasons, obstacles }) => ({
    workerId,
    name,
    initial: initial(name),
    about: `${levelName(level)} · ${servicePointName}`,
    load: `在手 ${load.loadPoints} / ${load.capPoints} 分`,
    fits: obstacles.length === 0,
    words: obstacles.length > 0 ? obstacles.join('；') : reasons.map(({ words }) => words).join('；'),
  }))
}
