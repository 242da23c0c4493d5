import { createHash } from 'node:crypto'
import { canonicalJson } from '../../../cloudfunctions/funds/ledger/canonical'
import { certificateNumberOf, giftTitle } from '../../../cloudfunctions/funds/ledger/titles'
import { faultsOf } from '../../fixtures/journal'
import { fundId, Ledger } from './tables'

const sha = (text: string) => createHash('sha256').update(text).digest('hex')

function threeEntries() {
  const ledger = new Ledger()
  ledger.gift('林女士', 200, 'elderCare')
  ledger.gift('王先生', 50)
  ledger.payment('扶手', 120, 'elderCare')
  return ledger
}

function journalOf(ledger: Ledger) {
  return new Map(ledger.entries.map((entry) => [entry._id, { ...entry }]))
}

test('canonical JSON is one text for one value, and refuses what has none', () => {
  expect(canonicalJson({ b: [1, { d: null, c: '好"' }], a: true })).toBe('{"a":true,"b":[1,{"c":"好\\"","d":null}]}')
  expect(() => canonicalJson({ a: undefined })).toThrow()
  expect(() => canonicalJson(0.1)).toThrow()
})

test('an outsider with nothing but SHA-256 and the written rule computes the same digest', () => {
  const ledger = threeEntries()
  let digest = sha(`chain of ${fundId}`)
  ledger.entries.forEach((entry, index) => {
    const { title, titleSalt, foldedIn, ...content } = entry
    const sorted = (value: object) =>
      JSON.stringify(value, (_, inner) =>
        inner && typeof inner === 'object' && !Array.isArray(inner)
          ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
          : inner,
      )
    const spans = ledger.links[index]?.spans
    const link = { entryDigest: sha(sorted(content)), entryId: entry._id, number: index + 1, spans }
    digest = sha(`${digest}\n${sorted(link)}`)
    expect(foldedIn).toBeGreaterThan(1_000_000)
    expect(sha(`${titleSalt}:${title}`)).toBe(entry.titleDigest)
  })
  expect(ledger.books.digest).toBe(digest)
})

test('the chain of an untouched journal is whole', () => {
  const ledger = threeEntries()
  expect(faultsOf(fundId, ledger.links, journalOf(ledger))).toEqual([])
})

test('a changed entry, title, link, order or missing entry is named', () => {
  const ledger = threeEntries()
  const second = ledger.entries[1]
  if (!second) throw new Error('no second entry')
  const changed = (change: object) => journalOf(ledger).set(second._id, { ...second, ...change })
  const found = (what: string) => `entry 2 (${second._id}): ${what}`
  expect(faultsOf(fundId, ledger.links, changed({ amountFen: 5_001 }))).toContain(found('the entry was changed'))
  expect(faultsOf(fundId, ledger.links, changed({ title: '李女士的捐赠' }))).toEqual([found('its title was changed')])
  const lacking = journalOf(ledger)
  lacking.delete(second._id)
  expect(faultsOf(fundId, ledger.links, lacking)).toContain(found('the entry is missing'))
  const links = ledger.links.map((link) => (link.number === 2 ? { ...link, digest: sha('forged') } : link))
  expect(faultsOf(fundId, links, journalOf(ledger))[0]).toBe(found('the chain is broken here'))
  const swapped = [...ledger.links].reverse()
  expect(faultsOf(fundId, swapped, journalOf(ledger))[0]).toContain('it calls itself number 3')
  expect(faultsOf('fund_500110001004', ledger.links, journalOf(ledger))[0]).toContain('it belongs to another fund')
  expect(faultsOf('fund_500110001004', ledger.links, journalOf(ledger))[1]).toContain('the chain is broken here')
})

test("a donor's name can be erased and the chain stays whole", () => {
  const ledger = threeEntries()
  const first = ledger.entries[0]
  if (!first) throw new Error('no first entry')
  const erased = journalOf(ledger).set(first._id, { ...first, title: giftTitle(null), titleSalt: null })
  expect(faultsOf(fundId, ledger.links, erased)).toEqual([])
  expect(giftTitle(null)).toBe('爱心人士的捐赠')
})

test("a certificate's number carries the Shanghai day of the payment", () => {
  const lateEveningMs = Date.parse('2025-11-22T16:30:00Z')
  expect(certificateNumberOf('gift_3f9a1c2077ab0123456789abcdef0123', lateEveningMs)).toBe('WS20251123-3F9A-1C20-77AB')
})
