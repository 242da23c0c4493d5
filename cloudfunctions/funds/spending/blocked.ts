import type { SeatRecord } from '../policy/roster'
import { approversOf, hindranceOf, interestOf } from './interest'
import { mostPayments } from './money'
import type { SpendingRecord, StepRecord } from './records'
import { type Actor, openStep, payerRoles, settlerRoles, slotsOf } from './steps'

/**
 * Why a person who has a duty in a request can do nothing with it now, in a sentence for them; null when nothing that is theirs
 * is in their way. A button that is not there always says why.
 */
export function blockedWords(request: SpendingRecord, actor: Actor, seats: readonly SeatRecord[]): string | null {
  const step = openStep(request)
  if (request.status === 'reviewing' && step) {
    return step.vote ? voteWords(request, step, actor, seats) : signWords(request, step, actor, seats)
  }
  if (request.status === 'committed' || request.status === 'paid') return moneyWords(request, actor, seats)
  return null
}

function signWords(request: SpendingRecord, step: StepRecord, actor: Actor, seats: readonly SeatRecord[]) {
  const slots = slotsOf[step.kind]
  const ownSlots = slots.flatMap((roles, slot) => (roles.some((role) => actor.roles.includes(role)) ? [slot] : []))
  if (ownSlots.length === 0) return null
  if (actor.openid === request.authorOpenid) return '您是申请人，自己的申请要由别人签署。'
  const hindrance = hindranceOf(request, actor, step, 'signer', seats)
  if (hindrance === 'related') return related
  if (hindrance === 'twice') return spoken
  const taken = ownSlots.every((slot) => step.signatures.some((each) => each.slot === slot))
  return taken ? '您这一席已经有人签了，正在等另一席。' : null
}

function voteWords(request: SpendingRecord, step: StepRecord, actor: Actor, seats: readonly SeatRecord[]) {
  const { vote } = step
  const ballot = vote?.ballots.find(({ openid }) => openid === actor.openid)
  if (ballot?.recused) return `您不参加这次表决：${ballot.recused}。`
  if (ballot?.vote) return '您已经投票。票投出后不能改；和这件事有关系的，仍可以回避。'
  if (ballot) return hindranceOf(request, actor, step, 'member', seats) === 'related' ? related : null
  if (actor.roles.includes('fundSupervisor')) {
    if (actor.openid === request.authorOpenid) return '您是申请人，这次的监事意见要由别的监事写。'
    const hindrance = hindranceOf(request, actor, step, 'supervisor', seats)
    if (hindrance === 'related') return related
    if (hindrance === 'twice') return spoken
    if (vote?.opinion) return `监事意见已由${vote.opinion.name}写下。`
    return vote?.supervisors.some(({ openid }) => openid === actor.openid) ? null : notInOffice
  }
  return actor.roles.includes('fundCommitteeMember') ? notInOffice : null
}
const related = '收款方或受益人和您有关联，这件事您要回避。'
const spoken = '您已经在这件申请上签过意见，其余的由别人签。'
const notInOffice = '表决发起的时候您还没有在任，这一次不参加。'

function moneyWords(request: SpendingRecord, actor: Actor, seats: readonly SeatRecord[]): string | null {
  const reasons: string[] = []
  const hasPart = actor.roles.some((role) => payerRoles.includes(role) || settlerRoles.includes(role))
  if (hasPart && interestOf(request, actor, seats) === 'related') return related
  if (actor.roles.some((role) => payerRoles.includes(role))) {
    if (actor.openid === request.authorOpenid) reasons.push('您是申请人，付款要由别人登记。')
    else if (approversOf(request).has(actor.openid)) reasons.push('您审批过这件申请，付款要由别人登记。')
    else if (request.payments.length >= mostPayments)
      reasons.push(`已经登记了 ${mostPayments} 笔付款，请结清；没付的另外申请。`)
  }
  const paid = request.payments.some(({ payerOpenid }) => payerOpenid === actor.openid)
  if (paid && actor.roles.some((role) => settlerRoles.includes(role))) {
    reasons.push('付款是您登记的，结清要由别人填报。')
  }
  return reasons.length > 0 ? reasons.join('') : null
}
