import type { Role } from '../../../typings/people'
import { roleWords } from '../../shared/access/role-words'
import type { SpendingRecord } from './records'
import { openStep, slotsOf } from './steps'
import { castCount } from './vote'

/** 社工或社工站督导: whoever may fill a slot. */
export function slotWords(roles: readonly Role[]): string {
  return roles.map((role) => roleWords[role]).join('或')
}

/** Who decides next, in a sentence. */
export function nextWords(request: SpendingRecord): string {
  switch (request.status) {
    case 'consulting':
      return '正在征求捐赠人同意，到期没有答复的按不同意算。'
    case 'reviewing':
      return reviewWords(request)
    case 'noQuorum':
      return '参加表决的委员不够法定人数。可以再召集一次，或撤回申请。'
    case 'approved':
      return '各级都同意了，等基金里的钱、受益人一年内的额度都够了就会留出。'
    case 'committed':
      return '钱已留出，等区慈善会或社区付款。'
    case 'paid':
      return '已经付款，等填报实际花费并结清。'
    case 'settled':
      return '已经结清。'
    case 'rejected':
      return '没有获得同意，申请到此结束。'
    case 'withdrawn':
      return '申请人已撤回。'
    case 'consentRefused':
      return '捐赠人没有同意改变用途，申请到此结束。'
  }
}

function reviewWords(request: SpendingRecord): string {
  const step = openStep(request)
  if (!step) return ''
  if (!step.vote) {
    const free = slotsOf[step.kind].filter((_, slot) => !step.signatures.some((each) => each.slot === slot))
    return `等${free.map(slotWords).join('，还有')}签署意见。`
  }
  const { quorum, opinion } = step.vote
  const missing = Math.max(0, quorum - castCount(step.vote))
  const supervisor = opinion === null ? '，并等监事写下意见' : ''
  return missing > 0 ? `等管委会表决，还差 ${missing} 人达到法定人数${supervisor}。` : `等管委会表决${supervisor}。`
}
