/** Papers that people send along, who may be asked for money, who decides, and who hears of it. */

import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { messageTemplates } from '../../../cloudfunctions/shared/operator'
import { dayMs } from '../../../cloudfunctions/shared/time/spans'
import type { SpendingId } from '../../../typings/spending'
import { upload } from '../files'
import { give } from '../funds/scene'
import { startTestWorld, type TestWorld } from '../world'
import {
  community,
  minute,
  newKey,
  pay,
  settleFund,
  sign,
  signed,
  somePaper,
  spendingFund,
  spendingFundId,
  spendingInput,
  stored,
  submitSpending,
  vote,
} from './scene'

/** Generous: the machine may be busy with other tests. */
jest.setTimeout(60_000)

let world: TestWorld
let doubtful = ''
beforeAll(async () => {
  world = await startTestWorld({ messagePushFunction: 'needs' })
  const words = await import('../../../local/cloud/openapi/words.json')
  doubtful = Object.values(words.review).flat()[0] ?? ''
})
beforeEach(() => settleFund(world, 50_000))
afterAll(() => world.close())

const paper = (content: string, who = 'o-worker') => upload(world, 'spending', who, content)
const later = () => world.cloud.clock.advance(60_000)
const held = async (who: string) => world.ok(`o-${who}`, 'funds.listHeldPictures', {})
const decision = (pictureKey: string, approve: boolean, reason = '') => ({ pictureKey, approve, reason })

