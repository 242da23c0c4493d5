import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'

export interface TreeRow {
  code: string
  level: 'district' | 'street' | 'community' | 'village'
  /** As the statistics bureau writes it: 新山村社区居民委员会. */
  officialName: string
  /** As people say it: 新山村社区. */
  name: string
}

/** The real tree of 綦江区, from `territories.csv` (source: README.md of this folder), in the order of its codes. */
export function readTree(): TreeRow[] {
  const rows = parse(readFileSync(join(__dirname, 'territories.csv')), { from_line: 2 })
  return rows.map(([code = '', level = '', officialName = '']) => {
    return { code, level: level as TreeRow['level'], officialName, name: shortName(officialName) }
  })
}

function shortName(officialName: string): string {
  return officialName.replace(/居民委员会$|村民委员会$/, '')
}
