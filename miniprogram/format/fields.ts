import type { Field, SubSkill } from '../../typings/terms'

export interface FieldWords {
  field: Field
  /** Two characters, for a badge. */
  short: string
  /** The official term. */
  name: string
  /** What people would say. */
  examples: string
  icon: string
}

export interface SubSkillWords {
  subSkill: SubSkill
  name: string
  examples: string
}

export const fields: readonly FieldWords[] = [
  { field: 'elderCare', short: '养老', name: '养老服务', examples: '照料、探访、吃饭看病', icon: 'elder' },
  { field: 'childCare', short: '儿童', name: '儿童关爱', examples: '没人照看、心里难受、功课', icon: 'child' },
  { field: 'socialAssistance', short: '救助', name: '社会救助', examples: '低保、临时困难、残疾帮扶', icon: 'relief' },
  { field: 'socialAffairs', short: '事务', name: '社会事务', examples: '婚姻家庭、后事、外来人口', icon: 'affairs' },
  { field: 'communitySafety', short: '平安', name: '平安建设', examples: '邻里矛盾、家暴、想不开', icon: 'safety' },
]

const subSkills: Record<Field, readonly SubSkillWords[]> = {
  elderCare: [
    { subSkill: 'homeCare', name: '居家照料', examples: '洗澡、打扫、行动不便' },
    { subSkill: 'livingAlone', name: '独居探访', examples: '老人一个人住，想有人来看看' },
    { subSkill: 'mealsAndClinic', name: '助餐助医', examples: '做饭、买药、陪着看病' },
  ],
  childCare: [
    { subSkill: 'leftBehind', name: '留守儿童', examples: '父母在外，孩子没人照看' },
    { subSkill: 'childCounselling', name: '心理辅导', examples: '不爱说话、害怕、不想上学' },
    { subSkill: 'tutoring', name: '课业辅导', examples: '功课跟不上' },
    { subSkill: 'childProtection', name: '儿童保护', examples: '孩子挨打、被欺负' },
  ],
  socialAssistance: [
    { subSkill: 'livingAllowance', name: '低保特困', examples: '申请低保、特困供养' },
    { subSkill: 'temporaryRelief', name: '临时救助', examples: '生病、失业、突然没了收入' },
    { subSkill: 'disabilitySupport', name: '残疾帮扶', examples: '补贴、辅具、康复' },
  ],
  socialAffairs: [
    { subSkill: 'familyAffairs', name: '婚姻家庭', examples: '夫妻、婆媳、赡养的事' },
    { subSkill: 'funeralAffairs', name: '殡葬事务', examples: '家人走了，后事怎么办' },
    { subSkill: 'migrants', name: '流动人口', examples: '刚搬来，办证、上学' },
  ],
  communitySafety: [
    { subSkill: 'mediation', name: '邻里调解', examples: '噪音、漏水、占道' },
    { subSkill: 'domesticViolence', name: '家庭暴力', examples: '被打、被威胁' },
    { subSkill: 'suicideRisk', name: '心理危机', examples: '想不开、不想活了' },
    { subSkill: 'communityCorrection', name: '社区矫正', examples: '矫正期间的困难' },
  ],
}

/** For those who cannot tell: it is offered last in every field. */
const general: SubSkillWords = { subSkill: 'general', name: '说不清，请社工看看', examples: '不用选，社工会问您' }

const byField = new Map(fields.map((words) => [words.field, words]))
const nameOfSubSkill = new Map(
  Object.values(subSkills).flatMap((list) => list.map((words) => [words.subSkill, words.name] as const)),
)

export function fieldWords(field: Field): FieldWords {
  const words = byField.get(field)
  if (words === undefined) throw new Error(`no words for the field ${field}`)
  return words
}

export function subSkillsOf(field: Field): readonly SubSkillWords[] {
  return [...subSkills[field], general]
}

/** 养老服务 · 独居探访; the field alone for those who could not tell. */
export function fieldAndSkill(field: Field, subSkill: SubSkill): string {
  const skill = nameOfSubSkill.get(subSkill)
  return skill === undefined ? fieldWords(field).name : `${fieldWords(field).name} · ${skill}`
}

/** Life may be in danger: the numbers to call are shown before anything else. */
export function mayBeDanger(subSkill: SubSkill): boolean {
  return subSkill === 'suicideRisk' || subSkill === 'domesticViolence' || subSkill === 'childProtection'
}
