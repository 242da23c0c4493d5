import type { NeedRecord } from '../../../cloudfunctions/needs/records'
import type { Doc } from '../../../local/contract'
import type { NeedId } from '../../../typings/ids'
import { startTestWorld } from '../../contract/world'
import type { Stage } from './stage'

/** The product's real bundles on the local cloud: every call over the wire, the timer fired by the cloud's own clock. */
export async function openRealStage(
  documents: Readonly<Record<string, readonly object[]>>,
  startMs: number,
): Promise<Stage> {
  const world = await startTestWorld()
  const { clock, database } = world.cloud
  const broken = new Set<string>()
  world.cloud.onEvent((event) => {
    if (event.type === 'log' && event.level === 'error') broken.add(event.text)
  })
  await clock.advance(startMs - clock.nowMs(), 1)
  for (const [collection, rows] of Object.entries(documents)) await database.load(collection, rows as Doc[])
  const unlessGone = async (call: ReturnType<typeof world.call>) => {
    const reply = await call
    if (reply.ok) return true
    if (reply.error.code === 'OFFER_GONE') return false
    throw new Error(`${reply.error.code}: ${reply.error.message}`)
  }
  return {
    nowMs: () => clock.nowMs(),
    async moveTo(atMs) {
      const byMs = Math.floor(atMs - clock.nowMs())
      if (byMs > 0) await clock.advance(byMs, 1)
    },
    submit: async (openid, input) => (await world.ok(openid, 'needs.submit', input)).needId,
    accept: (openid, needId, offerId) => unlessGone(world.call(openid, 'needs.accept', { needId, offerId })),
    decline: (openid, needId, offerId) =>
      unlessGone(world.call(openid, 'needs.decline', { needId, offerId, reason: 'noTime', note: '' })),
    async end({ _id, residentOpenid, version }) {
      await world.ok(residentOpenid, 'needs.withdraw', { needId: _id, version, note: '' })
    },
    need: (needId: NeedId) => {
      const need = database.get('needs', needId)
      if (!need) throw new Error(`${needId} is not there`)
      return need as unknown as NeedRecord
    },
    hasFreedRoom: () => database.find('workers', { roomSinceMs: { $gt: 0 } }, 1).length > 0,
    async close() {
      await world.close()
      if (broken.size > 0) throw new Error(`the cloud logged errors: ${[...broken].slice(0, 3).join('; ')}`)
    },
  }
}
