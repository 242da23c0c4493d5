/**
 * Somebody of whom everything is kept is shown all of it, and leaves. The WHOLE database is read: what still names them has
 * to be on the list below, with the reason why. A collection that is new to the list fails here.
 */
import { consentVersionOf } from '../../../cloudfunctions/people/consents/texts'
import { collections } from '../../../cloudfunctions/shared/collections'
import type { NeedId } from '../../../typings/ids'
import { claim, upload } from '../files'
import { fundId, fundRecord, give } from '../funds/scene'
import { caseAt, closureInput, decide, key, liOpenid, storedCase, visitInput } from '../needs/cases/stage'
import { needInput, needKey, offerOf, stored, supervisorOpenid } from '../needs/scene'
import { productWorld } from '../product-world'
import { startTestWorld, type TestWorld } from '../world'
import { community, confirmMandate, duty, openTown, put, versionOf } from './scene'

const me = 'o-resident'
const her = {
  openid: me,
  name: '欧阳春梅',
  phone: '13987650001',
  address: '幸福里 77 号 9 单元 901',
  words: '膝盖疼得下不了楼',
  said: '女婿姓司马',
  child: '司马小雨',
}
const told = { contactName: her.name, contactPhone: her.phone, address: her.address, description: her.words }

/** What keeps the person before they leave, and the heading under which the export shows it; or why it does not. */
const kept: Readonly<Record<string, { shownAs: string } | { notShown: string }>> = {
  people: { shownAs: '我' },
  consents: { shownAs: '同意' },
  mandates: { shownAs: '替家人办事' },
  inbox: { shownAs: '消息' },
  needs: { shownAs: '求助' },
  notes: { shownAs: '留言' },
  dangers: { shownAs: '紧急求助' },
  cases: { shownAs: '服务记录' },
  helpOffers: { shownAs: '帮忙报名' },
  gifts: { shownAs: '捐赠' },
  receipts: { shownAs: '捐赠收据' },
  refunds: { shownAs: '退款' },
  monthlyGifts: { shownAs: '每月提醒' },
  spendingRequests: { shownAs: '改变用途的征询' },
  journal: { notShown: 'the public book: the gift is shown under 捐赠, the name in it as the donor chose' },
  thanks: { notShown: 'published with the person’s consent, for everybody to read' },
  workers: { notShown: 'that a worker helped the person: the worker’s name stands in 求助' },
  caseAccess: { notShown: 'colleagues’ reasons for reading a file; that it was read is under 谁看过您的信息' },
  deadLetters: { notShown: 'the copy of a message that stands in 消息' },
  exports: { notShown: 'where the export itself lies' },
  rateLimits: { notShown: 'counts of today' },
}

/** What may name them after they have left: the words that may, and the reason. */
const mayStay: Readonly<Record<string, { words: readonly string[]; because: string }>> = {
  journal: { words: [her.name], because: 'the book is immutable and public under the name the donor chose' },
  receipts: { words: [her.name], because: '会计档案: a receipt is kept with whom it was made out to' },
  spendingRequests: { words: [her.name], because: '会计档案: the beneficiary and payee of money that was spent' },
}

let world: TestWorld
let needId: NeedId
let files: string[]
let helped: NeedId

beforeAll(async () => {
  world = await startTestWorld()
  await openTown(world)
  await plant()
})
afterAll(() => world.close())

test('everything that is kept can be seen before: the collections that name the person are those on the list', () => {
  expect(Object.keys(found()).sort()).toEqual(Object.keys(kept).sort())
})

test('the export shows what each of them keeps, in the person’s own words', async () => {
  const { counts, jsonUrl, pageUrl } = await world.ok(me, 'people.exportMe', {})
  const shown = new Map(counts.map(({ name, count }) => [name, count]))
  for (const [collection, how] of Object.entries(kept)) {
    if ('shownAs' in how) expect([collection, shown.get(how.shownAs)]).toEqual([collection, expect.any(Number)])
    if ('shownAs' in how) expect([collection, shown.get(how.shownAs)]).not.toEqual([collection, 0])
  }
  const text = await (await fetch(jsonUrl)).text()
  for (const word of [her.name, her.phone, her.address, her.words, her.said, her.child]) expect(text).toContain(word)
  expect(shown.get('机构答复')).toBe(1)
  expect(shown.get('求助的经过')).toBeGreaterThan(5)
  expect(shown.get('谁看过您的信息')).toBeGreaterThan(0)
  expect(await (await fetch(pageUrl)).text()).toContain(her.address)
})

