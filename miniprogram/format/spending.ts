import type { Me, Role } from '../../typings/people'
import type {
  PolicyRules,
  SpendingEvent,
  SpendingEventKind,
  SpendingStatus,
  StepKind,
  Vote,
} from '../../typings/spending'
import { shortMoney } from './money'
import type { TimelineItem } from './needs'
import { dayAndTime } from './time'

/** Duties with which a person has to do with a fund's spending. */
export const spendingRoles: readonly Role[] = [
  ...(['socialWorker', 'stationSupervisor', 'communityStaff', 'streetStaff', 'fundCommitteeMember'] as const),
  ...(['fundSupervisor', 'districtStaff', 'auditor'] as const),
]

/** Those who look at pictures that content security was not sure of. */
export const pictureRoles: readonly Role[] = ['stationSupervisor', 'communityStaff', 'streetStaff', 'districtStaff']

/** Those who may ask a fund for money. */
export const askingRoles: readonly Role[] = ['socialWorker', 'stationSupervisor', 'communityStaff']

/**
 * Where a person's duties have to do with a fund: the smallest place first. A duty above the community leads to the fund of
 * the community that the person chose, where that lies below it.
 */
export function placesOf(me: Me): { territoryCode: string; fundId: string } {
  const duties = me.duties.filter(({ role }) => spendingRoles.includes(role))
  const codes = duties.map(({ territoryCode }) => territoryCode).sort((a, b) => b.length - a.length)
  const smallest = codes[0] ?? me.community?.territoryCode ?? ''
  if (smallest.length === 12) return { territoryCode: smallest, fundId: `fund_${smallest}` }
  const own = me.community
  const below = own !== null && own.fundId !== null && own.territoryCode.startsWith(smallest)
  return { territoryCode: smallest, fundId: below ? (own?.fundId ?? '') : '' }
}

export interface StatusWords {
  word: string
  tone: TimelineItem['tone']
  icon: string
}

const statuses: Record<SpendingStatus, StatusWords> = {
  consulting: { word: '征求捐赠人同意', tone: 'waiting', icon: 'gift' },
  reviewing: { word: '审批中', tone: 'waiting', icon: 'clock' },
  noQuorum: { word: '表决人数不够', tone: 'danger', icon: 'users' },
  approved: { word: '已同意，等钱到位', tone: 'waiting', icon: 'check' },
  committed: { word: '钱已留出，待付款', tone: 'moving', icon: 'lock' },
  paid: { word: '已付款，待结清', tone: 'moving', icon: 'send' },
  settled: { word: '已结清', tone: 'done', icon: 'done' },
  rejected: { word: '没有同意', tone: 'danger', icon: 'close' },
  withdrawn: { word: '已撤回', tone: 'quiet', icon: 'undo' },
  consentRefused: { word: '捐赠人没有同意', tone: 'danger', icon: 'close' },
}

export function statusWords(status: SpendingStatus, step: StepKind | null): StatusWords {
  if (status !== 'reviewing' || step === null) return statuses[status]
  return { ...statuses.reviewing, word: `等${stepNames[step]}` }
}

export const stepNames: Record<StepKind, string> = {
  staff: '社工和社区签署',
  committee: '管委会表决',
  street: '街镇审定',
  district: '区级审定',
}

export const voteWords: Record<Vote, string> = { yes: '同意', no: '反对', abstain: '弃权' }

const events: Record<SpendingEventKind, readonly [title: string, icon: string, tone: TimelineItem['tone']]> = {
  submitted: ['提交申请', 'send', 'moving'],
  donorsAsked: ['征求捐赠人同意', 'gift', 'waiting'],
  consentGiven: ['捐赠人已同意改变用途', 'check', 'done'],
  consentRefused: ['捐赠人没有同意', 'close', 'danger'],
  signed: ['签署同意', 'edit', 'moving'],
  voted: ['投了票', 'vote', 'moving'],
  recused: ['回避', 'swap', 'quiet'],
  minuted: ['写下监事意见', 'paper', 'moving'],
  stepPassed: ['表决通过', 'check', 'done'],
  rejected: ['没有同意', 'close', 'danger'],
  noQuorum: ['到期时参加表决的人数不够', 'users', 'danger'],
  voteReopened: ['再次召集表决', 'refresh', 'waiting'],
  sentToStreet: ['回避的人多，改由街镇审定', 'swap', 'waiting'],
  approved: ['各级都已同意', 'check', 'done'],
  committed: ['钱已留出', 'lock', 'moving'],
  paid: ['已付款', 'out', 'moving'],
  settled: ['结清', 'done', 'done'],
  withdrawn: ['撤回申请', 'undo', 'quiet'],
}

/** Who decides by the amount, and how a vote passes, in sentences anybody understands. */
export function decisionWords(rules: PolicyRules): string[] {
  const { committeeAboveFen, streetAboveFen, districtAboveFen, requestMostFen, quorumPercent } = rules
  const steps = [
    [committeeAboveFen, '由管委会表决'],
    [streetAboveFen, '再经街镇'],
    [districtAboveFen, '再经区里'],
  ] as const
  // A step whose amount nobody may ask for never comes.
  const above = steps.filter(([fromFen]) => fromFen < requestMostFen)
  return [
    `${shortMoney(committeeAboveFen)} 以内，社工和社区工作者一起签字`,
    ...(above.length > 0 ? [above.map(([fromFen, words]) => `${shortMoney(fromFen)} 以上${words}`).join('，')] : []),
    `表决要有 ${quorumPercent}% 的委员参加，同意的过半，并有监事意见`,
  ]
}

/** What happened to a request, the newest first. */
export function spendingTimeline(list: readonly SpendingEvent[], nowMs: number): TimelineItem[] {
  return [...list].reverse().map((event, index) => {
    const [title, icon, tone] = events[event.kind]
    return {
      key: `${event.kind}-${event.atMs}-${index}`,
      title: event.actorName === null ? title : `${event.actorName} ${title}`,
      note: event.note ?? '',
      time: dayAndTime(event.atMs, nowMs),
      ...{ icon, tone, latest: index === 0 },
    }
  })
}
