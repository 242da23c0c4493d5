/** Taking a person out of a case leaves its record whole, whatever they call themselves; what they took along does not stay. */
import { Broken, breaking } from '../faults'
import { caseAt, closureInput, decide, liOpenid, storedCase, visitInput } from '../needs/cases/stage'
import { supervisorOpenid } from '../needs/scene'
import { productWorld } from '../product-world'
import { openTown } from '../residents/scene'
import { startTestWorld, type TestWorld } from '../world'

jest.setTimeout(60_000)

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
})
beforeEach(() => openTown(world))
afterAll(() => world.close())

test.each([
  ['closed', '5001'],
  ['老人', liOpenid],
  ['elderCare', 'goalsMet'],
  ['approved', 'phone'],
  ['case_', 'li社工'],
])(
  'of a contact called %s who lives at %s: codes, ids, places and staff stay as they were',
  async (contactName, address) => {
    const { needId } = await caseAt(world, 'serving', { contactName, address })
    const visit = { ...visitInput(needId, world), note: `${contactName}在家，住${address}` }
    await world.ok(liOpenid, 'needs.recordVisit', visit)
    const { version } = await world.ok(liOpenid, 'needs.getCase', { needId })
    const closure = {
      ...closureInput(needId, version),
      outcome: 'residentEnded' as const,
      summary: `${contactName}不再需要`,
    }
    const sent = await world.ok(liOpenid, 'needs.submitClosure', closure)
    await decide(world, needId, sent.version, 'closure')
    const before = storedCase(world, needId)
    await world.ok('o-resident', 'needs.erase', { needId })
    const after = storedCase(world, needId)

    const { residentOpenid: _resident, version: _version, outboxVersion: _outbox, ...kept } = fixed(before)
    expect(after).toMatchObject(kept)
    expect(after.visits.at(-1)?.note).toBe('（已删除）在家，住（已删除）')
    expect(after.closure?.summary).toBe('（已删除）不再需要')
    const shown = await world.ok(supervisorOpenid, 'needs.getStationCase', { needId })
    expect(shown).toMatchObject({ status: 'closed', stage: before.stage })
  },
)

/** What no person wrote. */
function fixed(kase: ReturnType<typeof storedCase>) {
  const { excerpt, visits, photos, closure, plan, events, intake, assessment, outbox, outboxDueAtMs, ...rest } = kase
  return {
    ...rest,
    visits: visits.map(({ note: _note, place: _place, photoCount: _count, ...visit }) => visit),
    events: events.map(({ note: _note, ...event }) => event),
    closure: closure && { outcome: closure.outcome, byName: closure.byName },
    intake: intake && { way: intake.way, byName: intake.byName },
  }
}

test('an export whose making broke off at any moment is removed from storage when its day is over', async () => {
  const product = await productWorld(world.cloud)
  const { keepExport } = await import('../../../cloudfunctions/people/data/exports')
  const { removeOldExports } = await import('../../../cloudfunctions/people/public')
  const put: string[] = []
  const upload: typeof product.files.upload = async (path, bytes) => {
    const fileId = await product.files.upload(path, bytes)
    put.push(fileId)
    return fileId
  }
  const told = { openid: 'o-a', page: '<p>全部</p>', json: '{}' }
  for (const [at, moment] of [
    [0, 'after'],
    [1, 'before'],
    [1, 'after'],
  ] as const) {
    const broken = { ...breaking(product, at, moment).world, files: { ...product.files, upload } }
    await expect(keepExport(broken, { ...told, id: product.ids.random() })).rejects.toThrow(Broken)
  }
  expect(put).toHaveLength(4)
  expect(await product.files.temporaryUrls(put)).not.toContain(null)
  const later = { ...product, clock: { ...product.clock, nowMs: () => product.clock.nowMs() + 86_400_000 } }
  await removeOldExports(later)
  expect(await product.files.temporaryUrls(put)).toEqual(put.map(() => null))
  expect(world.cloud.database.count('exports')).toBe(0)
})
