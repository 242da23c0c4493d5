import fc from 'fast-check'
import { audit } from '../../../cloudfunctions/funds/ledger/audit'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { balanceFen } from '../../../cloudfunctions/funds/ledger/fold'
import { type PastEvent, writeHistory } from '../../../cloudfunctions/funds/ledger/history'
import type { GiftId } from '../../../typings/ids'
import { faultsOf } from '../../fixtures/journal'
import { paidGift } from './records'

const fundId = 'fund_500110001003'
const given = fc.array(fc.integer({ min: 1, max: 5_000_000 }), { minLength: 1, maxLength: 450 })

test('a past of any length is written as live entries would be: the auditor finds nothing and the chain is whole', () => {
  fc.assert(
    fc.property(given, fc.double({ min: 0, max: 1, noNaN: true }), (amounts, share) => {
      const events: PastEvent[] = amounts.map((amountFen, index) => ({
        ...{ kind: 'gift', giftId: `gift_${index}`, earmark: null, donorName: null },
        ...{ amountFen: fen(amountFen), atMs: 1_760_000_000_000 + index },
      }))
      const total = amounts.reduce((sum, amount) => sum + amount, 0)
      const spent = Math.floor(total * share)
      if (spent > 0) {
        const atMs = 1_760_000_000_000 + amounts.length
        events.push({ kind: 'payment', cause: 'p', title: '米面', earmark: 'elderCare', amountFen: fen(spent), atMs })
      }
      const { entries, chain, checkpoint } = writeHistory(fundId, events, () => 'salt')
      const gifts = entries.filter(({ kind }) => kind === 'gift').map((entry) => paidGift(entry, entry.cause as GiftId))
      expect(audit({ fundId, checkpoint, chain, journal: entries, gifts })).toEqual([])
      expect(balanceFen(checkpoint)).toBe(total - spent)
      const links = chain.flatMap((batch) => batch.links)
      expect(faultsOf(fundId, links, new Map(entries.map((entry) => [entry._id, entry])))).toEqual([])
    }),
    { numRuns: 20 },
  )
})
