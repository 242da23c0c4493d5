import type { SimilarNeed } from '../../../typings/asking'
import type { Field, NeedStatus, SubSkill } from '../../../typings/terms'
import { untold } from './neighbourhood'

/** What is looked at of a need that may be the same. */
export interface Known {
  _id: SimilarNeed['needId'] & string
  residentOpenid: string
  field: Field
  subSkill: SubSkill
  status: NeedStatus
  submittedAtMs: number
  /** Hashes of its home and its phone. */
  conflictCodes?: readonly string[]
}

const over: readonly NeedStatus[] = ['withdrawn', 'closed']

/**
 * Open needs in the same field that look like the one being written: of the same phone, or of the same household. Newest
 * first. Another person's shows that it is there, and nothing else; what is confidential does not even show that.
 */
export function similarTo(
  asked: { openid: string; field: Field; home: string; phone: string },
  known: readonly Known[],
): SimilarNeed[] {
  return known
    .filter((need) => need.field === asked.field && !over.includes(need.status))
    .filter((need) => need.residentOpenid === asked.openid || isTold(need))
    .flatMap((need): SimilarNeed[] => {
      const codes = need.conflictCodes ?? []
      const samePhone = codes.includes(asked.phone)
      if (!samePhone && !codes.includes(asked.home)) return []
      const own = need.residentOpenid === asked.openid
      const { submittedAtMs, status } = need
      return [{ needId: own ? need._id : null, submittedAtMs, status, why: samePhone ? 'samePhone' : 'sameHousehold' }]
    })
    .sort((left, right) => right.submittedAtMs - left.submittedAtMs)
}

function isTold({ field, subSkill }: Known): boolean {
  return field !== 'communitySafety' && !untold.includes(subSkill)
}
