import type { EscalationLevel } from '../../../typings/routing'
import type { LicenceLevel, SpokenLanguage, SubSkill } from '../../../typings/terms'

/** How the product names things to people; one place for the back end's own sentences. */
export const subSkillWords: Readonly<Record<SubSkill, string>> = {
  general: '综合',
  livingAllowance: '低保特困',
  temporaryRelief: '临时救助',
  disabilitySupport: '残疾帮扶',
  homeCare: '居家照料',
  livingAlone: '独居探访',
  mealsAndClinic: '助餐助医',
  leftBehind: '留守儿童',
  childCounselling: '心理辅导',
  tutoring: '课业辅导',
  childProtection: '儿童保护',
  familyAffairs: '婚姻家庭',
  funeralAffairs: '殡葬事务',
  migrants: '流动人口',
  mediation: '邻里调解',
  communityCorrection: '社区矫正',
  suicideRisk: '心理危机',
  domesticViolence: '家庭暴力',
}

export const levelWords: Readonly<Record<LicenceLevel, string>> = {
  assistant: '助理社会工作师',
  certified: '社会工作师',
  senior: '高级社会工作师',
}

export const languageWords: Readonly<Record<SpokenLanguage, string>> = {
  mandarin: '普通话',
  chongqing: '重庆话',
  miao: '苗语',
  signLanguage: '手语',
}

/** Whom an unanswered need has been put before. */
export const escalationWords: Readonly<Record<EscalationLevel, string>> = {
  station: '社工站',
  centre: '区指导中心',
  duty: '区值班员',
}
