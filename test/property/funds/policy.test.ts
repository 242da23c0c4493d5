/** Three levels of rules: whatever they say, the lower is never looser than the upper. */
import fc from 'fast-check'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { quorumOf } from '../../../cloudfunctions/funds/policy/roster'
import { loosenings, obstaclesOf, stepsFor, strictest } from '../../../cloudfunctions/funds/policy/rules'
import type { PolicyRules } from '../../../typings/spending'
import type { Field } from '../../../typings/terms'

const allFields: Field[] = ['socialAssistance', 'elderCare', 'childCare', 'socialAffairs', 'communitySafety']
const amount = fc.integer({ min: 0, max: 1_000_000 }).map(fen)
const percent = fc.integer({ min: 0, max: 100 })
const days = fc.integer({ min: 1, max: 60 })
const rules: fc.Arbitrary<PolicyRules> = fc.record({
  ...{ committeeAboveFen: amount, streetAboveFen: amount, districtAboveFen: amount, requestMostFen: amount },
  ...{ beneficiaryYearMostFen: amount, quorumPercent: percent, voteDays: days, consentDays: days, settleDays: days },
  ...{ idleMonths: days, spendingRatioLeast: percent, managementRatioMost: percent },
  purposes: fc.subarray(allFields),
  bannedUses: fc.subarray(['工资', '购车', '宴请', '装修']),
})

test('the strictest of two levels is looser than neither, and changes nothing where the lower is stricter already', () => {
  fc.assert(
    fc.property(rules, rules, (above, below) => {
      const both = strictest(above, below)
      expect(loosenings(above, both)).toEqual([])
      expect(loosenings(below, both)).toEqual([])
      const asSets = ({ purposes, bannedUses, ...numbers }: PolicyRules) => ({
        ...numbers,
        purposes: [...purposes].sort(),
        bannedUses: [...bannedUses].sort(),
      })
      if (loosenings(above, below).length === 0) expect(asSets(both)).toEqual(asSets(below))
    }),
  )
})

test('under the strictest of two levels an amount takes every step of either, and is refused where either refuses', () => {
  const asked = fc.record({
    ...{
      amountFen: amount,
      field: fc.constantFrom(...allFields),
      words: fc.constantFrom(['扶手'], ['购车'], ['宴请']),
    },
    beneficiaryYearFen: amount,
    people: fc.integer({ min: 1, max: 50 }),
  })
  fc.assert(
    fc.property(rules, rules, asked, (above, below, request) => {
      const both = strictest(above, below)
      const steps = stepsFor(both, request.amountFen)
      for (const level of [above, below]) {
        expect(steps).toEqual(expect.arrayContaining(stepsFor(level, request.amountFen)))
        const paths = obstaclesOf(both, request).map(({ path }) => path)
        expect(paths).toEqual(expect.arrayContaining(obstaclesOf(level, request).map(({ path }) => path)))
      }
    }),
  )
})

test('a quorum is reached by no fewer than its share, and by everybody', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), percent, (members, share) => {
      const quorum = quorumOf(members, share)
      expect(quorum * 100).toBeGreaterThanOrEqual(members * share)
      expect(quorum).toBeLessThanOrEqual(members)
      expect(quorum).toBeGreaterThanOrEqual(1)
    }),
  )
})
