import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Instance } from '../../../local/cloud/functions/instance'
import { Pool, type PoolOptions } from '../../../local/cloud/functions/pool'

let dir: string
let pool: Pool
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'local-cloud-pool-'))
  await writeFile(
    join(dir, 'index.js'),
    'exports.main = ({ ms }) => new Promise((resolve) => setTimeout(resolve, ms, process.env.WX_OPENID))',
  )
})
afterEach(() => pool.close())
afterAll(() => rm(dir, { recursive: true }))

function createPool(options: Partial<PoolOptions>): Pool {
  return new Pool({
    maxInstances: 4,
    idleMs: 60_000,
    queueMs: 15_000,
    start: (onGone) =>
      new Instance({
        bundlePath: join(dir, 'index.js'),
        functionName: 'sleeper',
        clock: new SharedArrayBuffer(8),
        memoryMb: 64,
        envId: 'local-env',
        env: {},
        onLog: () => undefined,
        onGone,
      }),
    ...options,
  })
}

let calls = 0
function call(openid: string, ms: number): Promise<string> {
  calls += 1
  return pool.run({ id: `call${calls}`, eventJson: JSON.stringify({ ms }), env: { WX_OPENID: openid }, limitMs: 5_000 })
}

describe('the instances of a function', () => {
  it('more calls than instances wait their turn, and every one gets its own answer', async () => {
    pool = createPool({ maxInstances: 2 })
    const people = Array.from({ length: 12 }, (_, index) => `o${index}`)
    const answers = await Promise.all(people.map((openid) => call(openid, 10)))
    expect(answers.map((json) => JSON.parse(json))).toEqual(people)
    expect(pool.size).toBe(2)
  })

  it('a call that no instance can take in time is refused with -501004', async () => {
    pool = createPool({ maxInstances: 1, queueMs: 200 })
    await call('o1', 0)
    const [first, second] = await Promise.allSettled([call('o1', 600), call('o2', 0)])
    expect(first.status).toBe('fulfilled')
    expect(second).toMatchObject({
      status: 'rejected',
      reason: { code: 'EXCEED_CONCURRENT_REQUEST_LIMIT', serviceCode: -501004 },
    })
  })

  it('idle instances end after a while, one stays warm', async () => {
    pool = createPool({ idleMs: 150 })
    await Promise.all(['o1', 'o2', 'o3'].map((openid) => call(openid, 300)))
    expect(pool.size).toBe(3)
    const giveUpAt = Date.now() + 5_000
    while (pool.size > 1 && Date.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, 20))
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(pool.size).toBe(1)
  })
})
