import type { Role } from '../../../typings/people'
import type { SpendingStatus } from '../../../typings/spending'
import { findHolders } from '../../people/public'
import { pending } from '../../shared/outbox/deliver'
import type { PendingMessage } from '../../shared/outbox/message'
import type { World } from '../../shared/ports'
import type { SpendingRecord } from './records'
import { openStep } from './steps'

/** Who is told what a step of a request means to them. Inbox alone: no template of ours says it. */

/** Levels at which a step's people hold their duty. */
const askedAt: Partial<Record<Role, 'territoryCode' | 'streetCode' | 'districtCode'>> = {
  socialWorker: 'territoryCode',
  communityStaff: 'territoryCode',
  streetStaff: 'streetCode',
  districtStaff: 'districtCode',
}

const toldToAuthor: Partial<Record<SpendingStatus, string>> = {
  approved: '各级都同意了，等基金里的钱够了就会留出。',
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
  const tell = (openid: string, title: string, body: string, page = detailPage(after)) => {
    const messageId = `message_${world.ids.from('spending', after._id, String(after.events.length), openid)}` as const
    if (messages.some((each) => each.messageId === messageId)) return
    messages.push(pending({ messageId, openid, kind: 'taskOffered', title, body, page, data: null }, nowMs))
  }
  const about = `${after.communityName}「${after.title}」`
  for (const openid of await newlyAsked(world, before, after)) {
    tell(openid, '基金支出等您处理', `${about}轮到您了，请看一看材料再决定。`)
  }
  const words = before && before.status !== after.status ? toldToAuthor[after.status] : undefined
  if (words) tell(after.authorOpenid, '您申请的基金支出有进展', `${about}${words}`)
  if (!before && after.change) {
    for (const { openid } of after.change.asked) {
      const body = `您捐给${after.fundName}的善款，社区想改用在「${after.title}」，需要您同意。不同意也完全可以。`
      tell(openid, '想请您同意改变善款的用途', body, consentPage(after))
    }
  }
  return messages
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
