/** The calendar of what is owed: drafted by the system, approved by a person, corrected with a reason; and the alerts. */

import { raiseAlert } from '../../../cloudfunctions/funds/alerts/raise'
import type { AlertRecord } from '../../../cloudfunctions/funds/alerts/records'
import { nextBatch } from '../../../cloudfunctions/funds/ledger/batch'
import { entryIdOf, paymentEntry } from '../../../cloudfunctions/funds/ledger/entries'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { writeHistory } from '../../../cloudfunctions/funds/ledger/history'
import { dayMs } from '../../../cloudfunctions/shared/time/spans'
import type { DisclosureEventInput, DisclosureId } from '../../../typings/disclosure'
import type { FundId } from '../../../typings/ids'
import { auditFund, fundRecord } from '../funds/scene'
import { productWorld } from '../product-world'
import { startTestWorld, type TestWorld } from '../world'
import { district, fundId, newKey, otherFundId, plant } from './scene'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
  await plant(world)
  await world.tick()
})
afterAll(() => world.close())

const calendar = () => world.ok('o-district', 'funds.listCalendar', {})
async function drafts() {
  return (await calendar()).filter(({ state, fundId: id }) => (state === 'draft' || state === 'late') && id === fundId)
}
async function firstDraft() {
  const [draft] = await drafts()
  if (!draft) throw new Error('nothing is drafted')
  return world.ok('o-district', 'funds.getDisclosure', { disclosureId: draft.disclosureId })
}

describe('the calendar', () => {
  test('ok: what is due is drafted by the night, late ones first; what comes within 120 days is announced', async () => {
    const entries = await calendar()
    const own = entries.filter(({ fundId: id }) => id === fundId)
    expect(own.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'progress late',
      'progress late',
      'progress ahead',
    ])
    expect(entries.map(({ dueAtMs }) => dueAtMs)).toEqual(entries.map(({ dueAtMs }) => dueAtMs).sort((a, b) => a - b))
  })

  test('the night is done once a day: again, and by two timers at once, nothing is drafted twice', async () => {
    const before = world.cloud.database.count('disclosures')
    await Promise.all([world.tick(), world.tick()])
    expect(world.cloud.database.count('disclosures')).toBe(before)
    expect(world.cloud.database.find('nightly')).toMatchObject([{ finishedAtMs: expect.any(Number) }])
  })

  test('only district staff see it, and each their own district', async () => {
    expect(await world.ok('o-neighbour', 'funds.listCalendar', {})).toEqual([])
    for (const openid of ['o-staff', 'o-1'])
      expect(await world.code(openid, 'funds.listCalendar', {})).toBe('FORBIDDEN')
    expect(await world.code('', 'funds.listCalendar', {})).toBe('UNAUTHENTICATED')
    expect(await world.code('o-district', 'funds.listCalendar', { all: true })).toBe('INVALID_INPUT')
  })
})

