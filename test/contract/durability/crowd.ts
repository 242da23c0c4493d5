/**
 * A process to be killed: a cloud on the given folder, and 20 people who give and ask for help at once, as fast as they can,
 * while the timer's minute runs again and again. Each line of output is something that a person, or WeChat, was told.
 */
import { randomBytes } from 'node:crypto'
import { writeSync } from 'node:fs'
import { startCloud } from '../../../local/cloud'
import type { Doc } from '../../../local/contract'
import { fundRecord, giftInput } from '../funds/scene'
import { needInput, supervisor, territories, worker } from '../needs/scene'
import { calls, cloudOptions } from '../world'

const [dataDir = '', functionsDir = ''] = process.argv.slice(2)
const donors = 12
const residents = 8

async function main(): Promise<void> {
  const cloud = await startCloud(cloudOptions(dataDir, functionsDir))
  const { ok, tick } = calls(() => cloud)
  const load = (name: string, ...documents: object[]) => cloud.database.load(name, documents as Doc[])
  if (cloud.database.count('funds') === 0) {
    await load('funds', fundRecord(cloud.clock.nowMs()))
    await load('territories', ...territories())
    await load('people', supervisor())
    await load('workers', ...['wang', 'li', 'zhao'].map((name) => worker(name, { capPoints: 200 })))
  }
  const forever = async (work: () => Promise<void>) => {
    for (;;) await work()
  }
  const give = (index: number) => async () => {
    const donor = `oDonor${index}-${randomBytes(4).toString('hex')}`
    const input = giftInput({ amountFen: (1_000 + index) as ReturnType<typeof giftInput>['amountFen'] })
    const { gift, payment } = await ok(donor, 'funds.startGift', input)
    told({ started: gift.giftId, donor, input })
    if (!payment) throw new Error('no pay sheet')
    cloud.pay.setMischief(index % 3 === 0 ? 'twice' : index % 3 === 1 ? 'never' : 'once')
    await cloud.pay.settle(payment.package.replace('prepay_id=', ''), 'confirm', donor)
    told({ charged: gift.giftId })
    const checked = await ok(donor, 'funds.checkGift', { giftId: gift.giftId })
    if (checked.status !== 'paid') throw new Error(`charged and ${checked.status}`)
    told({ thanked: gift.giftId })
  }
  const ask = async () => {
    const resident = `oResident-${randomBytes(4).toString('hex')}`
    const input = needInput()
    const { needId } = await ok(resident, 'needs.submit', input)
    told({ asked: needId, resident, input })
  }
  await Promise.all([
    ...Array.from({ length: donors }, (_, index) => forever(give(index))),
    ...Array.from({ length: residents }, () => forever(ask)),
    forever(tick),
  ])
}

/** Written before anything else happens: what is told is told. */
function told(what: object): void {
  writeSync(1, `${JSON.stringify(what)}\n`)
}

main().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
