/** Whoever knows the id of a file that is not theirs gets neither its address nor its end. */
import { consentVersionOf } from '../../../cloudfunctions/people/consents/texts'
import { removeFiles } from '../../../cloudfunctions/shared/files/claims'
import { claimOf } from '../../../cloudfunctions/shared/files/records'
import type { ProcedureName } from '../../../typings/procedures'
import { claim, upload } from '../files'
import { caseAt, key, liOpenid, storedCase, visitInput } from '../needs/cases/stage'
import { needInput, needKey, submitNeed } from '../needs/scene'
import { productWorld } from '../product-world'
import { confirmMandate, openTown, put, versionOf } from '../residents/scene'
import {
  newKey,
  pay,
  settleFund,
  signed,
  spendingInput,
  stored as storedSpending,
  submitSpending,
} from '../spending/scene'
import { startTestWorld, type TestWorld } from '../world'

jest.setTimeout(60_000)

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
})
afterAll(() => world.close())

const mallory = 'o-mallory'
const isThere = (fileId: string) =>
  world.cloud.storage.download(fileId).then(
    () => true,
    () => false,
  )
const withdrawAndErase = async (openid: string, needId: `need_${string}`) => {
  await world.ok(openid, 'needs.withdraw', { needId, version: versionOf(world, needId), note: '' })
  await world.ok(openid, 'needs.erase', { needId })
}

