import { audit } from '../../../cloudfunctions/funds/ledger/audit'
import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { dayMs } from '../../../cloudfunctions/shared/time/spans'
import type { SpendingId } from '../../../typings/spending'
import { give } from '../funds/scene'
import { startTestWorld, type TestWorld } from '../world'
import { settleFund, sign, spendingFundId, spendingInput, stored, submitSpending } from './scene'

/** Generous: the machine may be busy with other tests. */

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
})
afterAll(() => world.close())

/** 100 yuan for everything; for children 300 of one donor and 200 of another. */
beforeEach(async () => {
  await settleFund(world, 100)
  await give(world, 'o-first', { fundId: spendingFundId, amountFen: fen(30_000), earmark: 'childCare' })
  await give(world, 'o-second', { fundId: spendingFundId, amountFen: fen(20_000), earmark: 'childCare' })
  await world.tick()
})

const ask = (yuan: number) => submitSpending(world, yuan, { changeFrom: 'childCare' })
const answer = (who: string, spendingId: SpendingId, agreed: boolean) =>
  world.ok(`o-${who}`, 'funds.answerConsent', { spendingId, agreed })

test('without consent earmarked money is not there for another field', async () => {
  const reply = await world.call('o-worker', 'funds.submitSpending', spendingInput(350))
  expect(reply).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT', fields: [{ path: 'items' }] } })
})

test('its donors are asked in their inbox; with enough consent the request goes on and spends what they agreed to', async () => {
  const { spendingId, status, change } = await ask(350)
  expect(status).toBe('consulting')
  expect(change).toMatchObject({ from: 'childCare', asked: 2, agreed: 0 })
  const { rows } = await world.ok('o-first', 'people.listInbox', { cursor: null })
  expect(rows[0]).toMatchObject({ page: `/committee/pages/consent/consent?spendingId=${spendingId}` })
  expect(await world.ok('o-first', 'funds.getConsent', { spendingId })).toMatchObject({
    ...{ amountFen: 30_000, from: 'childCare', to: 'elderCare', answer: null, open: true },
  })
  expect(await world.code('o-colleague', 'funds.signSpending', { spendingId, agreed: true, opinion: '同意' })).toBe(
    'NOT_NOW',
  )
  expect(await answer('first', spendingId, true)).toMatchObject({ answer: 'agreed', open: false })
  expect(await answer('first', spendingId, true)).toMatchObject({ answer: 'agreed' })
  expect(await world.code('o-first', 'funds.answerConsent', { spendingId, agreed: false })).toBe('CONFLICT')
  expect(stored(world, spendingId).status).toBe('reviewing')
  await sign(world, 'colleague', spendingId)
  await sign(world, 'staff', spendingId)
  const { commitment } = stored(world, spendingId)
  // All of the donor who agreed, the rest of the usual money, and nothing of the one who did not answer.
  expect(commitment?.spans).toEqual([
    { pool: 'childCare', fromFen: 0, toFen: 30_000 },
    { pool: 'general', fromFen: 0, toFen: 5_000 },
  ])
})

test('refused by those whose money it takes: the request ends, and the earmark stays', async () => {
  const { spendingId } = await ask(550)
  expect(await answer('second', spendingId, false)).toMatchObject({ answer: 'refused', open: false })
  expect(stored(world, spendingId)).toMatchObject({ status: 'consentRefused', open: false, commitment: null })
})

test('silence until the deadline is no', async () => {
  const { spendingId } = await ask(550)
  await answer('first', spendingId, true)
  expect(stored(world, spendingId).status).toBe('consulting')
  await world.cloud.clock.advance(10 * dayMs)
  expect(await world.code('o-second', 'funds.answerConsent', { spendingId, agreed: true })).toBe('NOT_NOW')
  await world.tick()
  expect(stored(world, spendingId).status).toBe('consentRefused')
})

test('a donor sees what they are asked, and nobody else does', async () => {
  const { spendingId } = await ask(350)
  expect(await world.code('o-third', 'funds.getConsent', { spendingId })).toBe('NOT_FOUND')
  expect(await world.code('o-third', 'funds.answerConsent', { spendingId, agreed: true })).toBe('NOT_FOUND')
  expect(await world.code('', 'funds.answerConsent', { spendingId, agreed: true })).toBe('UNAUTHENTICATED')
  expect(await world.code('o-first', 'funds.answerConsent', { spendingId, agreed: 'yes' })).toBe('INVALID_INPUT')
})

test('more than all donors could agree to is refused before anybody is asked', async () => {
  const reply = await world.call('o-worker', 'funds.submitSpending', {
    ...spendingInput(601),
    changeFrom: 'childCare',
  })
  expect(reply).toMatchObject({ ok: false, error: { fields: [{ path: 'items' }] } })
})

test('the auditor accepts earmarked money on another field with the donors’ consent alone', async () => {
  const { spendingId } = await ask(350)
  await answer('first', spendingId, true)
  await sign(world, 'colleague', spendingId)
  await sign(world, 'staff', spendingId)
  const { database } = world.cloud
  const books = {
    fundId: spendingFundId,
    checkpoint: database.get('fundCheckpoints', spendingFundId),
    chain: database.find('chain'),
    journal: database.find('journal'),
    gifts: database.find('gifts'),
  } as never as Parameters<typeof audit>[0]
  const request = stored(world, spendingId)
  expect(audit({ ...books, requests: [request] })).toEqual([])
  const what = audit({ ...books, requests: [{ ...request, change: null }] }).map((finding) => finding.what)
  expect(what).toEqual(['it spends money earmarked for childCare'])
})
