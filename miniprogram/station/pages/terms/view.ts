import type { CaseTerms } from '../../../../typings/routing'

/** A number of days that a district sets, ready for the template. */
export interface TermRow {
  /** Where it is in the terms: intakeDays.urgent, approvalDays. */
  path: string
  name: string
  days: number
}

export interface TermGroup {
  title: string
  hint: string
  rows: TermRow[]
}

const mostDays = 90

const urgencies = [
  ['emergency', '紧急'],
  ['urgent', '较急'],
  ['normal', '一般'],
] as const
const risks = [
  ['critical', '风险极高'],
  ['high', '风险高'],
  ['medium', '风险中'],
  ['low', '风险低'],
] as const

/** The terms in the order of a case's stages. */
export function termGroups(terms: CaseTerms): TermGroup[] {
  const byUrgency = (key: 'intakeDays' | 'assessmentDays'): TermRow[] =>
    urgencies.map(([urgency, name]) => ({ path: `${key}.${urgency}`, name, days: terms[key][urgency] }))
  const byRisk = (key: 'planningDays' | 'visitEveryDays'): TermRow[] =>
    risks.map(([risk, name]) => ({ path: `${key}.${risk}`, name, days: terms[key][risk] }))
  return [
    { title: '接案', hint: '接手后多久联系上居民', rows: byUrgency('intakeDays') },
    { title: '预估', hint: '接案后多久摸清情况', rows: byUrgency('assessmentDays') },
    { title: '计划', hint: '预估后多久定计划', rows: byRisk('planningDays') },
    { title: '介入', hint: '两次服务最多隔几天，总按自然日', rows: byRisk('visitEveryDays') },
    {
      title: '评估、结案、审批',
      hint: '',
      rows: [
        { path: 'evaluationDays', name: '评估', days: terms.evaluationDays },
        { path: 'closureDays', name: '结案', days: terms.closureDays },
        { path: 'approvalDays', name: '督导审批', days: terms.approvalDays },
      ],
    },
  ]
}

/** The terms with one of them changed by so many days; as they were where that is out of bounds. */
export function withDays(terms: CaseTerms, path: string, change: number): CaseTerms {
  const [key = '', part] = path.split('.')
  const group = terms[key as keyof CaseTerms]
  const now: unknown = part === undefined ? group : (group as Readonly<Record<string, number>>)[part]
  const days = Number(now) + change
  if (!Number.isInteger(days) || days < 1 || days > mostDays) return terms
  return {
    ...terms,
    [key]: part === undefined ? days : { ...(group as Readonly<Record<string, number>>), [part]: days },
  }
}

/** Why they cannot be so, in words; empty when they can. The graver, the sooner. */
export function termGap(terms: CaseTerms): string {
  const falls = (days: readonly number[]) => days.some((each, at) => each < (days[at - 1] ?? 0))
  const { intakeDays, assessmentDays, planningDays, visitEveryDays } = terms
  const urgent = [intakeDays, assessmentDays].map((days) => urgencies.map(([urgency]) => days[urgency]))
  const grave = [planningDays, visitEveryDays].map((days) => risks.map(([risk]) => days[risk]))
  if (urgent.some(falls)) return '越急的，天数不能越多'
  return grave.some(falls) ? '风险越高的，天数不能越多' : ''
}
