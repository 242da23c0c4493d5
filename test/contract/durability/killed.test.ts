import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCloud } from '../../../local/cloud'
import type { LocalCloud } from '../../../local/contract'
import type { StartGiftInput } from '../../../typings/funds'
import type { SubmitNeedInput } from '../../../typings/needs'
import { auditFund, fundId, giftRecord, journal } from '../funds/scene'
import { productBundles } from '../product-bundles'
import { calls, cloudOptions } from '../world'

jest.setTimeout(240_000)

type Told =
  | { started: string; donor: string; input: StartGiftInput }
  | { charged: string }
  | { thanked: string }
  | { asked: string; resident: string; input: SubmitNeedInput }

let dir: string
let told: Told[]
let cloud: LocalCloud
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'killed-'))
  const [dataDir, functionsDir] = [join(dir, 'data'), await productBundles()]
  told = [
    ...(await crowdUntilKilled(dataDir, functionsDir, 60)),
    ...(await crowdUntilKilled(dataDir, functionsDir, 150)),
  ]
  cloud = await startCloud(cloudOptions(dataDir, functionsDir))
  // Half an hour later, with the timers firing: result calls that were under way come again, the sweep asks for the rest.
  await cloud.clock.advance(35 * 60_000)
})
afterAll(async () => {
  await cloud?.close()
  await rm(dir, { recursive: true, force: true })
})

/** What people were told until the process was killed, in the middle of whatever came after so many lines. */
async function crowdUntilKilled(dataDir: string, functionsDir: string, lines: number): Promise<Told[]> {
  const command = [require.resolve('tsx/cli'), join(__dirname, 'crowd.ts'), dataDir, functionsDir]
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'], detached: true })
  let output = ''
  let killed = false
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (text: string) => {
    output += text
    if (killed || output.split('\n').length <= lines || child.pid === undefined) return
    killed = true
    // tsx runs the crowd in a process below its own: the group is ours alone.
    process.kill(-child.pid, 'SIGKILL')
  })
  await once(child.stdout, 'close')
  expect(killed).toBe(true)
  return output
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Told)
}

test('SIGKILL during 20 parallel gifts and needs: every yuan that WeChat took is in the books, once', async () => {
  const paidOrders = cloud.pay.orders().filter(({ state }) => state === 'SUCCESS')
  const charged = told.flatMap((each) => ('charged' in each ? [each.charged] : []))
  expect(charged.length).toBeGreaterThan(20)
  const paidIds = new Set(paidOrders.map(({ outTradeNo }) => `gift_${outTradeNo}`))
  expect(charged.filter((giftId) => !paidIds.has(giftId))).toEqual([])
  const booked = journal({ cloud }).map(({ cause }) => cause)
  expect([...booked].sort()).toEqual([...paidIds].sort())
  for (const giftId of paidIds)
    expect(giftRecord({ cloud }, giftId)).toMatchObject({ status: 'paid', orderOpen: false })
  const total = paidOrders.reduce((sum, { totalFeeFen }) => sum + totalFeeFen, 0)
  const { ok } = calls(() => cloud)
  expect(await ok('oAnyone', 'funds.get', { fundId })).toMatchObject({ balanceFen: total, giftCount: paidIds.size })
  expect(auditFund({ cloud })).toEqual([])
})

test('a gift that was started is there, its key still finds it, and no repeat makes a second one', async () => {
  const { ok } = calls(() => cloud)
  const before = cloud.database.count('gifts')
  for (const each of told) {
    if (!('started' in each)) continue
    const { gift } = await ok(each.donor, 'funds.startGift', each.input)
    expect(gift.giftId).toBe(each.started)
  }
  expect(cloud.database.count('gifts')).toBe(before)
})

test('a need that was acknowledged is there once, and somebody has it: a worker or the station', async () => {
  const { ok } = calls(() => cloud)
  const asked = told.flatMap((each) => ('asked' in each ? [each] : []))
  expect(asked.length).toBeGreaterThan(10)
  const before = cloud.database.count('needs')
  for (const { asked: needId, resident, input } of asked) {
    expect(cloud.database.get('needs', needId)).toMatchObject({ status: expect.stringMatching(/^(offered|triage)$/) })
    expect(await ok(resident, 'needs.submit', input)).toMatchObject({ needId })
  }
  expect(cloud.database.count('needs')).toBe(before)
})