describe('draft → approved → published → corrected', () => {
  test('a draft’s figures are those of the books in its time; the public does not see it', async () => {
    const draft = await firstDraft()
    expect(draft).toMatchObject({ canApprove: true, version: 1, remark: '', corrected: [], publishedAtMs: null })
    const figures = Object.fromEntries(draft.content.figures.map(({ label, amountFen }) => [label, amountFen]))
    // Open since 200 days, cut ten days before the third month's end: the gifts and the first payment lie in it.
    expect(figures).toEqual({ 期初余额: 0, 本期收到: 18_000, 其中捐赠: 18_000, 本期用出: 4_000, 期末余额: 14_000 })
    expect(draft.content).toMatchObject({ giftCount: '<5', payments: [{ title: '扶手', number: 4 }] })
    const { disclosureId } = draft
    expect(await world.code('o-1', 'funds.getDisclosure', { disclosureId })).toBe('NOT_FOUND')
    expect(await world.code('o-neighbour', 'funds.getDisclosure', { disclosureId })).toBe('NOT_FOUND')
    const file = { table: { kind: 'disclosure' as const, disclosureId }, format: 'csv' as const }
    expect(await world.code('o-1', 'funds.getTableFile', file)).toBe('NOT_FOUND')
    expect(await world.ok('o-1', 'funds.listDisclosures', { districtCode: district, fundId, cursor: null })).toEqual({
      rows: [],
      nextCursor: null,
    })
  })

  test('published: everybody reads what was approved, the late alert goes away, a replay changes nothing', async () => {
    const { disclosureId, version, content } = await firstDraft()
    const alertOf = () => world.cloud.database.find('alerts', { kind: 'deadline', cause: disclosureId })[0]
    expect(alertOf()).toMatchObject({ status: 'open' })
    const input = { disclosureId, version, remark: '已核对凭证。' }
    const published = await world.ok('o-district', 'funds.publishDisclosure', input)
    expect(published).toMatchObject({
      state: 'published',
      approvedByName: 'district',
      remark: '已核对凭证。',
      content,
      version: 2,
    })
    expect(await world.ok('o-district', 'funds.publishDisclosure', input)).toEqual(published)
    expect(alertOf()).toMatchObject({ status: 'settled', settledByName: null })
    expect(await world.ok('o-1', 'funds.getDisclosure', { disclosureId })).toEqual({ ...published, canApprove: false })
    const { rows } = await world.ok('o-1', 'funds.listDisclosures', { districtCode: district, fundId, cursor: null })
    expect(rows.map((row) => row.disclosureId)).toEqual([disclosureId])
    const file = await world.ok('o-1', 'funds.getTableFile', {
      table: { kind: 'disclosure', disclosureId },
      format: 'csv',
    })
    const text = await (await fetch(file.url)).text()
    expect(text).toContain('合计,期末余额,,,,140.00\r\n')
    expect(text).toContain('用出明细,扶手,不分方面,')
  })

  test('a correction says why and keeps what was published before', async () => {
    const { rows } = await world.ok('o-1', 'funds.listDisclosures', { districtCode: district, fundId, cursor: null })
    const disclosureId = rows[0]?.disclosureId as DisclosureId
    const { version, content } = await world.ok('o-district', 'funds.getDisclosure', { disclosureId })
    const input = { disclosureId, version, reason: '用出的方面写错，已按凭证更正。' }
    const corrected = await world.ok('o-district', 'funds.correctDisclosure', input)
    expect(corrected.corrected).toMatchObject([{ reason: input.reason, byName: 'district', before: content }])
    expect(await world.ok('o-district', 'funds.correctDisclosure', input)).toEqual(corrected)
    const asRead = await world.ok('o-1', 'funds.getDisclosure', { disclosureId })
    expect(asRead.corrected[0]?.reason).toBe(input.reason)
    expect(await world.code('o-district', 'funds.correctDisclosure', { ...input, reason: '别的原因而已' })).toBe(
      'CONFLICT',
    )
  })

  test('two approve at once: one wins; not a draft, not theirs, not staff', async () => {
    const [draft] = await drafts()
    const disclosureId = draft?.disclosureId as DisclosureId
    const publish = (openid: string, input: object = {}) =>
      world.code(openid, 'funds.publishDisclosure', { disclosureId, version: 1, remark: '', ...input })
    expect(await publish('o-neighbour')).toBe('NOT_FOUND')
    expect(await publish('o-staff')).toBe('FORBIDDEN')
    expect(await publish('o-auditor')).toBe('FORBIDDEN')
    expect(await publish('')).toBe('UNAUTHENTICATED')
    expect(await publish('o-district', { version: 7 })).toBe('CONFLICT')
    expect(await publish('o-district', { version: 0 })).toBe('INVALID_INPUT')
    const correction = { disclosureId, version: 1, reason: '还没公布就更正' }
    expect(await world.code('o-district', 'funds.correctDisclosure', correction)).toBe('NOT_NOW')
    await world.load('people', { ...world.cloud.database.get('people', 'o-district'), _id: 'o-second' })
    const replies = await Promise.all(
      ['o-district', 'o-second'].map((openid) =>
        world.call(openid, 'funds.publishDisclosure', { disclosureId, version: 1, remark: openid }),
      ),
    )
    expect(replies.map(({ ok }) => ok).sort()).toEqual([false, true])
    const lost = replies.find(({ ok }) => !ok)
    expect(lost).toMatchObject({ error: { code: expect.stringMatching(/CONFLICT|NOT_NOW/) } })
  })
})

