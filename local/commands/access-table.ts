import { procedures as fundsProcedures } from '../../cloudfunctions/funds/procedures'
import { procedures as needsProcedures } from '../../cloudfunctions/needs/procedures'
import { procedures as peopleProcedures } from '../../cloudfunctions/people/procedures'
import type { RateLimit } from '../../cloudfunctions/shared/access/rate-limit'
import { roleWords } from '../../cloudfunctions/shared/access/role-words'
import type { AnyProcedure } from '../../cloudfunctions/shared/procedure'
import type { Role } from '../../typings/people'

/** Every procedure that a phone can call, by area, as the areas list them. */
export const registry: readonly AnyProcedure[] = [...peopleProcedures, ...needsProcedures, ...fundsProcedures]

/** Every role there is, in the order of the columns; the compiler misses one that is left out. */
export const roles = Object.keys(roleWords) as readonly Role[]

/** Procedures that only tell; the others change something. By the verb: names are `area.verbNoun`. */
export function isRead({ name }: Pick<AnyProcedure, 'name'>): boolean {
  return /^\w+\.(get|list|find|search|read|preview|check|export)[A-Z]?/.test(name)
}

const title = `# Who may do what

Made by \`npm run access\` from what each procedure declares; a test finds it out of date, and another tries every cell on the
real bundles. ● allowed, · refused.

- **anyone** is each person whom WeChat names, with a duty or without. What such a procedure shows or changes is the caller's own
  (their needs, gifts, cases, inbox) or public; what is another's looks like what is not there.
- A role is a grant on a territory, and holds for everything below it. Outside of it things look like what is not there.
- Who is allowed may still be refused by a rule: nobody decides about a case, a request or a leave of their own.
- **limit** is what one person may do; *in memory* is counted by each warm instance, for steps on what is the person's own.
`

/** The table as Markdown: a section for each area, a row for each procedure. */
export function accessTable(procedures: readonly AnyProcedure[]): string {
  const areas = [...new Set(procedures.map(({ name }) => areaOf(name)))]
  const sections = areas.map((area) =>
    section(
      area,
      procedures.filter(({ name }) => areaOf(name) === area),
    ),
  )
  return `${[title, ...sections].join('\n')}`
}

function section(area: string, procedures: readonly AnyProcedure[]): string {
  const head = ['procedure', 'anyone', ...roles.map((role) => `${roleWords[role]}<br>${role}`), 'limit']
  const rows = procedures.map((each) => [
    `\`${each.name}\``,
    each.access === 'anyone' ? '●' : '·',
    ...roles.map((role) => (isAllowed(each, role) ? '●' : '·')),
    limitWords(each.limit),
  ])
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [`## ${area}`, '', line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n')
}

export function isAllowed({ access }: Pick<AnyProcedure, 'access'>, role: Role): boolean {
  return access === 'anyone' || access.includes(role)
}

const spans: readonly (readonly [ms: number, word: string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
]

function limitWords(limit: RateLimit | null): string {
  if (limit === null) return ''
  const [ms, word] = spans.find(([unit]) => limit.windowMs % unit === 0) ?? [1, 'ms']
  const count = limit.windowMs / ms
  return `${limit.most} / ${count === 1 ? '' : `${count} `}${word}${limit.counted === 'inMemory' ? ', in memory' : ''}`
}

function areaOf(name: string): string {
  return name.split('.')[0] ?? ''
}
