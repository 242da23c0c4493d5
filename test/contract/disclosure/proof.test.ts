/** What anybody can follow and check: a gift's way, a payment's sources, the chain, the figures. */

import { genesisDigest } from '../../../cloudfunctions/funds/ledger/chain'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { joinParts, readJournalFile, verifyJournal } from '../../../local/proof/verify-journal'
import type { JournalFile, JournalPage } from '../../../typings/disclosure'
import type { EntryId, FundId } from '../../../typings/ids'
import { faultsOf } from '../../fixtures/journal'
import { readXlsx } from '../../fixtures/xlsx'
import { upload } from '../files'
import { auditFund, fundRecord, give } from '../funds/scene'
import { startTestWorld, type TestWorld } from '../world'
import { district, fundId, newKey, otherFundId, plant } from './scene'

let world: TestWorld
let planted: Awaited<ReturnType<typeof plant>>
beforeAll(async () => {
  world = await startTestWorld()
  planted = await plant(world)
})
afterAll(() => world.close())

async function fetched(url: string): Promise<Buffer> {
  return Buffer.from(await (await fetch(url)).arrayBuffer())
}

describe('funds.getGiftTrace', () => {
  test('ok: a gift’s money becomes things, in order, each with its place in the chain', async () => {
    const trace = await world.ok('o-1', 'funds.getGiftTrace', { giftId: 'gift_a1' })
    expect(trace).toMatchObject({ amountFen: 5_000, number: 1, earmark: null })
    expect(trace.pieces.map(({ state, amountFen, title, number }) => [state, amountFen, title, number])).toEqual([
      ['spent', 4_000, '扶手', 4],
      ['spent', 1_000, '热餐', 5],
    ])
    const last = await world.ok('o-3', 'funds.getGiftTrace', { giftId: 'gift_a3' })
    expect(last.pieces.map(({ state, amountFen }) => [state, amountFen])).toEqual([
      ['spent', 1_000],
      ['waiting', 2_000],
    ])
  })

  test('a gift that was paid a moment ago waits, before and after the roll-up', async () => {
    const { giftId } = await give(world, 'o-new', { fundId: otherFundId, amountFen: fen(700) })
    const before = await world.ok('o-new', 'funds.getGiftTrace', { giftId })
    expect(before).toMatchObject({ number: null, pieces: [{ state: 'waiting', amountFen: 700 }] })
    await world.tick()
    const after = await world.ok('o-new', 'funds.getGiftTrace', { giftId })
    expect(after).toMatchObject({ number: 6, pieces: [{ state: 'waiting', amountFen: 700 }] })
  })

  test('another person’s gift looks like none; invalid and unauthenticated', async () => {
    expect(await world.code('o-2', 'funds.getGiftTrace', { giftId: 'gift_a1' })).toBe('NOT_FOUND')
    expect(await world.code('o-1', 'funds.getGiftTrace', { giftId: 'a1' })).toBe('INVALID_INPUT')
    expect(await world.code('', 'funds.getGiftTrace', { giftId: 'gift_a1' })).toBe('UNAUTHENTICATED')
  })

  test('it costs six round trips', async () => {
    await world.ok('o-1', 'funds.getGiftTrace', { giftId: 'gift_a1' })
    expect(await world.roundTrips(() => world.ok('o-1', 'funds.getGiftTrace', { giftId: 'gift_a1' }))).toBe(6)
  })
})

