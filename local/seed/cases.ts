import { caseAhead, opened } from '../../cloudfunctions/needs/casework/case-opening'
import { referralSent, volunteersAsked } from '../../cloudfunctions/needs/casework/case-requests'
import {
  assessed,
  closureDecided,
  closureSubmitted,
  evaluated,
  planDecided,
  planSubmitted,
  stageSet,
  visitPlanned,
  visitRecorded,
} from '../../cloudfunctions/needs/casework/case-steps'
import { closed, planApproved, serving, visited } from '../../cloudfunctions/needs/casework/service-steps'
import type { CaseRecord, LeaveRecord, NeedRecord, WorkerRecord } from '../../cloudfunctions/needs/records'
import { builtInPolicy } from '../../cloudfunctions/needs/routing/policy'
import { shanghaiDayStartMs } from '../../cloudfunctions/shared/time/shanghai'
import { dayMs, hourMs } from '../../cloudfunctions/shared/time/spans'
import type { Field } from '../../typings/terms'
import { castOpenid } from './cast'
import { hexOf } from './random'

const supervisorName = '吴建平'

/** How far a case has come. */
type Point = 'accepted' | 'opened' | 'planWaits' | 'serving' | 'closureWaits' | 'closed'

/** What stands on the stage for the cast's worker: old people first, then the newest of her needs. */
const castPoints: readonly Point[] = ['serving', 'planWaits', 'opened', 'closureWaits', 'serving', 'closed']

const words: Record<Field, { situation: string; problems: string; goal: string; measure: string; note: string }> = {
  elderCare: {
    situation: '独自居住，子女在外地，腿脚不便，邻居常帮忙买菜。',
    problems: '做饭困难，一天只吃一顿热饭；药有时忘了吃。',
    goal: '每天吃上热饭',
    measure: '社区食堂连续两周送餐到家',
    note: '精神不错。送餐已经对接，她说：“汤还是热的。”药盒按天分好。',
  },
  childCare: {
    situation: '父母在外务工，由外婆照看，放学后常一个人在家。',
    problems: '作业没人辅导，最近不爱说话。',
    goal: '放学后有人陪',
    measure: '每周三次到社区课后驿站',
    note: '陪着写了作业，说起在学校的朋友。外婆愿意接送。',
  },
  socialAssistance: {
    situation: '家庭收入中断两个月，材料办了两次没办成。',
    problems: '不清楚要哪些材料，跑腿困难。',
    goal: '救助申请交上去',
    measure: '民政窗口受理回执',
    note: '一起把材料理了一遍，缺收入证明，已联系原单位。',
  },
  socialAffairs: {
    situation: '与家人因赡养有分歧，来往少了。',
    problems: '话说不到一起，老人夹在中间。',
    goal: '一家人坐下来谈一次',
    measure: '三方到场，写下分工',
    note: '分别谈了一次，双方都愿意先把看病的事商量好。',
  },
  communitySafety: {
    situation: '楼上漏水半年，两家多次争吵。',
    problems: '责任和费用谈不拢。',
    goal: '定下维修办法',
    measure: '双方签调解协议',
    note: '和物业一起看了现场，约周末请师傅估价。',
  },
}

/**
 * Cases for the accepted needs of the last weeks, each driven through the product's own steps: what the rules do not allow
 * cannot be on the stage. Closed ones give their points back to their workers, so that the loads stay true.
 */
export function makeCases(
  needs: readonly NeedRecord[],
  workers: readonly WorkerRecord[],
  nowMs: number,
): { needs: NeedRecord[]; cases: CaseRecord[]; leaves: LeaveRecord[] } {
  const worker = castOpenid('worker')
  const hers = needs.filter(({ workerOpenid }) => workerOpenid === worker)
  const elder = ({ field }: NeedRecord) => Number(field === 'elderCare')
  const ordered = [...hers].sort(
    (left, right) => elder(right) - elder(left) || (right.acceptedAtMs ?? 0) - (left.acceptedAtMs ?? 0),
  )
  const pointOf = new Map(ordered.map(({ _id }, index) => [_id, castPoints[index] ?? 'serving']))
  const cases: CaseRecord[] = []
  const after = needs.map((need) => {
    const made = drive(need, pointOf.get(need._id) ?? pointByAge(need, nowMs), nowMs, need.workerOpenid === worker)
    if (!made) return need
    cases.push(made.kase)
    if (made.need.status === 'closed') giveBack(workers, made.need)
    return made.need
  })
  refer(cases, workers, nowMs)
  askAround(cases, nowMs)
  return { needs: after, cases, leaves: leavesOf(workers, nowMs) }
}

