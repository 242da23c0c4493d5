import type { SpendingAction } from '../../../typings/spending'
import { holdsOn } from '../../shared/access/duties'
import { type Context, staffName } from '../../shared/procedure'
import type { SeatRecord } from '../policy/roster'
import { hindranceOf, type Part } from './interest'
import { mayBePaid, mayPay, maySettle } from './money'
import type { SpendingRecord } from './records'
import { type Actor, freeSlotFor, openStep } from './steps'

/** Every duty that has to do with spending. */
export const spendingRoles = [
  'socialWorker',
  'stationSupervisor',
  'communityStaff',
  'streetStaff',
  'fundCommitteeMember',
  'fundSupervisor',
  'districtStaff',
  'auditor',
] as const

/** The caller with the duties that hold where the request is. */
export function actorAt(caller: Pick<Context, 'openid' | 'callerName' | 'duties'>, territoryCode: string): Actor {
  const roles = caller.duties.filter((duty) => holdsOn([duty], territoryCode)).map(({ role }) => role)
  return { openid: caller.openid, name: staffName(caller), roles: [...new Set(roles)] }
}

/** What this person can do with the request now. The steps themselves refuse everything else. */
export function actionsOf(request: SpendingRecord, actor: Actor, seats: readonly SeatRecord[]): SpendingAction[] {
  const isAuthor = actor.openid === request.authorOpenid
  const found: SpendingAction[] = []
  const add = (action: SpendingAction, possible: boolean) => {
    if (possible) found.push(action)
  }
  switch (request.status) {
    case 'reviewing':
      found.push(...decisions(request, actor, seats))
      add('withdraw', isAuthor)
      break
    case 'noQuorum':
      add('reopenVote', isAuthor || actor.roles.includes('communityStaff'))
      add('withdraw', isAuthor)
      break
    case 'consulting':
      add('withdraw', isAuthor)
      break
    case 'approved':
      add('commit', mayPay(request, actor, seats) || maySettle(request, actor, seats))
      add('withdraw', isAuthor)
      break
    case 'committed':
    case 'paid':
      add('pay', mayPay(request, actor, seats) && mayBePaid(request))
      add('settle', maySettle(request, actor, seats))
      break
    default:
  }
  return found
}

/** Whether the request lies in this person's queue: a decision, money to pay out, an account to close. */
export function waitsForPerson(request: SpendingRecord, actor: Actor, seats: readonly SeatRecord[]): boolean {
  const actions = actionsOf(request, actor, seats)
  if (request.status === 'committed') return actions.includes('pay')
  if (request.status === 'paid') return actions.includes('settle')
  return actions.some((action) => action === 'sign' || action === 'vote' || action === 'minute')
}

function decisions(request: SpendingRecord, actor: Actor, seats: readonly SeatRecord[]): SpendingAction[] {
  const step = openStep(request)
  if (!step) return []
  const { openid } = actor
  const mayAs = (part: Part) => hindranceOf(request, actor, step, part, seats) === null
  if (!step.vote) return mayAs('signer') && freeSlotFor(step, actor) !== null ? ['sign'] : []
  const { ballots, supervisors, opinion } = step.vote
  const ballot = ballots.find((each) => each.openid === openid)
  const found: SpendingAction[] = []
  if (ballot && ballot.recused === null) {
    found.push(...(ballot.vote === null && mayAs('member') ? (['vote', 'recuse'] as const) : ['recuse' as const]))
  }
  const isSupervisor = supervisors.some((each) => each.openid === openid)
  if (opinion === null && isSupervisor && mayAs('supervisor')) found.push('minute')
  return found
}