describe('funds.getPaymentTrace and thanks', () => {
  const thanks = (entryId: EntryId) => ({
    ...{
      entryId,
      thanksKey: newKey(),
      fromName: '周奶奶',
      words: '扶手装好了，晚上起来不怕了',
      photoFileIds: [] as string[],
    },
    consentOf: 'self' as const,
  })

  test('ok: a payment names the gifts that paid for it, as their donors chose to be shown', async () => {
    const { _id: entryId } = planted.entryOf('热餐')
    const trace = await world.ok('o-anyone', 'funds.getPaymentTrace', { entryId })
    expect(trace).toMatchObject({
      sourceCount: 3,
      thanks: null,
      canThank: false,
      payment: { title: '热餐', number: 5 },
    })
    expect(trace.sources.map(({ title, amountFen, number }) => [title, amountFen, number])).toEqual([
      ['林女士的捐赠', 1_000, 1],
      ['陈先生的捐赠', 10_000, 2],
      ['爱心人士的捐赠', 1_000, 3],
    ])
    expect(JSON.stringify(trace)).not.toMatch(/o-[123]"/)
    expect(await world.code('o-anyone', 'funds.getPaymentTrace', { entryId: 'entry_none' })).toBe('NOT_FOUND')
    const gift = planted.entryOf('林女士的捐赠')
    expect(await world.code('o-anyone', 'funds.getPaymentTrace', { entryId: gift._id })).toBe('NOT_FOUND')
    expect(await world.code('', 'funds.getPaymentTrace', { entryId })).toBe('UNAUTHENTICATED')
  })

  test('thanks: added with consent by staff of the place, seen with the picture once that has passed, gone when withdrawn', async () => {
    const { _id: entryId } = planted.entryOf('扶手')
    const file = await upload(world, 'thanks', 'o-staff')
    const input = { ...thanks(entryId), photoFileIds: [file] }
    expect((await world.ok('o-staff', 'funds.getPaymentTrace', { entryId })).canThank).toBe(true)
    const added = await world.ok('o-staff', 'funds.addThanks', input)
    expect(added).toMatchObject({ fromName: '周奶奶', photoUrls: [] })
    // Replay; the same key with other words; another request.
    expect(await world.ok('o-staff', 'funds.addThanks', input)).toMatchObject({ thanksId: added.thanksId })
    expect(await world.code('o-staff', 'funds.addThanks', { ...input, words: '别的话' })).toBe('KEY_REUSED')
    expect(await world.code('o-staff', 'funds.addThanks', { ...input, thanksKey: newKey() })).toBe('CONFLICT')

    const [check] = world.cloud.database.find('pictureChecks', { holder: 'thanks' })
    const verdict = { MsgType: 'event', Event: 'wxa_media_check', result: { suggest: 'pass' } }
    const traceId = String(check?._id).replace('check_', '')
    await world.cloud.functions.call('needs', { ...verdict, trace_id: traceId }, { openid: '', source: 'wx_unknown' })
    const trace = await world.ok('o-1', 'funds.getGiftTrace', { giftId: 'gift_a1' })
    expect(trace.pieces[0]?.thanks).toMatchObject({ words: '扶手装好了，晚上起来不怕了', fromName: '周奶奶' })
    expect(trace.pieces[0]?.thanks?.photoUrls).toHaveLength(1)

    expect(await world.code('o-stranger', 'funds.removeThanks', { thanksId: added.thanksId })).toBe('NOT_FOUND')
    await world.ok('o-staff', 'funds.removeThanks', { thanksId: added.thanksId })
    expect((await world.ok('o-anyone', 'funds.getPaymentTrace', { entryId })).thanks).toBeNull()
    expect(await world.code('o-staff', 'funds.removeThanks', { thanksId: added.thanksId })).toBe('NOT_FOUND')
  })

  test('a stranger, another community’s staff, refused words, what is no payment: nothing is written', async () => {
    const { _id: entryId } = planted.entryOf('扶手')
    expect(await world.code('o-1', 'funds.addThanks', thanks(entryId))).toBe('FORBIDDEN')
    expect(await world.code('o-stranger', 'funds.addThanks', thanks(entryId))).toBe('NOT_FOUND')
    expect(await world.code('', 'funds.addThanks', thanks(entryId))).toBe('UNAUTHENTICATED')
    expect(await world.code('o-staff', 'funds.addThanks', { ...thanks(entryId), words: '' })).toBe('INVALID_INPUT')
    expect(await world.code('o-staff', 'funds.addThanks', { ...thanks(entryId), words: '这里可以赌博' })).toBe(
      'CONTENT_REFUSED',
    )
    const gift = planted.entryOf('林女士的捐赠')
    expect(await world.code('o-staff', 'funds.addThanks', thanks(gift._id))).toBe('NOT_FOUND')
    expect(world.cloud.database.count('thanks')).toBe(0)
  })
})

describe('figures and comparison', () => {
  test('months, purposes and ratios add up to the fund’s totals, with what is not folded yet', async () => {
    const detail = await world.ok('o-anyone', 'funds.get', { fundId })
    const figures = await world.ok('o-anyone', 'funds.getFigures', { fundId })
    const sum = (rows: readonly { receivedFen: number; spentFen: number }[]) => [
      rows.reduce((total, { receivedFen }) => total + receivedFen, 0),
      rows.reduce((total, { spentFen }) => total + spentFen, 0),
    ]
    expect(figures.months).toHaveLength(12)
    expect(sum(figures.months)).toEqual([detail.totalReceivedFen, detail.totalSpentFen])
    expect(sum(figures.purposes)).toEqual([detail.totalReceivedFen, detail.totalSpentFen])
    expect(figures.spending).toMatchObject({ limitPercent: 70 })
    expect(figures.management).toMatchObject({ limitPercent: 10, partFen: 0 })
    expect(figures.lastSpentAtMs).toBe(planted.entryOf('热餐').atMs)
    expect(await world.code('o-anyone', 'funds.getFigures', { fundId: 'fund_none' })).toBe('NOT_FOUND')
    expect(await world.code('', 'funds.getFigures', { fundId })).toBe('UNAUTHENTICATED')
  })

  test('figures cost four reads, the comparison two once the place is known', async () => {
    await world.ok('o-anyone', 'funds.getFigures', { fundId })
    expect(await world.roundTrips(() => world.ok('o-anyone', 'funds.getFigures', { fundId }))).toBe(4)
    await world.ok('o-anyone', 'funds.listDistrictFunds', { districtCode: district })
    const read = () => world.ok('o-anyone', 'funds.listDistrictFunds', { districtCode: district })
    expect(await world.roundTrips(read)).toBe(2)
  })

  test('funds side by side: streets add up to the district, small counts are suppressed', async () => {
    const {
      rows,
      streets,
      district: whole,
    } = await world.ok('o-anyone', 'funds.listDistrictFunds', { districtCode: district })
    expect(rows.map(({ fundId: id }) => id)).toEqual([fundId, otherFundId])
    expect(rows[0]).toMatchObject({ receivedFen: 18_000, spentFen: 16_000, spentPercent: 88.9, giftCount: '<5' })
    expect(streets.map(({ territoryCode, fundCount }) => [territoryCode, fundCount])).toEqual([
      ['500110001', 1],
      ['500110002', 1],
    ])
    expect(whole).toMatchObject({ name: '綦江区', fundCount: 2, giftCount: 7 })
    expect(whole.balanceFen).toBe(rows.reduce((total, { balanceFen }) => total + balanceFen, 0))
    expect(await world.ok('o-anyone', 'funds.listDistrictFunds', { districtCode: '500111' })).toMatchObject({
      rows: [],
    })
    expect(await world.code('o-anyone', 'funds.listDistrictFunds', { districtCode: '5001' })).toBe('INVALID_INPUT')
  })
})

describe('the chain, for outsiders', () => {
  test('ok: the public journal, page by page, is the whole chain and names no donor’s identity', async () => {
    const pages: JournalPage[] = []
    for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
      const page: JournalPage = await world.ok('o-anyone', 'funds.listJournal', { fundId, cursor })
      pages.push(page)
      cursor = page.nextCursor
    }
    const links = pages.flatMap((page) => page.links)
    const entries = new Map(pages.flatMap((page) => page.entries).map((entry) => [entry._id, entry]))
    expect(links).toHaveLength(5)
    expect(faultsOf(fundId, links, entries)).toEqual([])
    expect(JSON.stringify(pages)).not.toContain('o-1')
    expect(await world.code('o-anyone', 'funds.listJournal', { fundId, cursor: 'x' })).toBe('INVALID_INPUT')
    expect(await world.code('', 'funds.listJournal', { fundId, cursor: null })).toBe('UNAUTHENTICATED')
    const none = await world.ok('o-anyone', 'funds.listJournal', { fundId: 'fund_none', cursor: null })
    expect(none).toMatchObject({ links: [], nextCursor: null })
  })

  test('a long chain is read in pages without a gap, and exported in parts that are one book again', async () => {
    const id: FundId = 'fund_500110001003'
    const { writeHistory } = await import('../../../cloudfunctions/funds/ledger/history')
    const events = Array.from({ length: 5_130 }, (_, index) => ({
      ...{ kind: 'seedGrant' as const, cause: `long ${index}`, title: `${index}`, amountFen: fen(100) },
      atMs: 1_700_000_000_000 + index,
    }))
    const history = writeHistory(id, events, () => 'salt')
    await world.load('journal', ...history.entries)
    await world.load('chain', ...history.chain)
    await world.load('fundCheckpoints', history.checkpoint)
    const territoryCode = id.slice('fund_'.length)
    await world.load('funds', fundRecord(0, { _id: id, territoryCode, districtCode: '500199', campaign: null }))
    const numbers: number[] = []
    let cursor: string | null = null
    do {
      const page: JournalPage = await world.ok('o-anyone', 'funds.listJournal', { fundId: id, cursor })
      expect(page.entries).toHaveLength(page.links.length)
      numbers.push(...page.links.map(({ number }) => number))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(numbers).toEqual(events.map((_, index) => index + 1))

    const files: JournalFile[] = []
    for (const part of [1, 2]) {
      const stored = await world.ok('o-anyone', 'funds.getJournalFile', { fundId: id, part })
      expect(stored).toMatchObject({ part, partCount: 2, entryCount: part === 1 ? 5_000 : 130 })
      files.push(readJournalFile((await fetched(stored.url)).toString()) as JournalFile)
    }
    const whole = joinParts([...files].reverse()) as JournalFile
    const kept = [{ entryCount: 5_130, digest: history.checkpoint.digest, from: 'kept' }]
    expect(verifyJournal(whole, kept)).toMatchObject({ entryCount: 5_130, balanceFen: 513_000, met: 1, faults: [] })
    expect(joinParts(files.slice(1))).toBe('Entries 1 to 5000 are missing: give every part of the book, each once.')
    expect(joinParts([...files, ...files.slice(0, 1)])).toContain('are there twice')
    expect(await world.code('o-anyone', 'funds.getJournalFile', { fundId: id, part: 3 })).toBe('NOT_FOUND')
    expect(await world.code('o-anyone', 'funds.getJournalFile', { fundId: id, part: 0 })).toBe('INVALID_INPUT')
  })

  test('published once a day, linked to the day before; a digest that is kept finds a book that was rewritten whole', async () => {
    await world.tick()
    await world.tick()
    expect(world.cloud.database.count('digests')).toBe(1)
    await world.cloud.clock.advance(86_400_000)
    await world.tick()
    const proof = await world.ok('o-anyone', 'funds.getProof', { fundId })
    expect(proof.published).toHaveLength(2)
    expect(proof.published[0]).toMatchObject({ entryCount: 5, digest: proof.digest })
    const latest = await world.ok('o-anyone', 'funds.getDistrictProof', { districtCode: district, day: null })
    const before = await world.ok('o-anyone', 'funds.getDistrictProof', {
      districtCode: district,
      day: proof.published[1]?.day ?? '',
    })
    expect(latest.previousDigest).toBe(before.digest)
    expect(latest.funds.map(({ fundId: id }) => id)).toEqual([fundId, otherFundId])
    expect(await world.code('o-anyone', 'funds.getDistrictProof', { districtCode: district, day: '2020-01-01' })).toBe(
      'NOT_FOUND',
    )
    expect(await world.code('o-anyone', 'funds.getProof', { fundId: 'fund_none' })).toBe('NOT_FOUND')
    expect(await world.code('o-anyone', 'funds.getProof', { fundId: 7 })).toBe('INVALID_INPUT')
    expect(await world.code('', 'funds.getProof', { fundId })).toBe('UNAUTHENTICATED')
    const districtProof = (openid: string, day: unknown) =>
      world.code(openid, 'funds.getDistrictProof', { districtCode: district, day })
    expect(await districtProof('o-anyone', 'yesterday')).toBe('INVALID_INPUT')
    expect(await districtProof('o-anyone', { $gt: '' })).toBe('INVALID_INPUT')
    expect(await districtProof('', null)).toBe('UNAUTHENTICATED')
    const elsewhere = { districtCode: '500111', day: null }
    expect(await world.code('o-anyone', 'funds.getDistrictProof', elsewhere)).toBe('NOT_FOUND')
    const again = await world.ok('o-anyone', 'funds.getDistrictProof', { districtCode: district, day: latest.day })
    expect(again).toEqual(latest)
    const empty = await world.ok('o-anyone', 'funds.getProof', { fundId: otherFundId })
    expect(empty.published.every(({ digest }) => digest !== genesisDigest(otherFundId))).toBe(true)
  })

  test('the exported file is checked by another’s code: whole it holds, with one letter changed the entry is named', async () => {
    const { url, entryCount, fileName } = await world.ok('o-anyone', 'funds.getJournalFile', { fundId, part: 1 })
    expect([entryCount, fileName]).toEqual([5, '500110001001-1-5.json'])
    const text = (await fetched(url)).toString()
    const file = readJournalFile(text) as JournalFile
    const kept = file.published.map((line) => ({ ...line, from: line.day }))
    expect(verifyJournal(file, kept)).toMatchObject({ entryCount: 5, balanceFen: 2_000, met: 2, faults: [] })

    const tampered = readJournalFile(text.replace('"title":"热餐"', '"title":"热茶"')) as JournalFile
    expect(verifyJournal(tampered, []).faults).toEqual([
      expect.stringMatching(/^entry 5 \(entry_[0-9a-f]+\): its title was changed$/),
    ])
    const cheaper = JSON.parse(text.replaceAll('"amountFen":12000', '"amountFen":11000')) as JournalFile
    expect(verifyJournal(cheaper, []).faults[0]).toMatch(/^entry 5 .*the entry was changed$/)
    expect(
      verifyJournal({ ...file, links: file.links.slice(0, 4), entries: file.entries.slice(0, 4) }, kept).faults,
    ).toEqual([expect.stringMatching(/ends before entry 5/), expect.stringMatching(/ends before entry 5/)])
    expect(await world.code('', 'funds.getJournalFile', { fundId, part: 1 })).toBe('UNAUTHENTICATED')
  })
})

describe('funds.getTableFile', () => {
  test('CSV and xlsx of flows and of all funds: a mark for Excel, numbers as numbers', async () => {
    const csv = await world.ok('o-anyone', 'funds.getTableFile', { table: { kind: 'flows', fundId }, format: 'csv' })
    const text = (await fetched(csv.url)).toString('utf8')
    expect(text.startsWith('\uFEFF编号,日期,类别,方向,摘要,方面,金额（元）\r\n')).toBe(true)
    expect(text).toContain(',支付,用出,热餐,养老服务,120.00\r\n')
    const book = await world.ok('o-anyone', 'funds.getTableFile', {
      ...{ table: { kind: 'funds', districtCode: district }, format: 'xlsx' },
    })
    const bytes = await fetched(book.url)
    expect([book.fileName, bytes.length]).toEqual(['綦江区社区基金一览.xlsx', book.bytes])
    const sheet = readXlsx(bytes)
    expect([sheet.name, sheet.frozenRows, sheet.widths.length]).toEqual(['社区基金一览', 1, 7])
    // A community's code is read by people: as a number Excel would write 5.00E+11.
    expect(sheet.rows[1]?.slice(0, 5)).toMatchObject([
      { type: 'text', value: '500110001001' },
      { type: 'text', value: '古南街道' },
      { type: 'text', value: '新山村社区' },
      { type: 'n', value: '20', format: '#,##0.00' },
      { type: 'n', value: '180', format: '#,##0.00' },
    ])
    expect(await world.code('o-anyone', 'funds.getTableFile', { table: { kind: 'all' }, format: 'csv' })).toBe(
      'INVALID_INPUT',
    )
    const none = { table: { kind: 'flows', fundId: 'fund_none' }, format: 'csv' }
    expect(await world.code('o-anyone', 'funds.getTableFile', none)).toBe('NOT_FOUND')
    expect(await world.code('', 'funds.getTableFile', { ...none, table: { kind: 'flows', fundId } })).toBe(
      'UNAUTHENTICATED',
    )
  })

  test('flows in Excel: days are days, amounts numbers, nothing is a formula; a draft is not there', async () => {
    const table = { kind: 'flows', fundId } as const
    const first = await world.ok('o-anyone', 'funds.getTableFile', { table, format: 'xlsx' })
    const sheet = readXlsx(await fetched(first.url))
    expect(sheet.rows[1]).toMatchObject([
      { type: 'n', value: '5' },
      { type: 'n', format: 'yyyy-mm-dd', value: expect.stringMatching(/^\d{5}$/) },
      ...[{ value: '支付' }, { value: '用出' }, { value: '热餐' }, { value: '养老服务' }],
      { type: 'n', value: '120', format: '#,##0.00' },
    ])
    expect(sheet.rows.flat().filter(({ type }) => type === 'formula')).toEqual([])
    const again = await world.ok('o-anyone', 'funds.getTableFile', { table, format: 'xlsx' })
    expect(readXlsx(await fetched(again.url)).rows).toEqual(sheet.rows)
    const [draft] = world.cloud.database.find('disclosures', { status: 'draft' }, 1)
    expect(draft).toBeDefined()
    const hidden = { table: { kind: 'disclosure', disclosureId: draft?._id }, format: 'csv' }
    expect(await world.code('o-district', 'funds.getTableFile', hidden)).toBe('NOT_FOUND')
  })
})

test('after all of it the auditor finds nothing', () => {
  expect([auditFund(world, fundId), auditFund(world, otherFundId)]).toEqual([[], []])
})
