import type { Fen } from '../../../../typings/money'
import type { PolicyLevel, PolicyRules, PolicyVersion, PolicyView } from '../../../../typings/spending'
import { fields, fieldWords } from '../../../format/fields'
import { shortMoney, yuan } from '../../../format/money'
import { fullDate } from '../../../format/time'
import { mostSumFen, parseYuan } from '../../../format/yuan-input'

type NumberRule = Exclude<keyof PolicyRules, 'purposes' | 'bannedUses'>

interface RuleWords {
  rule: NumberRule
  name: string
  unit: 'yuan' | '%' | '天' | '个月'
}

/** Every number of the rules in everyday words, in the order in which a request meets them. */
export const ruleWords: readonly RuleWords[] = [
  { rule: 'committeeAboveFen', name: '超过这个数，管委会表决', unit: 'yuan' },
  { rule: 'streetAboveFen', name: '超过这个数，再经街镇', unit: 'yuan' },
  { rule: 'districtAboveFen', name: '超过这个数，再经区里', unit: 'yuan' },
  { rule: 'requestMostFen', name: '一次最多申请', unit: 'yuan' },
  { rule: 'beneficiaryYearMostFen', name: '同一个人一年最多资助', unit: 'yuan' },
  { rule: 'quorumPercent', name: '至少这么多委员参加表决', unit: '%' },
  { rule: 'voteDays', name: '表决期限', unit: '天' },
  { rule: 'consentDays', name: '征求捐赠人同意的期限', unit: '天' },
  { rule: 'settleDays', name: '付款后多久要结清', unit: '天' },
  { rule: 'idleMonths', name: '多久没用算闲置', unit: '个月' },
  { rule: 'spendingRatioLeast', name: '一年至少用出上年收入的', unit: '%' },
  { rule: 'managementRatioMost', name: '管理费最多占支出的', unit: '%' },
]

const levelNames: Record<PolicyLevel, string> = { district: '区级框架', street: '街镇办法', community: '社区细则' }

export interface PolicyShown {
  place: string
  rules: { name: string; value: string; from: string }[]
  purposes: string
  banned: string
  levels: { name: string; note: string }[]
  upcoming: { name: string; note: string }[]
  canSet: boolean
  version: number
}

export function policyShown(view: PolicyView): PolicyShown {
  const { effective, levels, upcoming, canSet, version } = view
  return {
    place: levels[levels.length - 1]?.territoryName ?? '',
    rules: ruleWords.map(({ rule, name, unit }) => ({
      name,
      value: valueWords(effective[rule], unit),
      from: originOf(levels, rule, effective[rule]),
    })),
    purposes: effective.purposes.map((field) => fieldWords(field).name).join('、'),
    banned: effective.bannedUses.join('、'),
    levels: levels.map((level) => ({
      name: `${level.territoryName} · ${levelNames[level.level]}`,
      note: noteOf(level),
    })),
    upcoming: upcoming.map((each) => ({
      name: `${each.territoryName} · ${levelNames[each.level]}`,
      note: `${fullDate(each.effectiveFromMs)} 起生效：${each.note}`,
    })),
    ...{ canSet, version },
  }
}

/** Which level set the number that counts: the highest that says so. */
function originOf(levels: readonly PolicyVersion[], rule: NumberRule, value: number): string {
  const origin = levels.find((level) => level.version > 0 && level.rules[rule] === value)
  return origin ? `${origin.territoryName}定` : '通行规定'
}

function noteOf({ version, effectiveFromMs, setByName, note }: PolicyVersion): string {
  if (version === 0) return '没有另外规定，按上一级的办'
  return `${note}（第 ${version} 版，${setByName}，${fullDate(effectiveFromMs)} 起）`
}

function valueWords(value: number, unit: RuleWords['unit']): string {
  return unit === 'yuan' ? shortMoney(value as Fen) : `${value}${unit === '%' ? '' : ' '}${unit}`
}

/** The rules while they are changed: numbers as they are typed. */
export interface RulesDraft {
  numbers: Record<string, string>
  purposes: Record<string, boolean>
  banned: string
  note: string
  /** From today on, or from the first day of the next month. */
  from: 'now' | 'nextMonth'
}

export function draftOf(rules: PolicyRules): RulesDraft {
  const numbers = ruleWords.map(({ rule, unit }) => {
    const text =
      unit === 'yuan'
        ? yuan(rules[rule] as Fen)
            .replace(/,/g, '')
            .replace(/\.00$/, '')
        : String(rules[rule])
    return [rule, text] as const
  })
  return {
    numbers: Object.fromEntries(numbers),
    purposes: Object.fromEntries(fields.map(({ field }) => [field, rules.purposes.includes(field)])),
    banned: rules.bannedUses.join('、'),
    ...{ note: '', from: 'now' },
  }
}

/** The rules that were typed; a string names what can't be read. */
export function readDraft(draft: RulesDraft): PolicyRules | string {
  const read = new Map<string, number>()
  for (const { rule, name, unit } of ruleWords) {
    const text = (draft.numbers[rule] ?? '').trim()
    if (unit === 'yuan') {
      const reading = parseYuan(text, 0 as Fen, mostSumFen)
      if (!reading.ok) return `「${name}」请填金额`
      read.set(rule, reading.amountFen)
    } else {
      if (!/^\d{1,3}$/.test(text)) return `「${name}」请填整数`
      read.set(rule, Number(text))
    }
  }
  const purposes = fields.map(({ field }) => field).filter((field) => draft.purposes[field])
  if (purposes.length === 0) return '至少选一个资助方面'
  if (draft.note.trim().length < 2) return '请写一句修订说明'
  const bannedUses = draft.banned.split(/[、，,\s]+/).filter((use) => use !== '')
  return { ...(Object.fromEntries(read) as Pick<PolicyRules, NumberRule>), purposes, bannedUses }
}

/** The sentence for a rule that a refusal names. */
export function refusalWords(path: string): string {
  const rule = path.replace(/^rules\./, '')
  const words = ruleWords.find((each) => each.rule === rule)
  if (words) return `「${words.name}」比上一级宽了，或和别的数对不上`
  if (rule === 'purposes') return '资助方面不能比上一级多'
  if (rule === 'bannedUses') return '上一级禁止的用途，这里也要写上'
  return '生效时间不能早于今天，也不能早于上一版'
}