describe('pictures of papers', () => {
  test('colleagues see a quote once content security has passed it; who sent it sees it at once', async () => {
    const quote = await paper('a quote')
    const own = await submitSpending(world, 800, { quoteFileIds: [quote] })
    expect(own.quotes).toMatchObject({ urls: [expect.any(String)], waiting: 1, refused: 0 })
    const { spendingId } = own
    const seen = () => world.ok('o-staff', 'funds.getSpending', { spendingId })
    expect((await seen()).quotes).toEqual({ urls: [], waiting: 1, refused: 0 })
    await later()
    expect((await seen()).quotes).toMatchObject({ urls: [expect.any(String)], waiting: 0 })
  })

  test('a refused voucher is shown to nobody, and the payment stands', async () => {
    const { spendingId } = await signed(world, 800)
    const words = await import('../../../local/cloud/openapi/words.json')
    const bad = await paper(Object.values(words.risky).flat()[0] ?? '', 'o-district')
    const payment = { spendingId, paymentKey: newKey(), amountFen: fen(80_000), note: '', voucherFileIds: [bad] }
    await world.ok('o-district', 'funds.paySpending', payment)
    await later()
    for (const who of ['worker', 'district']) {
      const { payments, status } = await world.ok(`o-${who}`, 'funds.getSpending', { spendingId })
      expect(payments[0]?.vouchers).toEqual({ urls: [], waiting: 0, refused: 1 })
      expect(status).toBe('paid')
    }
  })

  test('as many of the neighbours’ and one’s own as there may be, those of one’s places are in the queue', async () => {
    const photos = [{ fileId: somePaper(), verdict: 'review', byOpenid: 'o-else', atMs: 1 }]
    const { spendingId } = await submitSpending(world, 80)
    const request = { ...stored(world, spendingId), photos }
    const thanks = (recordedByOpenid: string, fundId: string, atMs: number) => ({
      ...{ _id: `thanks_${newKey()}`, entryId: 'entry_1', fundId, fromName: '周奶奶', words: '扶手真稳', photos, atMs },
      consent: { of: 'self', atMs, recordedByOpenid },
    })
    const neighbour = { territoryCode: '500110001002', submittedAtMs: 1 }
    const many = Array.from({ length: 60 }, (_, index) => index)
    await world.load('spendingRequests', ...many.map((each) => ({ ...request, ...neighbour, _id: `spend_${each}` })))
    await world.load('spendingRequests', { ...request, _id: 'spend_own' })
    await world.load('thanks', ...many.map((each) => thanks('o-else', 'fund_500110001002', each)))
    await world.load('thanks', ...many.map((each) => thanks('o-staff', spendingFundId, each)))
    await world.load('thanks', thanks('o-else', spendingFundId, 999))
    expect((await held('staff')).map(({ pictureKey }) => pictureKey.slice(0, 6)).sort()).toEqual(['spend_', 'thanks'])
  })

  test('what a person decided stays, whatever content security says of it later or again', async () => {
    const push = (traceId: unknown, suggest: string) =>
      world.cloud.functions.call(
        'needs',
        { MsgType: 'event', Event: 'wxa_media_check', trace_id: traceId, result: { suggest } },
        { openid: '', source: 'wx_unknown' },
      )
    for (const approve of [true, false]) {
      const quote = await paper(`${doubtful} ${approve}`)
      const { spendingId } = await submitSpending(world, 80, { quoteFileIds: [quote] })
      await later()
      const [check] = world.cloud.database.find('pictureChecks', { documentId: spendingId })
      // Asked about a second time while the first answer was late.
      await world.load('pictureChecks', { ...check, _id: `check_again${approve}` })
      await world.ok('o-staff', 'funds.decidePicture', decision(`${spendingId}#0`, approve, '看不清'))
      for (const trace of [`again${approve}`, String(check?._id).replace('check_', '')]) {
        await push(trace, approve ? 'risky' : 'pass')
        expect(stored(world, spendingId).photos[0]?.verdict).toBe(approve ? 'pass' : 'risky')
      }
    }
  })

  test('a doubtful one waits for a person other than its sender, who lets it through; each answer once', async () => {
    const { spendingId } = await signed(world, 800)
    const voucher = await paper(doubtful, 'o-staff')
    await pay(world, 'district', spendingId, 100)
    const settlement = { spendingId, actualFen: fen(10_000), voucherFileIds: [voucher], note: '装好了' }
    await world.ok('o-staff', 'funds.settleSpending', settlement)
    await later()
    // Whoever sent it does not find it in their queue.
    expect((await held('staff')).map(({ kind }) => kind)).toEqual([])
    const [picture] = await held('street')
    expect(picture).toMatchObject({ kind: 'voucher', title: '为独居老人安装扶手', url: expect.any(String) })
    const key = picture?.pictureKey ?? ''
    const code = (who: string, input: object) => world.code(who, 'funds.decidePicture', input)
    expect(await code('o-staff', decision(key, true))).toBe('FORBIDDEN')
    expect(await code('o-m1', decision(key, true))).toBe('FORBIDDEN')
    expect(await code('o-stranger', decision(key, true))).toBe('NOT_FOUND')
    expect(await code('', decision(key, true))).toBe('UNAUTHENTICATED')
    expect(await code('o-street', decision(key, false))).toBe('INVALID_INPUT')
    expect(await code('o-street', decision('spend_nothing#0', true))).toBe('INVALID_INPUT')
    expect(await code('o-street', decision(key.replace(/#\d+$/, '#99'), true))).toBe('NOT_FOUND')
    const answers = await Promise.all(
      [1, 2].map(() => world.call('o-street', 'funds.decidePicture', decision(key, true))),
    )
    expect(answers.filter(({ ok }) => ok).length).toBeGreaterThan(0)
    await world.ok('o-street', 'funds.decidePicture', decision(key, true))
    expect(await code('o-district', decision(key, false, '看不清楚'))).toBe('CONFLICT')
    expect(await held('street')).toEqual([])
    const { settlement: shown } = await world.ok('o-worker', 'funds.getSpending', { spendingId })
    expect(shown?.vouchers).toMatchObject({ urls: [expect.any(String)], waiting: 0 })
  })

  test('refused by a person: its sender is told why, once', async () => {
    const quote = await paper(doubtful)
    const { spendingId } = await submitSpending(world, 800, { quoteFileIds: [quote] })
    await later()
    const [picture] = await held('staff')
    const refusal = decision(picture?.pictureKey ?? '', false, '照片里有别人的脸')
    await world.ok('o-staff', 'funds.decidePicture', refusal)
    await world.ok('o-staff', 'funds.decidePicture', refusal)
    const { rows } = await world.ok('o-worker', 'people.listInbox', { cursor: null })
    expect(rows.filter(({ title }) => title === '有一张照片没有通过审核')).toMatchObject([
      { body: expect.stringContaining('照片里有别人的脸'), page: expect.stringContaining(spendingId) },
    ])
    expect((await world.ok('o-staff', 'funds.getSpending', { spendingId })).quotes.refused).toBe(1)
  })

  test('a verdict and a payment at the same moment leave both: no picture forgets its verdict', async () => {
    const quote = await paper('a quote')
    const { spendingId } = await signed(world, 800, { quoteFileIds: [quote] })
    await Promise.all([later(), pay(world, 'district', spendingId, 100), pay(world, 'district', spendingId, 200)])
    await later()
    const { photos, payments } = stored(world, spendingId)
    expect(photos[0]).toMatchObject({ fileId: quote, verdict: 'pass' })
    const vouchers = payments.flatMap(({ voucherFileIds }) => voucherFileIds)
    expect(payments).toHaveLength(2)
    expect(photos.map(({ fileId }) => fileId).sort()).toEqual([quote, ...new Set(vouchers)].sort())
  })

  test('a doubtful picture of thanks waits in the same queue and is public only afterwards', async () => {
    const { spendingId } = await signed(world, 800)
    await pay(world, 'district', spendingId, 800)
    const entryId = stored(world, spendingId).payments[0]?.entryId ?? 'entry_'
    const photo = await upload(world, 'thanks', 'o-worker', doubtful)
    const thanks = { entryId, thanksKey: newKey(), fromName: '周奶奶', words: '扶手真稳', consentOf: 'self' } as const
    await world.ok('o-worker', 'funds.addThanks', { ...thanks, photoFileIds: [photo] })
    await later()
    const photosNow = async () => (await world.ok('o-anyone', 'funds.getPaymentTrace', { entryId })).thanks?.photoUrls
    expect(await photosNow()).toEqual([])
    const picture = (await held('staff')).find(({ kind }) => kind === 'thanks')
    expect(picture).toMatchObject({ communityName: '新山村社区', title: '周奶奶的感谢' })
    await world.ok('o-staff', 'funds.decidePicture', decision(picture?.pictureKey ?? '', true))
    expect(await photosNow()).toHaveLength(1)
  })
})

describe('which fund is asked', () => {
  const needId = 'need_0123456789abcdef0123456789abcdef' as const
  const elsewhere = '500110002001'

  beforeEach(async () => {
    await world.load('funds', { ...spendingFund(world.cloud.clock.nowMs(), elsewhere), communityName: '通惠社区' })
    await world.load('needs', {
      ...{ _id: needId, territoryCode: elsewhere, offer: { workerOpenid: 'o-worker' }, status: 'accepted' },
    })
  })

  test('by hand those below one’s duties; for a case the fund of its community, wherever its worker is from', async () => {
    const names = async (id: typeof needId | null) =>
      (await world.ok('o-worker', 'funds.listAskable', { needId: id })).map(({ communityName }) => communityName)
    expect(await names(null)).toEqual(['新山村社区'])
    expect(await names(needId)).toEqual(['通惠社区'])
    expect(await world.code('o-colleague', 'funds.listAskable', { needId })).toBe('NOT_FOUND')
    expect(await world.code('o-m1', 'funds.listAskable', { needId: null })).toBe('FORBIDDEN')
    expect(await world.code('', 'funds.listAskable', { needId: null })).toBe('UNAUTHENTICATED')
    expect(await world.code('o-worker', 'funds.listAskable', { needId: 'case' })).toBe('INVALID_INPUT')
  })

  test('a case’s request goes to that fund and no other; its author sees it though their duty is elsewhere', async () => {
    const source = { kind: 'case', needId } as const
    const fundId = `fund_${elsewhere}` as const
    await give(world, 'o-donor', { fundId, amountFen: fen(100_000) })
    await world.tick()
    expect(await world.code('o-worker', 'funds.submitSpending', spendingInput(500, { source }))).toBe('NOT_FOUND')
    expect(await world.code('o-worker', 'funds.submitSpending', spendingInput(500, { fundId }))).toBe('NOT_FOUND')
    const { spendingId } = await submitSpending(world, 500, { source, fundId })
    expect(await world.ok('o-worker', 'funds.getSpending', { spendingId })).toMatchObject({
      communityName: '通惠社区',
    })
    const { rows } = await world.ok('o-worker', 'funds.listSpending', { view: 'mine', cursor: null })
    expect(rows.map((row) => row.spendingId)).toEqual([spendingId])
    expect(await world.code('o-colleague', 'funds.getSpending', { spendingId })).toBe('NOT_FOUND')
  })

  test('for a project its name is kept', async () => {
    const own = await submitSpending(world, 500, { source: { kind: 'project', name: '寒假四点半课堂' } })
    expect(own.source).toEqual({ kind: 'project', name: '寒假四点半课堂' })
  })
})

test('anybody sees who decides: family names alone, terms, related parties without people’s names, and the rules', async () => {
  const roster = world.cloud.database.get('rosters', spendingFundId) as unknown as { seats: object[] }
  const parties = ['便民五金店', '黄小明', '周小明（侄子）', '妻子李秀英']
  const seats = roster.seats.map((seat, index) => ({
    ...seat,
    ...(index === 1 ? { name: '阿依古丽·买买提' } : {}),
    ...(index === 0 ? { name: '黄国强', relatedParties: parties } : {}),
  }))
  await settleFund(world, 100, { roster: false })
  await world.load('rosters', { ...roster, seats })
  const shown = await world.ok('o-anyone', 'funds.getCommittee', { fundId: spendingFundId })
  expect(shown.seats[0]).toMatchObject({
    name: '黄**',
    seat: 'member',
    relatedParties: ['便民五金店', '黄**', '周**', '妻**'],
  })
  expect(shown.seats[1]).toMatchObject({ name: '阿**' })
  expect(shown.seats).toHaveLength(6)
  expect(JSON.stringify(shown)).not.toContain('openid')
  expect(shown).toMatchObject({ faults: [], rules: { quorumPercent: 60 } })
  expect(await world.code('o-anyone', 'funds.getCommittee', { fundId: 'fund_none' })).toBe('NOT_FOUND')
  expect(await world.code('o-anyone', 'funds.getCommittee', { fundId: 'none' })).toBe('INVALID_INPUT')
  expect(await world.code('', 'funds.getCommittee', { fundId: spendingFundId })).toBe('UNAUTHENTICATED')
})

describe('who hears of it', () => {
  const credited = async (who: string, kind: 'fundTask' | 'fundProgress' | 'giftSpent') => {
    await world.ok(`o-${who}`, 'people.addMessageCredits', { kinds: [kind], grantKey: newKey() })
    await world.cloud.messages.grant(`o-${who}`, [messageTemplates[kind].id])
  }
  const noticed = (who: string) => world.cloud.messages.notices(`o-${who}`).map(({ title }) => title)
  const inbox = async (who: string) =>
    (await world.ok(`o-${who}`, 'people.listInbox', { cursor: null })).rows.map(({ title }) => title)
  const inVote = async (): Promise<SpendingId> => (await signed(world, 5_000)).spendingId

  test('WeChat tells a member of a vote, with its deadline, and the author of the decision, where they bought it', async () => {
    const before = { m1: noticed('m1').length, worker: noticed('worker').length }
    await credited('m1', 'fundTask')
    await credited('worker', 'fundProgress')
    const spendingId = await inVote()
    expect(noticed('m1').slice(before.m1)).toEqual(['待审批提醒'])
    await minute(world, spendingId)
    for (const who of ['m1', 'm2', 'm3']) await vote(world, who, spendingId)
    expect(noticed('worker').slice(before.worker)).toEqual(['申请进度通知'])
  })

  test('a day before a vote ends those who have not spoken are reminded, once; the others are not', async () => {
    const spendingId = await inVote()
    await vote(world, 'm1', spendingId)
    await world.cloud.clock.advance(6 * dayMs + 60_000, 1)
    await world.tick()
    await world.tick()
    const reminders = async (who: string) => (await inbox(who)).filter((title) => title === '表决快到时间了').length
    expect(await Promise.all(['m1', 'm2', 'supervisor'].map(reminders))).toEqual([0, 1, 1])
    expect(stored(world, spendingId).status).toBe('reviewing')
    await world.cloud.clock.advance(dayMs, 1)
    await world.tick()
    expect(stored(world, spendingId).status).toBe('noQuorum')
  })

  test('who has to settle is reminded before the day and on it, and not after', async () => {
    const { spendingId } = await signed(world, 800)
    await pay(world, 'district', spendingId, 800)
    const { settleDays } = stored(world, spendingId).rules
    for (const days of [settleDays - 3, 3, 5]) {
      await world.cloud.clock.advance(days * dayMs + 60_000, 1)
      await world.tick()
    }
    const said = (await inbox('worker')).filter((title) => title.includes('结清'))
    expect(said.sort()).toEqual(['今天该结清了', '快到结清的日子了'])
    expect((await inbox('district')).filter((title) => title.includes('结清'))).toEqual([])
  })

  test('each donor whose money was spent hears what it bought, once for a payment', async () => {
    await settleFund(world, 1)
    await credited('giver', 'giftSpent')
    await give(world, 'o-giver', { fundId: spendingFundId, amountFen: fen(50_000) })
    await give(world, 'o-giver', { fundId: spendingFundId, amountFen: fen(10_000) })
    await give(world, 'o-second', { fundId: spendingFundId, amountFen: fen(30_000) })
    await give(world, 'o-unspent', { fundId: spendingFundId, amountFen: fen(50_000) })
    await world.tick()
    const { spendingId } = await signed(world, 900)
    await pay(world, 'district', spendingId, 900)
    await world.tick()
    await world.tick()
    await world.tick()
    const spent = async (who: string) => (await inbox(who)).filter((title) => title === '您捐的钱用出去了').length
    expect(await Promise.all(['giver', 'second', 'unspent'].map(spent))).toEqual([1, 1, 0])
    expect(noticed('giver')).toEqual(['善款使用通知'])
    expect(stored(world, spendingId)).toMatchObject({ tellDonorsAtMs: null, payments: [{ sourcesTold: null }] })
  })
})

test('a round that failed for want of a quorum stays in the record with every opinion', async () => {
  const { spendingId } = await signed(world, 5_000)
  await world.ok('o-m1', 'funds.voteSpending', { spendingId, vote: 'no', opinion: '报价偏高' })
  await minute(world, spendingId)
  await world.cloud.clock.advance(7 * dayMs + 60_000, 2)
  await world.tick()
  const { version } = await world.ok('o-staff', 'funds.getSpending', { spendingId })
  const { steps } = await world.ok('o-staff', 'funds.reopenVote', { spendingId, version })
  expect(steps[1]?.vote).toMatchObject({ round: 2, cast: 0, supervisorOpinion: null })
  expect(steps[1]?.earlierVotes).toMatchObject([{ round: 1, cast: 1, supervisorOpinion: { text: '程序合规' } }])
  expect(steps[1]?.earlierVotes[0]?.voters[0]).toMatchObject({ vote: 'no', opinion: '报价偏高' })
})

test('who can do nothing is told why: author, signer, recused, payer', async () => {
  const why = async (who: string, spendingId: SpendingId) =>
    (await world.ok(`o-${who}`, 'funds.getSpending', { spendingId })).blocked
  const { spendingId } = await submitSpending(world, 5_000)
  expect(await why('worker', spendingId)).toContain('您是申请人')
  expect(await why('colleague', spendingId)).toBeNull()
  await sign(world, 'colleague', spendingId)
  expect(await why('colleague', spendingId)).toContain('已经')
  await sign(world, 'staff', spendingId)
  await world.ok('o-m1', 'funds.recuseSpending', { spendingId, reason: '收款方是亲戚' })
  expect(await why('m1', spendingId)).toContain('收款方是亲戚')
  expect(await why('m2', spendingId)).toBeNull()
  await minute(world, spendingId)
  expect(await why('supervisor', spendingId)).toContain('监事意见')
  for (const who of ['m2', 'm3', 'm4']) await vote(world, who, spendingId)
  expect(await why('staff', spendingId)).toContain('付款要由别人')
  expect(await why('district', spendingId)).toBeNull()
  // All of it is paid: nobody is offered to pay more.
  expect((await pay(world, 'district', spendingId, 4_000)).can).toContain('pay')
  expect((await pay(world, 'district', spendingId, 1_000)).can).not.toContain('pay')
  expect(await world.ok('o-anyone', 'funds.get', { fundId: `fund_${community}` })).toMatchObject({
    committedFen: 0,
  })
})