describe('needs', () => {
  beforeEach(() => openTown(world))

  test('what lies in another folder is no picture of a need, no recording, no picture of a visit', async () => {
    const code = await world.cloud.storage.upload('fund-codes/fund_500110001003.png', Buffer.from('a code'), 'o-x')
    const exported = await upload(world, 'exports', 'o-resident')
    const voice = await upload(world, 'voices', mallory)
    const picture = await upload(world, 'needs', mallory)
    const bad = [{ photoFileIds: [code] }, { photoFileIds: [exported] }, { photoFileIds: [voice] }]
    const sounds = [code, exported, picture].map((fileId) => ({ voice: { fileId, durationMs: 2_000 } }))
    for (const changes of [...bad, ...sounds]) {
      expect(await world.code(mallory, 'needs.submit', needInput(changes))).toBe('INVALID_INPUT')
    }
    const { needId } = await caseAt(world, 'serving')
    const visit = visitInput(needId, world)
    await world.ok(liOpenid, 'needs.recordVisit', visit)
    for (const fileId of [code, picture]) {
      const input = { needId, visitId: `visit_${visit.key}`, fileId }
      expect(await world.code(liOpenid, 'needs.addVisitPhoto', input)).toBe('INVALID_INPUT')
    }
    expect(await isThere(code)).toBe(true)
  })

  test('another person’s picture or recording is refused, and is still there when the thief erases what they have', async () => {
    const photo = await upload(world, 'needs', 'o-resident')
    const voice = { fileId: await upload(world, 'voices', 'o-resident', 'sound'), durationMs: 2_000 }
    await submitNeed(world, { photoFileIds: [photo], voice })
    const stolen = [
      { photoFileIds: [photo] },
      { voice },
      { photoFileIds: [await upload(world, 'needs', mallory), photo] },
    ]
    for (const changes of stolen) {
      const reply = await world.call(mallory, 'needs.submit', needInput(changes))
      expect(reply).toMatchObject({
        ok: false,
        error: { code: 'INVALID_INPUT', fields: [{ limit: 'a file of their own' }] },
      })
    }
    expect(world.cloud.database.count('needs')).toBe(1)
    const { needId } = await submitNeed(world, {}, mallory)
    // Had it come into their need all the same, erasing that would not remove it.
    await put(world, needId, { photos: [{ fileId: photo, verdict: 'pass' }] })
    await withdrawAndErase(mallory, needId)
    expect(await isThere(photo)).toBe(true)
  })

  test('two who hand in one file at the same moment: one has it', async () => {
    const photo = await upload(world, 'needs', 'o-resident')
    const replies = await Promise.all(
      ['o-a', 'o-b', 'o-c'].map((who) => world.call(who, 'needs.submit', needInput({ photoFileIds: [photo] }))),
    )
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('one’s own may be sent again; erased, the file and its claim are gone, and a late repeat brings neither back', async () => {
    const photo = await upload(world, 'needs', 'o-resident')
    const input = needInput({ photoFileIds: [photo] })
    const { needId } = await world.ok('o-resident', 'needs.submit', input)
    await world.ok('o-resident', 'needs.submit', input)
    expect(world.cloud.database.count('fileClaims')).toBe(1)
    await withdrawAndErase('o-resident', needId)
    expect(await isThere(photo)).toBe(false)
    await world.call('o-resident', 'needs.submit', input)
    expect(world.cloud.database.count('fileClaims')).toBe(0)
  })

  test('what was asked under a mandate becomes the person’s, pictures too: theirs to erase', async () => {
    const photo = await upload(world, 'needs', 'o-son')
    const mandate = await world.ok('o-son', 'people.giveMandate', {
      ...{ mandateKey: needKey(), principalName: '周桂芬', principalPhone: '13900001234', actorName: '周明' },
      ...{
        relation: 'child',
        scope: ['submit', 'follow'],
        consentHow: 'phone',
        consentVersion: consentVersionOf('mandate'),
      },
      untilMs: world.cloud.clock.nowMs() + 86_400_000,
    })
    const { mandateId } = mandate
    const { needId } = await submitNeed(world, { photoFileIds: [photo], mandateId }, 'o-son')
    await confirmMandate(world, 'o-mother', mandateId, '13900001234')
    await world.ok('o-mother', 'people.revokeMandate', { mandateId })
    await withdrawAndErase('o-mother', needId)
    expect(await isThere(photo)).toBe(false)
  })

  test('a picture of a visit is one case’s worker’s: a colleague cannot hang it into theirs', async () => {
    const { needId } = await caseAt(world, 'serving')
    const visit = visitInput(needId, world)
    await world.ok(liOpenid, 'needs.recordVisit', visit)
    const fileId = await upload(world, 'cases', liOpenid)
    const input = { needId, visitId: `visit_${visit.key}`, fileId }
    await world.ok(liOpenid, 'needs.addVisitPhoto', input)
    await world.ok(liOpenid, 'needs.addVisitPhoto', input)
    const other = await upload(world, 'cases', 'o-wang')
    await claim(world, other, 'o-wang')
    expect(await world.code(liOpenid, 'needs.addVisitPhoto', { ...input, fileId: other })).toBe('INVALID_INPUT')
    expect(storedCase(world, needId).photos).toHaveLength(1)
  })
})

test('more files than one read holds are all removed, and their claims', async () => {
  await world.cloud.database.clear()
  const ports = await productWorld(world.cloud)
  const last = await upload(world, 'cases', liOpenid)
  const fileIds = Array.from({ length: 1_050 }, () => `cloud://local-env/cases/${newKey()}.jpg`)
  await world.load('fileClaims', ...[...fileIds, last].map((fileId) => claimOf(fileId, liOpenid)))
  await removeFiles(ports, [...fileIds, last], [liOpenid])
  expect(world.cloud.database.count('fileClaims')).toBe(0)
  expect(await isThere(last)).toBe(false)
})

describe('funds', () => {
  beforeEach(() => settleFund(world, 50_000))

  test('a recording or another’s paper is no quote, no voucher, no picture of thanks', async () => {
    const voice = await upload(world, 'voices', 'o-resident', 'sound')
    const quote = await upload(world, 'spending', 'o-worker')
    await submitSpending(world, 800, { quoteFileIds: [quote] })
    const { spendingId } = await signed(world, 800)
    await pay(world, 'district', spendingId, 100)
    const entryId = storedSpending(world, spendingId).payments[0]?.entryId ?? 'entry_'
    const words = { entryId, thanksKey: newKey(), fromName: '周奶奶', words: '扶手真稳', consentOf: 'self' }
    const payment = { spendingId, paymentKey: key(), amountFen: 10_000, note: '' }
    const settlement = { spendingId, actualFen: 10_000, note: '装好了' }
    const tries: [string, ProcedureName, (fileId: string) => object][] = [
      ['o-colleague', 'funds.submitSpending', (id) => ({ ...spendingInput(100), quoteFileIds: [id] })],
      ['o-district', 'funds.paySpending', (id) => ({ ...payment, voucherFileIds: [id] })],
      ['o-staff', 'funds.settleSpending', (id) => ({ ...settlement, voucherFileIds: [id] })],
      ['o-staff', 'funds.addThanks', (id) => ({ ...words, photoFileIds: [id] })],
    ]
    for (const [who, procedure, input] of tries) {
      for (const fileId of [voice, quote]) {
        expect([procedure, await world.code(who, procedure, input(fileId))]).toEqual([procedure, 'INVALID_INPUT'])
      }
    }
    const thanksPicture = await upload(world, 'thanks', 'o-colleague')
    await claim(world, thanksPicture, 'o-colleague')
    expect(await world.code('o-staff', 'funds.addThanks', { ...words, photoFileIds: [thanksPicture] })).toBe(
      'INVALID_INPUT',
    )
    expect(storedSpending(world, spendingId).payments).toHaveLength(1)
    expect(await isThere(quote)).toBe(true)
  })

  test('thanks taken back take their picture with them, and no file of another’s', async () => {
    const { spendingId } = await signed(world, 800)
    await pay(world, 'district', spendingId, 800)
    const entryId = storedSpending(world, spendingId).payments[0]?.entryId ?? 'entry_'
    const photo = await upload(world, 'thanks', 'o-staff')
    const words = { entryId, thanksKey: newKey(), fromName: '周奶奶', words: '扶手真稳', consentOf: 'self' } as const
    const { thanksId } = await world.ok('o-staff', 'funds.addThanks', { ...words, photoFileIds: [photo] })
    await world.ok('o-worker', 'funds.removeThanks', { thanksId })
    expect(await isThere(photo)).toBe(false)
  })

  test('a table that another person had uploaded is not read', async () => {
    const table = await upload(world, 'imports', 'o-district', 'x')
    await claim(world, table, 'o-somebody')
    const input = { importKey: key(), source: 'bankList', fileId: table, fileName: 'a.csv' }
    const reply = await world.call('o-district', 'funds.previewImport', input as never)
    expect(reply).toMatchObject({ error: { code: 'INVALID_INPUT', fields: [{ limit: 'a file of their own' }] } })
  })
})
