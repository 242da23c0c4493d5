import type { PolicyRules, StepKind } from '../../../typings/spending'
import type { Field } from '../../../typings/terms'
import { plainText } from '../../shared/plain-text'
import { fields } from '../../shared/words'
import { fen } from '../ledger/fen'

/** The numbers of a policy, and which way is stricter. */
const stricterWhen = {
  committeeAboveFen: 'lower',
  streetAboveFen: 'lower',
  districtAboveFen: 'lower',
  requestMostFen: 'lower',
  beneficiaryYearMostFen: 'lower',
  quorumPercent: 'higher',
  voteDays: 'lower',
  consentDays: 'higher',
  settleDays: 'lower',
  idleMonths: 'lower',
  spendingRatioLeast: 'higher',
  managementRatioMost: 'lower',
} as const satisfies Record<NumberRule, 'lower' | 'higher'>

export type NumberRule = Exclude<keyof PolicyRules, 'purposes' | 'bannedUses'>
const numberRules = Object.keys(stricterWhen) as NumberRule[]

/** The district's frame until it sets its own (ratios: 70 % and 10 % by default). */
export const defaultRules: PolicyRules = {
  committeeAboveFen: fen(200_000),
  streetAboveFen: fen(1_000_000),
  districtAboveFen: fen(3_000_000),
  requestMostFen: fen(10_000_000),
  beneficiaryYearMostFen: fen(1_000_000),
  quorumPercent: 60,
  voteDays: 7,
  consentDays: 10,
  settleDays: 60,
  idleMonths: 12,
  spendingRatioLeast: 70,
  managementRatioMost: 10,
  purposes: fields,
  bannedUses: ['工资', '奖金', '岗位补贴', '购车', '办公装修', '宴请', '纪念品'],
}

/** Each way in which the lower level's rules are looser than those above; empty when they are as strict or stricter. */
export function loosenings(above: PolicyRules, below: PolicyRules): { path: keyof PolicyRules; limit: string }[] {
  const numbers = numberRules.flatMap((path) => {
    const looser = stricterWhen[path] === 'lower' ? below[path] > above[path] : below[path] < above[path]
    if (!looser) return []
    return [{ path, limit: `${above[path]} ${stricterWhen[path] === 'lower' ? 'at most' : 'at least'}` }]
  })
  const added = below.purposes.filter((field) => !above.purposes.includes(field))
  const dropped = above.bannedUses.filter((use) => !below.bannedUses.includes(use))
  return [
    ...numbers,
    ...(added.length > 0 ? [{ path: 'purposes' as const, limit: `not ${added.join(', ')}` }] : []),
    ...(dropped.length > 0 ? [{ path: 'bannedUses' as const, limit: `also ${dropped.join('、')}` }] : []),
  ]
}

/** The strictest of two levels in each rule: never looser than either. */
export function strictest(above: PolicyRules, below: PolicyRules): PolicyRules {
  const pick = (path: NumberRule) => (stricterWhen[path] === 'lower' ? Math.min : Math.max)(above[path], below[path])
  const numbers = Object.fromEntries(numberRules.map((path) => [path, pick(path)])) as Pick<PolicyRules, NumberRule>
  return {
    ...numbers,
    purposes: above.purposes.filter((field) => below.purposes.includes(field)),
    bannedUses: [...new Set([...above.bannedUses, ...below.bannedUses])],
  }
}

/** What is not in order in a level's rules by themselves; the message is the limit. */
export function contradictions(rules: PolicyRules): { path: keyof PolicyRules; limit: string }[] {
  const order = ['committeeAboveFen', 'streetAboveFen', 'districtAboveFen', 'requestMostFen'] as const
  return order.slice(1).flatMap((path, index) => {
    const before = order[index]
    return before && rules[path] < rules[before] ? [{ path, limit: `${before} at least` }] : []
  })
}

/** The steps that an amount needs, in their order. */
export function stepsFor(rules: PolicyRules, amountFen: number): StepKind[] {
  const steps: StepKind[] = ['staff']
  if (amountFen > rules.committeeAboveFen) steps.push('committee')
  if (amountFen > rules.streetAboveFen) steps.push('street')
  if (amountFen > rules.districtAboveFen) steps.push('district')
  return steps
}

/** A request as the policy sees it. */
export interface Asked {
  amountFen: number
  field: Field
  /** Title, reason and each item: looked through for what is banned. */
  words: readonly string[]
  /** What the same beneficiary got or was promised in the last 12 months. */
  beneficiaryYearFen: number
  /** How many people they are: the year's most is for each. */
  people: number
}

export interface Obstacle {
  path: string
  words: string
}

/** What of a request the policy does not allow, each in a sentence for the person who writes it. */
export function obstaclesOf(rules: PolicyRules, asked: Asked): Obstacle[] {
  const yuan = (amountFen: number) => `${(amountFen / 100).toLocaleString('en-US')} 元`
  const found: Obstacle[] = []
  if (asked.amountFen > rules.requestMostFen) {
    found.push({ path: 'items', words: `一次最多申请 ${yuan(rules.requestMostFen)}，请分清轻重再报` })
  }
  const { beneficiaryYearFen: yearFen, people } = asked
  const yearMostFen = rules.beneficiaryYearMostFen * people
  if (yearFen + asked.amountFen > yearMostFen) {
    const left = yuan(Math.max(0, yearMostFen - yearFen))
    const most = `同一受益人一年内${people > 1 ? '人均' : ''}最多资助 ${yuan(rules.beneficiaryYearMostFen)}`
    found.push({ path: 'beneficiary.name', words: `${most}，还可以资助 ${left}` })
  }
  if (!rules.purposes.includes(asked.field)) found.push({ path: 'field', words: '本基金现在不资助这个方面' })
  const words = asked.words.map(plainText)
  const banned = rules.bannedUses.filter((use) => words.some((each) => each.includes(plainText(use))))
  if (banned.length > 0) found.push({ path: 'reason', words: `善款不能用于：${banned.join('、')}` })
  return found
}
