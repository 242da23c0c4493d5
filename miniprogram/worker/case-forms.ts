import type { CaseDetail, Outcome } from '../../typings/cases'
import { outcomes, risks, ways } from '../format/cases'
import { dayMs, dayText, momentText } from '../format/time'

/** The short forms of a case, described once: what is asked, and what stops it from being sent. */

export type StepName =
  | 'recordIntake'
  | 'recordAssessment'
  | 'submitPlan'
  | 'recordEvaluation'
  | 'submitClosure'
  | 'planVisit'
  | 'askVolunteers'

export interface Choice {
  value: string
  name: string
  hint: string
}

export type FormField =
  | { kind: 'choice'; name: string; label: string; choices: readonly Choice[] }
  | { kind: 'chips'; name: string; label: string; choices: readonly Choice[] }
  | { kind: 'text'; name: string; label: string; hint: string; placeholder: string; most: number; least: number }
  | { kind: 'line'; name: string; label: string; hint: string; placeholder: string; most: number; least: number }
  | { kind: 'day'; name: string; label: string; hint: string }
  | { kind: 'moment'; name: string; label: string; hint: string }
  | { kind: 'goals'; name: 'goals'; label: string }
  | { kind: 'results'; name: 'results'; label: string }

export interface CaseForm {
  title: string
  lead: string
  button: string
  fields: readonly FormField[]
}

export interface GoalDraft {
  text: string
  measure: string
}

/** What was entered: texts by the field's name; days as 2026-11-23, moments as 2026-11-23 14:05, Shanghai time. */
export interface Entered {
  texts: Readonly<Record<string, string>>
  goals: readonly GoalDraft[]
  results: Readonly<Record<string, string>>
}

const text = (name: string, label: string, placeholder: string, most: number, least = 1, hint = ''): FormField => ({
  kind: 'text',
  name,
  label,
  hint,
  placeholder,
  most,
  least,
})

const chips = (values: readonly (readonly [string, string])[]): Choice[] =>
  values.map(([value, name]) => ({ value, name, hint: '' }))

const wayChoices = ways.map(({ value, name }) => ({ value, name, hint: '' }))
const satisfaction = chips([
  ['', '没问'],
  ['1', '1 分'],
  ['2', '2 分'],
  ['3', '3 分'],
  ['4', '4 分'],
  ['5', '5 分'],
])

const forms: Readonly<Record<Exclude<StepName, 'submitClosure'>, CaseForm>> = {
  recordIntake: {
    title: '接案',
    lead: '把第一次联系记下来，服务就开始了。',
    button: '开始服务',
    fields: [
      { kind: 'chips', name: 'way', label: '怎么联系的', choices: wayChoices },
      { kind: 'moment', name: 'firstContactAtMs', label: '什么时候', hint: '' },
      {
        kind: 'chips',
        name: 'agreement',
        label: '服务协议',
        choices: chips([
          ['spoken', '口头同意，下次签'],
          ['signed', '已经签了'],
        ]),
      },
      text('summary', '谈了什么', '例：说明了我是谁、保密原则；约好周三上午上门。', 500),
    ],
  },
  recordAssessment: {
    title: '预估',
    lead: '了解人和处境，判断风险。写事实，也写对方的想法。',
    button: '存好预估',
    fields: [
      text('situation', '现状', '例：独居，膝关节置换后半年，买菜要邻居帮忙。', 1000),
      text('problems', '要解决什么', '例：做饭困难，一天只吃一顿热饭。', 1000),
      text('strengths', '能依靠什么', '例：邻居热心，会用手机视频。', 500, 0, '可以不写'),
      { kind: 'choice', name: 'risk', label: '风险等级', choices: risks },
      text('safetyPlan', '安全计划', '例：每日电话；邻居有备用钥匙；紧急联系人女儿。', 500, 0, '风险高或极高时必须写'),
    ],
  },
  submitPlan: {
    title: '服务计划',
    lead: '和居民一起定目标，一个目标一句话。交督导审批。',
    button: '交督导审批',
    fields: [
      { kind: 'goals', name: 'goals', label: '目标' },
      {
        kind: 'chips',
        name: 'everyDays',
        label: '多久服务一次',
        choices: chips([
          ['3', '每 3 天'],
          ['7', '每周'],
          ['14', '每两周'],
          ['30', '每月'],
        ]),
      },
      { kind: 'day', name: 'untilMs', label: '做到什么时候', hint: '' },
      text('measures', '怎么做', '例：对接社区食堂送餐；请志愿者每周陪聊。', 500, 0, '可以不写'),
    ],
  },
  recordEvaluation: {
    title: '评估',
    lead: '对照目标，看看变化。',
    button: '存好评估',
    fields: [
      { kind: 'results', name: 'results', label: '每个目标的结果' },
      text('change', '发生了什么变化', '例：每天吃上热饭，她说“日子有盼头了”。', 1000),
      { kind: 'chips', name: 'residentSatisfaction', label: '居民满意几分', choices: satisfaction },
    ],
  },
  planVisit: {
    title: '约下次服务',
    lead: '到那天会出现在“今天的安排”里。',
    button: '约好了',
    fields: [
      { kind: 'moment', name: 'atMs', label: '什么时候', hint: '' },
      {
        kind: 'line',
        name: 'purpose',
        label: '做什么',
        hint: '可以不写',
        placeholder: '例：看看药量',
        most: 100,
        least: 0,
      },
    ],
  },
  askVolunteers: {
    title: '请志愿者帮忙',
    lead: '写清做什么、要几个人，不写居民的姓名和住址。',
    button: '发出请求',
    fields: [
      {
        kind: 'line',
        name: 'what',
        label: '帮什么忙',
        hint: '',
        placeholder: '例：陪老人去医院复查',
        most: 100,
        least: 1,
      },
      {
        kind: 'chips',
        name: 'count',
        label: '要几个人',
        choices: chips([
          ['1', '1 人'],
          ['2', '2 人'],
          ['3', '3 人'],
          ['5', '5 人'],
        ]),
      },
      { kind: 'moment', name: 'onMs', label: '什么时候', hint: '' },
      {
        kind: 'chips',
        name: 'minutes',
        label: '大约多久',
        choices: chips([
          ['60', '1 小时'],
          ['120', '2 小时'],
          ['240', '半天'],
          ['480', '一天'],
        ]),
      },
    ],
  },
}

