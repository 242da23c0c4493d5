import type { Role } from '../../../typings/people'
import type { SpendingStatus } from '../../../typings/spending'
import { findHolders } from '../../people/public'
import { pending } from '../../shared/outbox/deliver'
import type { PendingMessage } from '../../shared/outbox/message'
import { templateRows } from '../../shared/outbox/template'
import type { World } from '../../shared/ports'
import { shanghaiMinute } from '../../shared/time/shanghai'
import type { SpendingRecord } from './records'
import { deadlineOf, openStep } from './steps'

/** Who is told what a step of a request means to them, in the inbox and by WeChat where they bought a message. */

/** Levels at which a step's people hold their duty. */
const askedAt: Partial<Record<Role, 'territoryCode' | 'streetCode' | 'districtCode'>> = {
  socialWorker: 'territoryCode',
  communityStaff: 'territoryCode',
  streetStaff: 'streetCode',
  districtStaff: 'districtCode',
}

const toldToAuthor: Partial<Record<SpendingStatus, string>> = {
  approved: '各级都同意了，等基金里的钱、受益人一年内的额度都够了就会留出。',
  committed: '已经批准，钱已留出，等待付款。',
  rejected: '没有获得同意，原因写在经过里。',
  noQuorum: '管委会到期时参加表决的人数不够，可以再召集一次。',
  consentRefused: '捐赠人没有同意改变用途，这笔钱不能这样用。',
  paid: '已经付款，办好后请填报实际花费。',
  settled: '已经结清，谢谢您。',
}

/** The messages that follow from a request's move; each depends on its cause alone, so a repeat is the same message. */
export async function messagesOf(
  world: World,
  before: SpendingRecord | null,
  after: SpendingRecord,
  nowMs: number,
): Promise<PendingMessage[]> {
  const messages: PendingMessage[] = []
  const cause = `${after.events.length} ${after.settleReminders} ${openStep(after)?.vote?.reminded ?? false}`
  const tell = (openid: string, said: Said) => {
    const messageId = `message_${world.ids.from('spending', after._id, cause, openid)}` as const
    if (messages.some((each) => each.messageId === messageId)) return
    messages.push(pending({ page: detailPage(after), ...said, messageId, openid }, nowMs))
  }
  const about = `${after.communityName}「${after.title}」`
  for (const openid of await newlyAsked(world, before, after)) {
    tell(
      openid,
      task(
        after,
        '基金支出等您处理',
        `${about}轮到您了，请看一看材料再决定。`,
        taskNotes[after.status] ?? '请看材料后决定',
      ),
    )
  }
  for (const openid of silentVoters(before, after)) {
    tell(
      openid,
      task(after, '表决快到时间了', `${about}的表决快结束了，您还没有表态。人数不够就要重来。`, '表决快结束，等您表态'),
    )
  }
  if (before && after.settleReminders !== before.settleReminders) {
    const words = after.settleReminders > 1 ? '今天该结清了' : '快到结清的日子了'
    const body = `${about}${words}，请填报实际花了多少，附上发票。`
    for (const openid of await settlers(world, after)) tell(openid, task(after, words, body, '请填报实际花费'))
  }
  const words = before && before.status !== after.status ? toldToAuthor[after.status] : undefined
  if (words) tell(after.authorOpenid, progress(after, `${about}${words}`, nowMs))
  if (!before && after.change) {
    for (const { openid } of after.change.asked) {
      const body = `您捐给${after.fundName}的善款，社区想改用在「${after.title}」，需要您同意。不同意也完全可以。`
      const asked = { ...consentAsked, body, page: consentPage(after) }
      tell(openid, asked)
    }
  }
  return messages
}

type Said = Pick<PendingMessage, 'kind' | 'title' | 'body' | 'data'> & { page?: string }

const taskNotes: Partial<Record<SpendingStatus, string>> = { committed: '已经批准，等付款' }
/** A donor is asked once in a while, with no message bought for it: the inbox has it. */
const consentAsked = { kind: 'giftSpent', title: '想请您同意改变善款的用途', data: null } as const

function task(request: SpendingRecord, title: string, body: string, note: string): Said {
  const untilMs = deadlineOf(request)
  const until = untilMs === null ? '没有限定，请尽早' : shanghaiMinute(untilMs)
  const data =
    // The row's type is a time: what has none goes without WeChat's message rather than with a wrong one.
    untilMs === null
      ? null
      : templateRows('fundTask', { thing1: request.title, thing2: request.communityName, time3: until, thing4: note })
  return { kind: 'fundTask', title, body, data }
}

function progress(request: SpendingRecord, body: string, nowMs: number): Said {
  const data = templateRows('fundProgress', {
    ...{ thing1: request.title, thing2: shortStatus[request.status], time3: shanghaiMinute(nowMs) },
    thing4: '点开看经过和下一步',
  })
  return { kind: 'fundProgress', title: '您申请的基金支出有进展', body, data }
}

const shortStatus: Record<SpendingStatus, string> = {
  ...{ consulting: '征求捐赠人同意', reviewing: '审批中', noQuorum: '表决人数不够', approved: '已同意，等钱到位' },
  ...{ committed: '已批准，钱已留出', paid: '已付款，待结清', settled: '已结清', rejected: '没有同意' },
  ...{ withdrawn: '已撤回', consentRefused: '捐赠人没有同意' },
}

/** Who has still to vote or to minute when a vote's time runs out. */
function silentVoters(before: SpendingRecord | null, after: SpendingRecord): string[] {
  const vote = openStep(after)?.vote
  const earlier = before ? openStep(before)?.vote : null
  if (!vote?.reminded || earlier?.reminded !== false) return []
  const silent = vote.ballots.filter((ballot) => ballot.vote === null && ballot.recused === null)
  return [...silent, ...(vote.opinion === null ? vote.supervisors : [])].map(({ openid }) => openid)
}

/** Whoever asked for it and may still settle; with them the community's own staff. */
async function settlers(world: World, request: SpendingRecord): Promise<string[]> {
  const paid = new Set(request.payments.map(({ payerOpenid }) => payerOpenid))
  const able = [request.authorOpenid, ...(await holders(world, request, ['communityStaff']))]
  return [...new Set(able)].filter((openid) => !paid.has(openid))
}

/** Those whom this move asks for something that they were not asked for before. */
async function newlyAsked(world: World, before: SpendingRecord | null, after: SpendingRecord): Promise<string[]> {
  if (after.status === 'committed' && before?.status !== 'committed') return holders(world, after, ['districtStaff'])
  const step = openStep(after)
  const earlier = before ? openStep(before) : null
  const sameVote = earlier?.kind === step?.kind && earlier?.vote?.round === step?.vote?.round
  if (after.status !== 'reviewing' || !step || (before?.status === 'reviewing' && sameVote)) return []
  if (step.vote) {
    const able = step.vote.ballots.filter(({ recused }) => recused === null)
    return [...able, ...step.vote.supervisors].map(({ openid }) => openid)
  }
  const asked = await holders(world, after, after.waitsFor)
  return asked.filter((openid) => openid !== after.authorOpenid)
}

async function holders(world: World, request: SpendingRecord, roles: readonly Role[]): Promise<string[]> {
  const found = await Promise.all(
    roles.map((role) => {
      const level = askedAt[role]
      return level ? findHolders(world, role, request[level]) : []
    }),
  )
  return [...new Set(found.flat())]
}

function detailPage({ _id }: SpendingRecord): string {
  return `/committee/pages/request/request?spendingId=${_id}`
}

function consentPage({ _id }: SpendingRecord): string {
  return `/committee/pages/consent/consent?spendingId=${_id}`
}
