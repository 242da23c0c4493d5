/** A verdict that comes after a picture was erased writes nothing, and breaks nobody's list. */
import { upload } from '../files'
import { needInput, stored, submitNeed, supervisorOpenid } from '../needs/scene'
import { openTown, staff, versionOf } from '../residents/scene'
import { startTestWorld, type TestWorld } from '../world'

jest.setTimeout(60_000)

let world: TestWorld
beforeAll(async () => {
  world = await startTestWorld()
})
beforeEach(() => openTown(world))
afterAll(() => world.close())

/** WeChat's push about each check that was started. */
async function pushAll(suggest: 'pass' | 'review' | 'risky'): Promise<void> {
  for (const { _id } of world.cloud.database.find('pictureChecks')) {
    const event = { MsgType: 'event', Event: 'wxa_media_check', result: { suggest } }
    const traced = { ...event, trace_id: String(_id).replace('check_', '') }
    await world.cloud.functions.call('needs', traced, { openid: '', source: 'wx_unknown' })
  }
}

async function erased(changes: Parameters<typeof submitNeed>[1]) {
  const { needId } = await submitNeed(world, changes)
  await world.ok('o-resident', 'needs.withdraw', { needId, version: versionOf(world, needId), note: '' })
  await world.ok('o-resident', 'needs.erase', { needId })
  return needId
}

test.each(['picture', 'recording'])(
  'a %s erased before its verdict: no row, no queue, and the list still opens',
  async (kind) => {
    const voice = { fileId: await upload(world, 'voices', 'o-resident', 'sound'), durationMs: 2_000 }
    const photoFileIds = [await upload(world, 'needs', 'o-resident')]
    const needId = await erased(kind === 'picture' ? { photoFileIds } : { voice })
    expect(world.cloud.database.count('pictureChecks')).toBe(1)
    await pushAll('review')
    expect(stored(world, needId)).toMatchObject({ photos: [], contentReview: false })
    expect(stored(world, needId).voice).toBeUndefined()
    for (const reader of [supervisorOpenid, staff]) {
      expect((await world.ok(reader, 'needs.listReviews', { cursor: null })).rows).toEqual([])
    }
  },
)

test('what is still there gets its verdict, and waits for a person', async () => {
  const photoFileIds = [await upload(world, 'needs', 'o-resident')]
  const { needId } = await world.ok('o-resident', 'needs.submit', needInput({ photoFileIds }))
  await pushAll('review')
  expect(stored(world, needId)).toMatchObject({ photos: [{ verdict: 'review' }], contentReview: true })
  expect((await world.ok(supervisorOpenid, 'needs.listReviews', { cursor: null })).rows).toHaveLength(1)
})