/** The older, the further; every seventh stayed behind, for the board of what is late. */
function pointByAge(need: NeedRecord, nowMs: number): Point {
  const days = (nowMs - (need.acceptedAtMs ?? nowMs)) / dayMs
  const lot = Number.parseInt(need._id.slice(-4), 16)
  if (days < 2) return 'accepted'
  if (lot % 13 === 0 && days < 12) return 'opened'
  if (days < 6) return lot % 4 === 0 ? 'opened' : lot % 4 === 1 ? 'planWaits' : 'serving'
  if (days > 20 && lot % 9 === 1) return 'closureWaits'
  return days > 12 && lot % 2 === 0 ? 'closed' : 'serving'
}

function drive(seen: NeedRecord, point: Point, nowMs: number, onStage: boolean) {
  if (point === 'accepted' || seen.acceptedAtMs === null) return null
  const told = words[seen.field]
  const startMs = seen.acceptedAtMs
  const spanMs = nowMs - startMs
  const at = (share: number) => Math.min(nowMs - hourMs, startMs + Math.floor(spanMs * share))
  const name = seen.offer?.workerName ?? '社工'
  const by = (atMs: number, who = name) => ({
    nowMs: atMs,
    name: who,
    key: null,
    inputHash: null,
    times: builtInPolicy,
  })

  let need = serving(seen, at(0.05))
  let kase = opened(
    caseAhead(seen, builtInPolicy),
    { firstContactAtMs: at(0.04), way: 'phone', agreement: 'signed', summary: '说明了服务和保密，约好上门。' },
    by(at(0.05)),
  )
  if (point === 'opened') return { need, kase }
  const { situation, problems, goal, measure, note } = told
  const risk = seen.casePoints > 1 ? ('medium' as const) : ('low' as const)
  kase = assessed(kase, { situation, problems, strengths: '邻里热心', risk, safetyPlan: '' }, by(at(0.12)))
  const plan = { goals: [{ text: goal, measure }], everyDays: 7, untilMs: nowMs + 60 * dayMs, measures: '' }
  const planAtMs = point === 'planWaits' ? nowMs - 20 * hourMs : at(0.15)
  kase = planSubmitted(kase, plan, by(planAtMs))
  if (point === 'planWaits') return { need, kase }
  kase = planDecided(kase, true, '目标具体，可行。', by(at(0.2), supervisorName))
  need = planApproved(need, at(0.2))
  for (const share of visitShares(spanMs)) {
    kase = visitRecorded(kase, visit(seen, at(share), note), seen.workerOpenid ?? '', by(at(share) + hourMs / 2))
    need = visited(need, at(share) + hourMs / 2)
  }
  if (point === 'serving') {
    if (onStage) kase = visitPlanned(kase, nowMs + 3 * hourMs, '看看送餐和用药', by(nowMs - hourMs))
    return { need, kase }
  }
  kase = stageSet(kase, 'evaluation', by(at(0.94)))
  const results = [{ goalId: 'goal_1', result: 'met' as const, note: '' }]
  kase = evaluated(kase, { results, change: '目标达到了，居民能自己安排。', residentSatisfaction: 5 }, by(at(0.95)))
  const ending = {
    outcome: 'goalsMet' as const,
    summary: '服务目标达成，支持网络已建立。',
    followUp: '网格员每月看望一次。',
  }
  kase = closureSubmitted(kase, ending, by(at(0.96)))
  if (point === 'closureWaits') return { need, kase }
  kase = closureDecided(kase, true, '', by(at(0.98), supervisorName))
  return { need: closed(need, at(0.98)), kase }
}