/** Before the evaluation a case can only end for reasons that lie outside of it. */
function closureForm(kase: Pick<CaseDetail, 'stage'>): CaseForm {
  const possible = outcomes.filter(({ early }) => early || kase.stage === 'closure')
  return {
    title: '申请结案',
    lead: '写好总结，交督导审批。批准后居民会收到通知并评价。',
    button: '交督导审批',
    fields: [
      { kind: 'choice', name: 'outcome', label: '结果', choices: possible },
      text('summary', '总结', '例：送餐稳定，邻里互助建立，居民能自己安排。', 1000),
      text('followUp', '后续谁来关照', '例：网格员每月探访一次。', 500, 0, '可以不写；风险高时必须写'),
    ],
  }
}

export function formOf(step: StepName, kase: Pick<CaseDetail, 'stage'>): CaseForm {
  return step === 'submitClosure' ? closureForm(kase) : forms[step]
}

/** What stands in the form at first: what is usual, and what was written before. */
export function firstEntries(step: StepName, kase: CaseDetail, nowMs: number): Entered {
  const { assessment, plan } = kase
  const usual: Record<StepName, Record<string, string>> = {
    recordIntake: { way: 'phone', agreement: 'spoken', firstContactAtMs: momentText(nowMs), summary: '' },
    recordAssessment: {
      situation: assessment?.situation ?? '',
      problems: assessment?.problems ?? '',
      strengths: assessment?.strengths ?? '',
      risk: assessment?.risk ?? '',
      safetyPlan: assessment?.safetyPlan ?? '',
    },
    submitPlan: {
      everyDays: String(plan?.everyDays ?? 7),
      untilMs: dayText(plan?.untilMs ?? nowMs + 90 * dayMs),
      measures: plan?.measures ?? '',
    },
    recordEvaluation: { change: '', residentSatisfaction: '' },
    submitClosure: {
      // What the resident said themselves is the likeliest reason; the worker may say otherwise.
      outcome: kase.endAsked ? ('residentEnded' satisfies Outcome) : '',
      summary: kase.closure?.summary ?? '',
      followUp: kase.closure?.followUp ?? '',
    },
    planVisit: { atMs: `${dayText(nowMs + dayMs)} 10:00`, purpose: '' },
    askVolunteers: { what: '', count: '1', onMs: `${dayText(nowMs + dayMs)} 09:00`, minutes: '120' },
  }
  const goals = plan?.goals.map(({ text: goal, measure }) => ({ text: goal, measure })) ?? [{ text: '', measure: '' }]
  return { texts: usual[step], goals, results: {} }
}

/** What is missing, by the field's name; empty when it can be sent. */
export function formGaps(
  form: CaseForm,
  entered: Entered,
  kase: Pick<CaseDetail, 'plan' | 'risk'>,
): Record<string, string> {
  const gaps: Record<string, string> = {}
  for (const field of form.fields) {
    const words = gapOf(field, entered, kase)
    if (words !== '') gaps[field.name] = words
  }
  return gaps
}

const gravely: readonly string[] = ['high', 'critical']

function gapOf(field: FormField, { texts, goals, results }: Entered, kase: Pick<CaseDetail, 'plan' | 'risk'>): string {
  const value = (texts[field.name] ?? '').trim()
  switch (field.kind) {
    case 'choice':
      return value === '' ? `请选${field.label}` : ''
    case 'text':
    case 'line':
      if (field.name === 'safetyPlan' && gravely.includes(texts.risk ?? '') && value === '')
        return '风险高，请写明怎样保证安全'
      if (field.name === 'followUp' && leftAlone(texts.outcome) && gravely.includes(kase.risk ?? '') && value === '') {
        return '风险高的个案，请写明后续谁来关照'
      }
      return value.length < field.least ? `请写${field.label}` : ''
    case 'goals':
      return goals.every((goal) => goal.text.trim() !== '' && goal.measure.trim() !== '') && goals.length > 0
        ? ''
        : '每个目标写两句：做到什么，怎样算做到'
    case 'results':
      return (kase.plan?.goals ?? []).every(({ goalId }) => (results[goalId] ?? '') !== '')
        ? ''
        : '每个目标都选一个结果'
    default:
      return ''
  }
}

function leftAlone(outcome: string | undefined): boolean {
  return outcome === ('residentEnded' satisfies Outcome) || outcome === ('unreachable' satisfies Outcome)
}