describe('erased', () => {
  beforeAll(async () => {
    expect((await world.ok(me, 'people.getErasePreview', {})).obstacles).toEqual([])
    await world.ok(me, 'people.eraseMe', { confirm: '删除' })
    // Whatever was on its way would come back now; counts of the day end.
    for (let hours = 0; hours < 30; hours += 6) {
      await world.cloud.clock.advance(6 * 3_600_000, 1)
      await world.tick()
    }
  })

  test('nothing in the whole database names the person but what the law keeps, each with its reason', () => {
    const left = Object.entries(found()).flatMap(([collection, documents]) =>
      documents.flatMap(({ id, words }) =>
        words
          .filter((word) => !mayStay[collection]?.words.includes(word))
          .map((word) => `${collection} ${id}: ${word}`),
      ),
    )
    expect(left).toEqual([])
  })

  test('what may stay is no longer than it must: the list names nothing that is not there', () => {
    const there = new Set(Object.keys(found()))
    expect(Object.keys(mayStay).filter((collection) => !there.has(collection))).toEqual([])
  })

  test('pictures, recordings and exports are gone from storage', async () => {
    expect(files.length).toBeGreaterThan(5)
    for (const file of files) await expect(world.cloud.storage.download(file)).rejects.toThrow()
  })

  test('the work that was done is still on record: field, place down to the community, times, who did it', () => {
    expect(stored(world, needId)).toMatchObject({ field: 'elderCare', status: 'closed', communityName: '新山村社区' })
    const kase = storedCase(world, needId)
    expect(kase).toMatchObject({ status: 'closed', workerName: 'li社工' })
    expect(kase.visits[0]).toMatchObject({ minutes: 40, place: null })
    expect(kase.visits.map(({ note }) => note)).toContain('（已删除）在家，电话（已删除）打得通')
  })

  test('what they promised others is not left hanging: the place is free, the worker knows; the organisation’s answer stays', () => {
    const kase = storedCase(world, helped)
    expect(kase.volunteerRequests).toMatchObject([{ joined: 0, state: 'open' }])
    const lines = world.cloud.database.find('inbox', { openid: liOpenid }).map(({ title }) => title)
    expect(lines).toEqual(expect.arrayContaining(['有位志愿者报名来帮忙', '有位志愿者来不了了']))
    expect(kase.referrals).toMatchObject([{ state: 'done', answer: '（已删除）上门六次', letter: { name: '' } }])
    const said = kase.events.filter(({ kind }) => kind === 'referralAnswered').map(({ note }) => note)
    expect(said).toEqual(['阳光服务中心接受了转介', '阳光服务中心转介办完了'])
  })

  test('what the person asked for another, or another for them, is not left with the wrong one', () => {
    const needs = world.cloud.database.find('needs')
    // Of the mother who had said yes on her own phone: hers, and whole.
    expect(needs).toContainEqual(expect.objectContaining({ contactName: '欧阳老太太', residentOpenid: 'o-mother' }))
    // What the son had asked for the person is the person's, and gone with them.
    expect(needs.filter(({ residentOpenid }) => residentOpenid === 'o-son')).toEqual([])
  })

  test('whoever comes back begins anew', async () => {
    expect((await world.ok(me, 'people.getMe', {})).community).toBeNull()
    expect((await world.ok(me, 'needs.listMine', { cursor: null })).rows).toEqual([])
  })
})

/** Documents that name the person, by collection. */
function found(): Record<string, { id: string; words: string[] }[]> {
  const all: Record<string, { id: string; words: string[] }[]> = {}
  for (const { name } of collections) {
    for (const document of world.cloud.database.find(name, {}, 100_000)) {
      const text = JSON.stringify(document)
      const words = Object.values(her).filter((word) => text.includes(word))
      if (words.length > 0) all[name] = [...(all[name] ?? []), { id: String(document._id), words }]
    }
  }
  return all
}

async function file(use: 'needs' | 'voices' | 'cases' | 'thanks', openid = me): Promise<string> {
  const fileId = await upload(world, use, openid)
  files.push(fileId)
  return fileId
}

async function plant(): Promise<void> {
  files = []
  await plantPerson()
  await plantCase()
  await plantOthers()
  await plantHelp()
  await plantGifts()
  await plantByHand()
  const { pageUrl } = await world.ok(me, 'people.exportMe', {})
  expect(pageUrl).toBeTruthy()
  for (const { fileIds } of world.cloud.database.find('exports')) files.push(...(fileIds as string[]))
}

