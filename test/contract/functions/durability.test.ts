import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startTestCloud, type TestCloud } from '../fixtures/cloud'

interface Acknowledged {
  openid: string
  outTradeNo: string
  fileID: string
  totalFeeFen: number
}

let test: TestCloud
let dir: string
let child: ChildProcess
beforeAll(async () => {
  test = await startTestCloud(['probe', 'payments'])
  dir = await mkdtemp(join(tmpdir(), 'local-cloud-killed-'))
})
afterAll(async () => {
  child.kill('SIGKILL')
  await test.close()
  await rm(dir, { recursive: true, force: true })
})

/** Lets the process run until it has acknowledged so many journeys, and kills it in the middle of the next. */
async function killAfter(count: number): Promise<{ offsetMs: number; journeys: Acknowledged[] }> {
  const script = join(__dirname, '../fixtures/killed.ts')
  child = spawn(process.execPath, ['--import', 'tsx', script, dir, test.functionsDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  if (!child.stdout) throw new Error('the child has no output')
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (lines.length === count + 1) child.kill('SIGKILL')
  }
  const [first = '{}', ...rest] = lines
  return { ...JSON.parse(first), journeys: rest.map((line) => JSON.parse(line)) }
}

describe('SIGKILL', () => {
  it('loses nothing that was acknowledged: clock, credits, notices, orders, pending results, files', async () => {
    const { offsetMs, journeys } = await killAfter(13)
    expect(journeys.length).toBeGreaterThanOrEqual(13)
    await test.restart({ dataDir: dir })
    const { cloud } = test
    expect(cloud.clock.offsetMs()).toBe(offsetMs)
    const orders = new Map(cloud.pay.orders().map((order) => [order.outTradeNo, order]))
    for (const { openid, outTradeNo, fileID, totalFeeFen } of journeys) {
      expect(cloud.messages.credits(openid)).toMatchObject({ TPL_OFFER: 1 })
      expect(cloud.messages.notices(openid)).toHaveLength(1)
      expect(orders.get(outTradeNo)).toMatchObject({ state: 'SUCCESS', openid, totalFeeFen })
      const { bytes } = await cloud.storage.download(fileID)
      expect(Buffer.from(bytes).toString()).toBe(`file ${Number(openid.slice(7))}`)
    }
    // A credit and its notice are one commit, also for the journeys that were cut off.
    for (const { openid } of orders.values()) {
      const spent = cloud.messages.notices(openid).length
      expect(cloud.messages.credits(openid).TPL_OFFER).toBe(2 - spent)
    }
    await cloud.clock.advance(11 * 60_000)
    const delivered = new Set(cloud.database.find('results', {}).map(({ outTradeNo }) => outTradeNo))
    for (const { outTradeNo } of journeys) expect(delivered).toContain(outTradeNo)
  }, 30_000)
})
