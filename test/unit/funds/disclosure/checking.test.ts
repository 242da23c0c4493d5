import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { Checking } from '../../../../miniprogram/fund/checking'
import { sha256 } from '../../../../miniprogram/fund/sha256'
import type { JournalPage, PublicEntry } from '../../../../typings/disclosure'
import { Ledger } from '../tables'

const fundId = 'fund_500110001003'

function book(): Pick<JournalPage, 'entries' | 'links'> {
  const ledger = new Ledger()
  ledger.gift('林', 50)
  ledger.gift('陈', 100, 'elderCare')
  ledger.payment('扶手', 120, 'elderCare')
  return { entries: ledger.entries.map(({ foldedIn: _, ...entry }) => entry), links: ledger.links }
}

test('SHA-256 on the phone is SHA-256: any text, any length, any script', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.string({ minLength: 50, maxLength: 130 })),
      (text) => {
        expect(sha256(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'))
      },
    ),
    { numRuns: 300 },
  )
})

test('a whole book holds, page by page, and meets what was published', () => {
  const { entries, links } = book()
  const published = [{ day: '2026-03-07', entryCount: 2, digest: links[1]?.digest ?? '' }]
  const checking = new Checking(fundId, published)
  expect(checking.take({ entries: entries.slice(0, 2), links: links.slice(0, 2) })).toBeNull()
  expect(checking.take({ entries: entries.slice(2), links: links.slice(2) })).toBeNull()
  expect([checking.checked, checking.met, checking.digest]).toEqual([3, 1, links[2]?.digest])
})

const tampered: Record<string, (entries: PublicEntry[]) => void> = {
  changed: (entries) => Object.assign(entries[1] ?? {}, { amountFen: 9_999 }),
  title: (entries) => Object.assign(entries[1] ?? {}, { title: '王先生的捐赠' }),
  missing: (entries) => entries.splice(1, 1),
}
test.each(Object.entries(tampered))('what was tampered with is named: %s', (what, tamper) => {
  const { entries, links } = book()
  const copy = entries.map((entry) => ({ ...entry }))
  tamper(copy)
  const fault = new Checking(fundId, []).take({ entries: copy, links })
  expect(fault).toEqual({ number: 2, entryId: links[1]?.entryId, what })
})

test('a book that was rewritten whole, every digest with it, is not the one that was published', () => {
  const { links } = book()
  const other = new Ledger()
  other.gift('林', 50)
  other.gift('陈', 10, 'elderCare')
  const published = [{ day: '2026-03-07', entryCount: 2, digest: links[1]?.digest ?? '' }]
  const rewritten = { entries: other.entries, links: other.links } as unknown as JournalPage
  const entries = rewritten.entries.map(({ ...entry }) => {
    delete (entry as { foldedIn?: number }).foldedIn
    return entry
  })
  expect(new Checking(fundId, published).take({ ...rewritten, entries })?.what).toBe('published')
})