describe('funds.addDisclosureEvent', () => {
  const event = (change: Partial<DisclosureEventInput> = {}): DisclosureEventInput => ({
    ...{ eventKey: newKey(), kind: 'disaster', fundId, title: '洪水救助', amountFen: null },
    ...{ fromMs: world.cloud.clock.nowMs(), toMs: null, ...change },
  })

  test('ok: a disaster appeal is disclosed every five days from now on; the same request again is the same event', async () => {
    const input = event()
    const ahead = await world.ok('o-district', 'funds.addDisclosureEvent', input)
    expect(ahead.filter(({ kind }) => kind === 'disaster').length).toBeGreaterThan(20)
    await world.ok('o-district', 'funds.addDisclosureEvent', input)
    expect(world.cloud.database.count('disclosureEvents')).toBe(1)
    expect(await world.code('o-district', 'funds.addDisclosureEvent', { ...input, title: '旱灾救助' })).toBe(
      'KEY_REUSED',
    )
    await world.cloud.clock.advance(6 * dayMs)
    await world.tick()
    expect((await drafts()).filter(({ kind }) => kind === 'disaster')).toHaveLength(1)
  })

  test('a related-party dealing is drafted the same night, and owed within 30 days', async () => {
    const atMs = world.cloud.clock.nowMs()
    const input = event({
      kind: 'relatedParty',
      title: '物业公司维修',
      fromMs: atMs,
      toMs: atMs,
      amountFen: fen(50_000),
    })
    await world.ok('o-district', 'funds.addDisclosureEvent', input)
    await world.cloud.clock.advance(dayMs)
    await world.tick()
    const [found] = (await drafts()).filter(({ kind }) => kind === 'relatedParty')
    expect(found).toMatchObject({ title: '关联交易公示：物业公司维修', state: 'draft' })
  })

  test('not staff, another district, a fund that is not there, an end before its beginning', async () => {
    expect(await world.code('o-staff', 'funds.addDisclosureEvent', event())).toBe('FORBIDDEN')
    expect(await world.code('o-neighbour', 'funds.addDisclosureEvent', event())).toBe('NOT_FOUND')
    expect(await world.code('', 'funds.addDisclosureEvent', event())).toBe('UNAUTHENTICATED')
    expect(await world.code('o-district', 'funds.addDisclosureEvent', event({ toMs: 5 }))).toBe('INVALID_INPUT')
    const none = event({ fundId: 'fund_500110009999' })
    expect(await world.code('o-district', 'funds.addDisclosureEvent', none)).toBe('NOT_FOUND')
  })
})

