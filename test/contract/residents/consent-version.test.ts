/** A yes is to the words in force; those before count no more, and the phone learns which field to ask anew. */
import { consentVersionOf } from '../../../cloudfunctions/people/consents/texts'
import { needInput, needKey, stored } from '../needs/scene'
import { startTestWorld, type TestWorld } from '../world'
import { openTown, put, staff } from './scene'

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
}, 60_000)
beforeEach(() => openTown(world))
afterAll(() => world.close())

const old = '2025-01-01'

test('a need under old words is CONFLICT, names the field, and leaves nothing behind', async () => {
  const reply = await world.call('o-resident', 'needs.submit', needInput({ consentVersion: old }))
  expect(reply).toMatchObject({ ok: false, error: { code: 'CONFLICT', fields: [{ path: 'consentVersion' }] } })
  expect(world.cloud.database.find('needs')).toEqual([])
  expect(world.cloud.database.find('dangers')).toEqual([])
})

test('after the new words the same need goes through with the same key', async () => {
  const input = needInput({ consentVersion: old })
  expect(await world.code('o-resident', 'needs.submit', input)).toBe('CONFLICT')
  const { needId } = await world.ok('o-resident', 'needs.submit', {
    ...input,
    consentVersion: consentVersionOf('contact'),
  })
  expect(stored(world, needId).consent.version).toBe(consentVersionOf('contact'))
})

test('a guardian’s yes likewise', async () => {
  const guardian = { name: '王芳', relation: 'parent', consentVersion: old } as const
  const input = needInput({ field: 'childCare', subSkill: 'tutoring', child: { under14: true, guardian } })
  const reply = await world.call('o-resident', 'needs.submit', input)
  expect(reply).toMatchObject({ ok: false, error: { fields: [{ path: 'child.guardian.consentVersion' }] } })
})

test('community staff write down under the words in force alone', async () => {
  const entered = { ...needInput({ consentVersion: old }), consentHow: 'inPerson' as const }
  expect(await world.code(staff, 'needs.enter', entered)).toBe('CONFLICT')
})

test('what was stored before the words changed is repeated, not refused', async () => {
  const input = needInput()
  const { needId } = await world.ok('o-resident', 'needs.submit', input)
  // As it was stored when the words were the old ones.
  const before = { ...input, consentVersion: old }
  const { ids } = await import('../../../cloudfunctions/shared/adapters/ids')
  await put(world, needId, { inputHash: ids.from('needInput', JSON.stringify(before)) })
  expect(await world.ok('o-resident', 'needs.submit', before)).toMatchObject({ needId })
})

test('a mandate under old words is CONFLICT; recorded before, it is repeated', async () => {
  const input = {
    mandateKey: needKey(),
    principalName: '周桂芬',
    principalPhone: '13900001234',
    actorName: '周明',
    relation: 'child',
    scope: ['submit'],
    consentHow: 'phone',
    consentVersion: old,
    untilMs: world.cloud.clock.nowMs() + 86_400_000,
  } as const
  const reply = await world.call('o-son', 'people.giveMandate', input)
  expect(reply).toMatchObject({ ok: false, error: { code: 'CONFLICT', fields: [{ path: 'consentVersion' }] } })
  expect(world.cloud.database.find('mandates')).toEqual([])
  await world.ok('o-son', 'people.giveMandate', { ...input, consentVersion: consentVersionOf('mandate') })
})
