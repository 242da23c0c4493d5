import type { Errand } from '../../../typings/cases'
import { hourMs } from '../../shared/time/spans'
import type { NeedRecord } from '../records'
import type { CaseRecord } from './case-record'
import { stageWords } from './gates'

/** What a worker has to do today, by community and address. */
export function errandsOf(
  cases: readonly { kase: CaseRecord; need: NeedRecord }[],
  dayEndMs: number,
  nowMs: number,
): Errand[] {
  return cases.flatMap(({ kase, need }) => errandOf(kase, need, dayEndMs, nowMs) ?? []).sort(byPlace)
}

/** One errand a case: a visit that is agreed for today or overdue, else what falls due. */
function errandOf(kase: CaseRecord, need: NeedRecord, dayEndMs: number, nowMs: number): Errand | null {
  const { nextVisit, dueAtMs, stage } = kase
  const place = {
    needId: kase.needId,
    field: kase.field,
    subSkill: kase.subSkill,
    territoryCode: kase.territoryCode,
    communityName: kase.communityName,
    metres: null,
    address: need.address,
    contactName: need.contactName,
    stage,
  }
  if (nextVisit && nextVisit.atMs < dayEndMs) {
    const words = nextVisit.purpose === '' ? '约好的服务' : nextVisit.purpose
    return { ...place, kind: 'visit', atMs: nextVisit.atMs, overdue: nextVisit.atMs < nowMs - hourMs, words }
  }
  // What waits for the supervisor is not the worker's errand.
  if (kase.awaits !== null || dueAtMs === null || dueAtMs >= dayEndMs) return null
  if (stage === 'intake') {
    return { ...place, kind: 'firstContact', atMs: dueAtMs, overdue: dueAtMs < nowMs, words: '第一次联系，完成接案' }
  }
  const words = stage === 'intervention' ? '该去看看了，离上次服务已久' : `完成${stageWords[stage]}`
  return { ...place, kind: 'deadline', atMs: dueAtMs, overdue: dueAtMs < nowMs, words }
}

/** Community, then the numbers of the address as numbers: 2 栋 comes before 10 栋. */
export function byPlace(
  left: Pick<Errand, 'communityName' | 'address' | 'atMs'>,
  right: Pick<Errand, 'communityName' | 'address' | 'atMs'>,
): number {
  return (
    collator.compare(left.communityName, right.communityName) ||
    collator.compare(left.address, right.address) ||
    left.atMs - right.atMs
  )
}

const collator = new Intl.Collator('zh-CN', { numeric: true })
