/** From a resident's tap to a worker's offer, in the whole district: time, and database round trips, which are the cost. */
import type { NeedRecord } from '../../cloudfunctions/needs/records'
import type { Doc } from '../../local/contract'
import { makeDistrict } from '../../local/seed'
import { needInput } from '../contract/needs/scene'
import { startTestWorld, type TestWorld } from '../contract/world'

const runs = 31

export async function bench(report: (figure: string, value: number, unit: string) => void): Promise<void> {
  const world = await startTestWorld()
  try {
    const district = makeDistrict('district', world.cloud.clock.nowMs())
    for (const [collection, documents] of Object.entries(district)) {
      await world.cloud.database.load(collection, documents as unknown as Doc[])
    }
    await submit(world, 'warm-up')
    const submitted: number[] = []
    const accepted: number[] = []
    let submitTrips = 0
    let acceptTrips = 0
    for (let run = 0; run < runs; run += 1) {
      let needId = ''
      submitTrips = await world.roundTrips(async () => {
        const sinceMs = performance.now()
        needId = await submit(world, `oResident${run}`)
        submitted.push(performance.now() - sinceMs)
      })
      const { offer } = world.cloud.database.get('needs', needId) as unknown as NeedRecord
      if (!offer) throw new Error('nobody in the district was offered the need')
      acceptTrips = await world.roundTrips(async () => {
        const sinceMs = performance.now()
        await world.ok(offer.workerOpenid, 'needs.accept', {
          needId: needId as `need_${string}`,
          offerId: offer.offerId,
        })
        accepted.push(performance.now() - sinceMs)
      })
    }
    report('submitToOffer', median(submitted), 'ms')
    report('submitToOffer.roundTrips', submitTrips, 'database requests')
    report('accept', median(accepted), 'ms')
    report('accept.roundTrips', acceptTrips, 'database requests')
  } finally {
    await world.close()
  }
}

async function submit(world: TestWorld, openid: string): Promise<string> {
  const { needId } = await world.ok(openid, 'needs.submit', needInput())
  return needId
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