async function plantPerson(): Promise<void> {
  await world.ok(me, 'people.setCommunity', { territoryCode: community })
  await world.ok(me, 'people.setConsent', { kind: 'contact', version: consentVersionOf('contact'), given: true })
  await world.ok(me, 'people.addMessageCredits', { kinds: ['needProgress'], grantKey: key() })
  const { dangerId } = await world.ok(me, 'needs.raiseDanger', {
    ...{ dangerKey: needKey(), kind: 'medical', territoryCode: community, phone: her.phone, words: her.words },
  })
  await world.ok(duty, 'needs.takeDanger', { dangerId })
  await world.ok(duty, 'needs.closeDanger', { dangerId, outcome: `打 ${her.phone} 接通，已送医` })
}

/** A need from its recording to its rating, in which everybody writes down who she is and where she lives. */
async function plantCase(): Promise<void> {
  const voice = { fileId: await file('voices'), durationMs: 9_000 }
  const served = await caseAt(world, 'served', { ...told, voice, photoFileIds: [await file('needs')] })
  needId = served.needId
  await world.cloud.clock.advance(60_000, 1)
  const greeting = `${her.name}阿姨您好，我到${her.address}了`
  await world.ok(liOpenid, 'needs.sendNote', { needId, noteKey: key(), text: greeting })
  await world.ok(me, 'needs.sendNote', { needId, noteKey: key(), text: her.said })
  const visit = { ...visitInput(needId, world), note: `${her.name}在家，电话${her.phone}打得通`, photoCount: 1 }
  await world.ok(liOpenid, 'needs.recordVisit', visit)
  const picture = { needId, visitId: `visit_${visit.key}`, fileId: await file('cases', liOpenid) }
  await world.ok(liOpenid, 'needs.addVisitPhoto', picture)
  await world.ok(supervisorOpenid, 'needs.addSupervisionNote', { needId, key: key(), text: `${her.name}的膝盖要跟进` })
  await world.ok(me, 'needs.askToEnd', { needId, version: versionOf(world, needId), ends: true, note: her.said })
  const { version } = await world.ok(liOpenid, 'needs.getCase', { needId })
  const closure = {
    ...closureInput(needId, version),
    outcome: 'residentEnded' as const,
    summary: `${her.name}不再需要`,
  }
  const sent = await world.ok(liOpenid, 'needs.submitClosure', closure)
  await decide(world, needId, sent.version, 'closure')
  await world.ok(me, 'needs.rate', {
    ...{ needId, version: versionOf(world, needId), solved: false, satisfied: true, comment: her.said },
  })
  const guardian = { name: her.name, relation: 'grandparent', consentVersion: consentVersionOf('child') } as const
  const child = { child: { under14: true, guardian }, field: 'childCare', subSkill: 'tutoring' } as const
  const words = { description: `外孙女${her.child}的功课跟不上`, wishes: { gender: 'female', language: null } as const }
  const second = await world.ok(me, 'needs.submit', needInput({ ...told, ...child, ...words }))
  await world.ok(me, 'needs.withdraw', {
    ...{ needId: second.needId, version: versionOf(world, second.needId), note: her.said },
  })
}

/** A son who acts for her, and her mother for whom she acts; both have said yes on their own phones. */
async function plantOthers(): Promise<void> {
  const untilMs = world.cloud.clock.nowMs() + 86_400_000 * 30
  const mandate = {
    scope: ['submit', 'follow'],
    consentHow: 'phone',
    consentVersion: consentVersionOf('mandate'),
    untilMs,
  } as const
  const ofSon = await world.ok('o-son', 'people.giveMandate', {
    ...{
      mandateKey: key(),
      principalName: her.name,
      principalPhone: her.phone,
      actorName: '司马儿',
      relation: 'child',
    },
    ...mandate,
  })
  await confirmMandate(world, me, ofSon.mandateId, her.phone)
  const bySon = await world.ok('o-son', 'needs.submit', needInput({ ...told, mandateId: ofSon.mandateId }))
  await world.ok(liOpenid, 'needs.accept', { needId: bySon.needId, offerId: offerOf(world, bySon.needId).offerId })
  await world.ok('o-son', 'needs.sendNote', { needId: bySon.needId, noteKey: key(), text: her.said })
  await put(world, bySon.needId, { status: 'closed' })
  const ofMother = await world.ok(me, 'people.giveMandate', {
    ...{ mandateKey: key(), principalName: '欧阳老太太', principalPhone: '13700001111', relation: 'child' as const },
    ...{ actorName: her.name, ...mandate },
  })
  await confirmMandate(world, 'o-mother', ofMother.mandateId, '13700001111')
  const forMother = { contactName: '欧阳老太太', contactPhone: '13700001111', address: '别处 1 号' }
  await world.ok(me, 'needs.submit', needInput({ ...forMother, mandateId: ofMother.mandateId }))
}

