import { readFileSync } from 'node:fs'
import { join } from 'node:path'

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
  const lines = readFileSync(join(__dirname, 'territories.csv'), 'utf8').trim().split('\n').slice(1)
  return lines.map((line) => {
    const [code = '', level = '', officialName = ''] = line.trim().split(',')
    return { code, level: level as TreeRow['level'], officialName, name: shortName(officialName) }
  })
}

function shortName(officialName: string): string {
  return officialName.replace(/居民委员会$|村民委员会$/, '')
}
