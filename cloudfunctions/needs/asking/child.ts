import type { SubmitNeedInput } from '../../../typings/needs'

/**
 * PIPL art. 31: nothing about a child under 14 without their guardian's own consent. A need in 儿童关爱 says whether the
 * child is; what protects a child (儿童保护) is never held up by a consent, because the guardian may be the danger.
 * Gives the path that is missing and what is asked for; null when all is there.
 */
export function childGap(
  input: Pick<SubmitNeedInput, 'field' | 'subSkill' | 'child'>,
): { path: string; limit: string } | null {
  if (input.field !== 'childCare') return null
  if (input.subSkill === 'childProtection') return null
  if (!input.child) return { path: 'child', limit: 'whether the child is under 14' }
  const { under14, guardian } = input.child
  if (under14 && guardian === null)
    return { path: 'child.guardian', limit: 'a guardian’s consent for a child under 14' }
  return null
}