/** One visit a week or so, the last of them lately. */
function visitShares(spanMs: number): number[] {
  const count = Math.max(1, Math.min(4, Math.round(spanMs / (6 * dayMs))))
  return Array.from({ length: count }, (_, index) => 0.3 + (0.62 * (index + 1)) / count)
}

function visit(need: NeedRecord, startedAtMs: number, note: string) {
  const visitId = `visit_${hexOf(`${need._id}:${startedAtMs}`)}`
  return { visitId, way: 'home' as const, startedAtMs, minutes: 40, note, place: null, photoCount: 0 }
}

function giveBack(workers: readonly WorkerRecord[], need: NeedRecord): void {
  const worker = workers.find(({ _id }) => _id === need.offer?.workerId)
  if (worker) worker.loadPoints -= need.casePoints
}

/** A colleague asks 张晓敏 to take a case over. */
function refer(cases: CaseRecord[], workers: readonly WorkerRecord[], nowMs: number): void {
  const to = workers.find(({ openid }) => openid === castOpenid('worker'))
  const index = cases.findIndex(
    (kase) => kase.workerOpenid !== to?.openid && kase.field === 'elderCare' && kase.stage === 'intervention',
  )
  const kase = cases[index]
  if (!to || !kase) return
  const form = {
    referralId: `ref_${hexOf('referral')}`,
    to: { kind: 'worker' as const, workerId: to._id, name: to.name },
    reason: '居民搬到了新山村社区，离您近，照看更方便。',
    workerOpenid: to.openid,
    letter: null,
  }
  cases[index] = referralSent(kase, form, {
    nowMs: nowMs - 5 * hourMs,
    name: kase.workerName,
    key: null,
    inputHash: null,
    times: builtInPolicy,
  })
}

/** 张晓敏 asks the neighbourhood for two people, and an organisation to take a part. */
function askAround(cases: CaseRecord[], nowMs: number): void {
  const by = { nowMs: nowMs - 4 * hourMs, name: '张晓敏', key: null, inputHash: null, times: builtInPolicy }
  const hers = (kase: CaseRecord) => kase.workerOpenid === castOpenid('worker') && kase.stage === 'intervention'
  const change = (index: number, step: (kase: CaseRecord) => CaseRecord) => {
    const kase = cases[index]
    if (kase) cases[index] = step(kase)
  }
  const request = {
    requestId: `volunteers_${hexOf('volunteers')}`,
    what: '陪老人去区医院复查，帮着排队取药',
    count: 2,
    onMs: shanghaiDayStartMs(nowMs) + 2 * dayMs + 9.5 * hourMs,
    minutes: 180,
    state: 'open' as const,
    createdAtMs: by.nowMs,
    joined: 0,
  }
  change(
    cases.findIndex((kase) => hers(kase) && !kase.minor),
    (kase) => volunteersAsked(kase, request, by),
  )
  const letter = {
    referralId: `ref_${hexOf('letter')}`,
    to: { kind: 'organisation' as const, name: '綦江区阳光康复服务中心', phone: '023-00486000' },
    reason: '膝盖术后三个月，想请康复师上门教几次，家属已同意。',
    workerOpenid: null,
    letter: { code: hexOf('letter:code'), openid: null, name: '' },
  }
  change(
    cases.findIndex((kase) => hers(kase) && !kase.minor),
    (kase) => referralSent(kase, letter, by),
  )
}

function leavesOf(workers: readonly WorkerRecord[], nowMs: number): LeaveRecord[] {
  const worker = workers.find(({ openid }) => openid === castOpenid('colleague'))
  if (!worker) return []
  return [
    {
      _id: `leave_${hexOf('leave')}`,
      inputHash: hexOf('leave:input'),
      workerId: worker._id,
      workerOpenid: worker.openid,
      workerName: worker.name,
      stationCode: worker.streetCode ?? worker.districtCode,
      districtCode: worker.districtCode,
      fromMs: nowMs + 2 * dayMs,
      untilMs: nowMs + 7 * dayMs,
      reason: '年休假，陪父母看病',
      state: 'waiting',
      askedAtMs: nowMs - 3 * hourMs,
      decidedByName: null,
      note: '',
      moveOffersAtMs: null,
    },
  ]
}
