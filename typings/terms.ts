/** 服务领域: 社会救助, 养老服务, 儿童关爱, 社会事务, 平安建设. */
export type Field = 'socialAssistance' | 'elderCare' | 'childCare' | 'socialAffairs' | 'communitySafety'

/** Sub-skills within a field; `general` is for those who cannot tell. */
export type SubSkill =
  | 'general'
  // 社会救助: 低保特困, 临时救助, 残疾帮扶
  | 'livingAllowance'
  | 'temporaryRelief'
  | 'disabilitySupport'
  // 养老服务: 居家照料, 独居探访, 助餐助医
  | 'homeCare'
  | 'livingAlone'
  | 'mealsAndClinic'
  // 儿童关爱: 留守儿童, 心理辅导, 课业辅导, 儿童保护
  | 'leftBehind'
  | 'childCounselling'
  | 'tutoring'
  | 'childProtection'
  // 社会事务: 婚姻家庭, 殡葬事务, 流动人口
  | 'familyAffairs'
  | 'funeralAffairs'
  | 'migrants'
  // 平安建设: 邻里调解, 社区矫正, 心理危机, 家庭暴力
  | 'mediation'
  | 'communityCorrection'
  | 'suicideRisk'
  | 'domesticViolence'

export type Urgency = 'emergency' | 'urgent' | 'normal'

/** 职业水平: 助理社会工作师, 社会工作师, 高级社会工作师. */
export type LicenceLevel = 'assistant' | 'certified' | 'senior'

/**
 * submitted: stored, not yet offered (seconds); offered: one worker has it until the deadline; accepted: a worker is on
 * it; serving: the case was opened, its stages are in `cases.ts`; closed: the case ended and the supervisor approved it;
 * triage: nobody suitable was free, the station chooses; withdrawn: the resident took it back.
 */
export type NeedStatus = 'submitted' | 'offered' | 'accepted' | 'serving' | 'closed' | 'triage' | 'withdrawn'

/** Why the router chose this worker: the rule, what it added to the score, and a sentence for people. */
export interface RouteReason {
  rule: string
  points: number
  words: string
}

/** A public count; one below 5 that could point at a person is shown as `<5`. */
export type PublicCount = number | '<5'

/** 低, 中, 高, 极高: how close harm is. High and above need a safety plan in words. */
export type RiskLevel = 'low' | 'medium' | 'high' | 'critical'

export type Gender = 'female' | 'male'

/** 普通话, 重庆话, 苗语, 手语: what a worker speaks, and what a resident can wish for. */
export type SpokenLanguage = 'mandarin' | 'chongqing' | 'miao' | 'signLanguage'

/** What a resident wishes of the person who comes; a wish is honoured where anybody who fits can, and never leaves a need alone. */
export interface CareWishes {
  gender: Gender | null
  language: SpokenLanguage | null
}