describe('alerts', () => {
  /** Two people of the district. */
  const asked = ['o-district', 'o-second']

  const difference = (cause: string) => ({
    ...{ kind: 'difference' as const, cause, territoryCode: '500110001001', fundId, placeName: '新山村社区' },
    ...{ title: '对账差异', body: '微信账单多出一笔', page: '' },
  })

  test('ok: raised once for one cause, listed to the district and the auditor, settled with an explanation', async () => {
    const ports = await productWorld(world.cloud)
    expect(await raiseAlert(ports, difference('bill 1'))).toBe(true)
    expect(await raiseAlert(ports, difference('bill 1'))).toBe(false)
    const list = (openid: string, status: 'open' | 'settled') =>
      world.ok(openid, 'funds.listAlerts', { status, cursor: null })
    const [alert] = (await list('o-district', 'open')).rows.filter(({ kind }) => kind === 'difference')
    if (!alert) throw new Error('the alert is not listed')
    expect((await list('o-auditor', 'open')).rows).toContainEqual(alert)
    expect((await list('o-neighbour', 'open')).rows).toEqual([])
    const input = { alertId: alert.alertId, version: alert.version, explanation: '银行次日到账，已核对。' }
    const settled = await world.ok('o-district', 'funds.settleAlert', input)
    expect(settled).toMatchObject({ status: 'settled', settledByName: 'district', explanation: input.explanation })
    expect(await world.ok('o-district', 'funds.settleAlert', input)).toEqual(settled)
    expect(await world.code('o-district', 'funds.settleAlert', { ...input, explanation: '另一种说法' })).toBe(
      'CONFLICT',
    )
    expect((await list('o-district', 'settled')).rows).toContainEqual(settled)
  })

  test('not theirs, not staff, nothing said', async () => {
    const ports = await productWorld(world.cloud)
    await raiseAlert(ports, difference('bill 2'))
    const { _id: alertId } = world.cloud.database.find('alerts', { cause: 'bill 2' })[0] as unknown as AlertRecord
    const settle = (openid: string, explanation = '核对过了') =>
      world.code(openid, 'funds.settleAlert', { alertId, version: 1, explanation })
    expect(await settle('o-neighbour')).toBe('NOT_FOUND')
    expect(await settle('o-auditor')).toBe('FORBIDDEN')
    expect(await settle('')).toBe('UNAUTHENTICATED')
    expect(await settle('o-district', '')).toBe('INVALID_INPUT')
    expect(await world.code('o-1', 'funds.listAlerts', { status: 'open', cursor: null })).toBe('FORBIDDEN')
    expect(await world.code('', 'funds.listAlerts', { status: 'open', cursor: null })).toBe('UNAUTHENTICATED')
  })

  test('money that lies idle, too little spent, too much for the running: the night says so, once', async () => {
    const nowMs = world.cloud.clock.nowMs()
    const id: FundId = 'fund_500110001004'
    await world.load('funds', fundRecord(nowMs, { _id: id, territoryCode: '500110001004', campaign: null }))
    // In two years before this one, whatever the day is: one of them is judged against the other.
    const grants = [400, 760].map((days) => ({
      ...{ kind: 'seedGrant' as const, cause: `old ${days}`, title: '启动资金', amountFen: fen(50_000) },
      atMs: nowMs - days * dayMs,
    }))
    const { entries, chain, checkpoint } = writeHistory(id, grants, () => 'salt')
    const facts = {
      fundId: id,
      atMs: nowMs - dayMs,
      titleSalt: 'salt',
      cause: 'bank',
      title: '转账手续费',
      earmark: null,
    }
    const fee = { ...paymentEntry(checkpoint, { ...facts, amountFen: fen(500) }), kind: 'fee' as const }
    const postings = fee.postings.map((posting) => ({ ...posting, destination: 'world:fees' as const }))
    const paid = nextBatch(checkpoint, [{ ...fee, _id: entryIdOf('fee', fee.cause), postings }], nowMs)
    await world.load('journal', ...entries, { ...fee, _id: entryIdOf('fee', fee.cause), postings, foldedIn: 2 })
    await world.load('chain', ...chain, paid.chain)
    await world.load('fundCheckpoints', { ...paid.checkpoint, unmarked: [] })
    expect(auditFund(world, id)).toEqual([])
    await world.cloud.clock.advance(dayMs)
    await world.tick()
    await world.cloud.clock.advance(dayMs)
    await world.tick()
    const raised = world.cloud.database.find('alerts', { fundId: id }).map(({ kind }) => kind)
    expect(raised.sort()).toEqual(['idle', 'managementRatio', 'spendingRatio'])
    // Nobody keeps that community's fund: it is the district's to act, once for each cause, on the page that shows it.
    const told = world.cloud.database.find('inbox', { page: `/fund/pages/figures/figures?fundId=${id}` })
    expect(told.map(({ openid }) => openid).sort()).toEqual([...asked, ...asked, ...asked].sort())
  })

  test('the night’s auditor finds a tampered entry, and a chain that was rewritten behind what was published', async () => {
    const { database } = await productWorld(world.cloud)
    expect(auditFund(world, otherFundId)).toEqual([])
    const [entry] = world.cloud.database.find('journal', { fundId: otherFundId, title: '扶手' })
    await database.update('journal', String(entry?._id), {}, { set: { amountFen: 3_999 } })
    await world.cloud.clock.advance(dayMs)
    await world.tick()
    const found = world.cloud.database.find('alerts', { kind: 'books', fundId: otherFundId })
    expect(found).toHaveLength(1)
    expect(String(found[0]?.body)).toContain(String(entry?._id))
    const told = world.cloud.database.find('inbox', { page: `/fund/pages/proof/proof?fundId=${otherFundId}` })
    expect(told.map(({ openid }) => openid).sort()).toEqual(['o-auditor', ...asked])
    await database.update('journal', String(entry?._id), {}, { set: { amountFen: 4_000 } })
  })

  test('and an entry that was slipped in with the mark of a batch that is not there yet', async () => {
    const { database } = await productWorld(world.cloud)
    const [entry] = world.cloud.database.find('journal', { fundId: otherFundId, kind: 'gift' })
    await world.load('journal', { ...entry, _id: 'entry_slippedin', cause: 'slipped', foldedIn: 4_242 })
    await world.cloud.clock.advance(dayMs)
    await world.tick()
    const bodies = world.cloud.database.find('alerts', { kind: 'books', fundId: otherFundId }).map(({ body }) => body)
    expect(bodies).toContainEqual(expect.stringContaining('entry_slippedin'))
    await database.remove('journal', 'entry_slippedin')
  })
})