/** In the case of another: she comes along as a neighbour, and answers for an organisation. */
async function plantHelp(): Promise<void> {
  const { needId: others, version } = await caseAt(world, 'serving', {}, 'o-neighbour')
  const call = {
    needId: others,
    key: key(),
    what: '陪老人去医院复查',
    count: 1,
    onMs: world.cloud.clock.nowMs() + 86_400_000,
  }
  await world.ok(liOpenid, 'needs.requestVolunteers', { ...call, minutes: 120 })
  const [open] = await world.ok(me, 'needs.listHelpCalls', { territoryCode: community })
  const requestId = open?.requestId ?? ''
  const yes = { requestId, phone: her.phone, consentVersion: consentVersionOf('contact') }
  await world.ok(me, 'needs.joinHelpCall', { ...yes, key: key(), name: her.said })
  await world.ok(me, 'needs.leaveHelpCall', { requestId, key: key() })
  await world.ok(me, 'needs.joinHelpCall', { ...yes, key: key(), name: her.name })
  const to = { kind: 'organisation', name: '阳光服务中心', phone: '023-48660000' } as const
  const sent = { needId: others, key: key(), version: version + 1, to, reason: '需要康复' }
  const [referral] = (await world.ok(liOpenid, 'needs.sendReferral', sent)).referrals
  const letter = { needId: others, referralId: referral?.referralId ?? '', code: referral?.letterCode ?? '' }
  const accepted = { ...letter, key: key(), state: 'accepted', name: her.said, note: `${her.said}会来` } as const
  await world.ok(me, 'needs.answerReferralLetter', accepted)
  const done = { ...letter, key: key(), state: 'done', name: her.name, note: `${her.name}上门六次` } as const
  await world.ok(me, 'needs.answerReferralLetter', done)
  helped = others
}

async function plantGifts(): Promise<void> {
  await world.load('funds', fundRecord(world.cloud.clock.nowMs()))
  const first = await give(world, me, { donorName: her.name, message: her.said })
  await world.ok(me, 'funds.addReceipt', {
    ...{ giftId: first.giftId, holder: 'person', title: her.name, creditCode: null },
  } as const)
  const second = await give(world, me, { donorName: her.name })
  await world.ok(me, 'funds.askRefund', { giftId: second.giftId, reason: her.said })
  await world.ok(me, 'funds.setMonthly', { fundId, amountFen: first.amountFen, dayOfMonth: 5, earmark: null })
  await world.tick()
}

/** What takes many people's steps to come about: as it is stored then. */
async function plantByHand(): Promise<void> {
  const { database } = await productWorld(world.cloud)
  await database.update('workers', 'worker_li', {}, { push: { complainedBy: [me] } })
  await world.load('caseAccess', {
    ...{ _id: 'access_a', inputHash: '', needId, askerOpenid: supervisorOpenid, askerName: '王督导' },
    ...{
      reason: `要看${her.name}的情况`,
      note: '',
      state: 'asked',
      askedAtMs: 1,
      untilMs: null,
      streetCode: '500110001',
    },
  })
  await world.load('deadLetters', {
    ...{ _id: 'message_dead', openid: me, kind: 'needProgress', title: '社工已接单', body: '', state: 'dead' },
    ...{ outbox: [], outboxDueAtMs: null, outboxVersion: 0, districtCode: '500110', diedAtMs: 1 },
  })
  const asked = [{ openid: me, giftIds: [], spans: [], answer: 'agreed', answeredAtMs: 1 }]
  await world.load('spendingRequests', {
    ...{ _id: 'spending_a', source: { kind: 'case', needId }, title: '为独居老人安装扶手', payeeName: her.name },
    ...{ beneficiary: { kind: 'person', name: her.name, count: 1 }, payments: [{ entryId: 'entry_a' }], version: 1 },
    ...{ change: { from: 'elderCare', asked, deadlineMs: 1 }, outbox: [], outboxDueAtMs: null, outboxVersion: 0 },
  })
  const { thanksIdOf } = await import('../../../cloudfunctions/funds/proof/records')
  const picture = await file('thanks', liOpenid)
  await claim(world, picture, liOpenid)
  await world.load('thanks', {
    ...{ _id: thanksIdOf('entry_a'), fundId, entryId: 'entry_a', fromName: her.name, words: '谢谢大家', atMs: 1 },
    photos: [{ fileId: picture, verdict: 'pass' }],
    consent: { of: 'self', atMs: 1, recordedByOpenid: liOpenid },
  })
}
