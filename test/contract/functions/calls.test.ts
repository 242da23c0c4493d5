import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CloudError } from '../../../local/contract'
import { appId, envId, startTestCloud, type TestCloud } from '../fixtures/cloud'

let test: TestCloud
beforeAll(async () => {
  test = await startTestCloud(['probe', 'neighbour', 'hasty'], { maxInstances: 6 })
})
afterAll(() => test.close())

async function failure(work: Promise<unknown>): Promise<CloudError> {
  return work.then(
    (value) => {
      throw new Error(`it succeeded: ${JSON.stringify(value)}`)
    },
    (error: CloudError) => error,
  )
}

describe('identity', () => {
  it('a phone’s call carries its person, app, environment and source', async () => {
    const context = await test.probe('oZhang', 'whoAmI')
    expect(context).toMatchObject({ OPENID: 'oZhang', APPID: appId, ENV: envId, SOURCE: 'wx_client' })
  })

  it('20 people at once each see only themselves, and load adds instances up to the cap', async () => {
    const people = Array.from({ length: 20 }, (_, index) => `oPerson${index}`)
    const seen = await Promise.all(people.map((openid) => test.probe(openid, 'whoAmI', { waitMs: 60 })))
    expect(seen.map(({ OPENID }) => OPENID)).toEqual(people)
    expect(seen.map(({ before }) => before)).toEqual(people)
    const count = test.cloud.functions.instances().probe ?? 0
    expect(count).toBeGreaterThan(1)
    expect(count).toBeLessThanOrEqual(6)
  }, 20_000)

  it('a warm instance is used again', async () => {
    const first = await test.probe('oZhang', 'whoAmI')
    const second = await test.probe('oLi', 'whoAmI')
    expect(second.calls).toBe(Number(first.calls) + 1)
  })

  it('a function called by a function acts for the same person and says so in SOURCE', async () => {
    const { result } = await test.probe<{ result: Record<string, unknown> }>('oZhang', 'neighbour', { data: { a: 1 } })
    expect(result).toMatchObject({ OPENID: 'oZhang', SOURCE: 'wx_client,scf', event: { a: 1 } })
  })

  it('the event of a phone’s call names the caller as WeChat adds it', async () => {
    expect(await test.probe('oZhang', 'echo', { a: 1 })).toEqual({ a: 1, userInfo: { appId, openId: 'oZhang' } })
  })
})

describe('failures', () => {
  it('an exception reaches the phone as -404011 with the service’s -504002 and the reason, and the instance lives', async () => {
    const error = await failure(test.probe('oZhang', 'fail'))
    expect(error.errCode).toBe(-404011)
    expect(error.message).toMatch(/^cloud\.callFunction:fail .*-504002.*broken on purpose/)
    expect(await failure(test.probe('oZhang', 'failWithText'))).toMatchObject({ errCode: -404011 })
  })

  it('a run longer than the timeout is ended and reported, even one that never yields', async () => {
    const [sleeping, spinning] = await Promise.all([
      failure(test.cloud.functions.call('hasty', {}, { openid: 'oZhang', source: 'wx_client' })),
      failure(test.cloud.functions.call('hasty', { spin: true }, { openid: 'oZhang', source: 'wx_client' })),
    ])
    for (const error of [sleeping, spinning]) {
      expect(error.errCode).toBe(-404011)
      expect(error.message).toContain('-504003')
      expect(error.message).toContain('Invoking task timed out after 1 seconds')
    }
  })

  it('process.exit and an uncaught exception end the instance, fail the call, and the next call works', async () => {
    const exit = await failure(test.probe('oZhang', 'exit'))
    expect(exit.message).toContain('User process exit when running')
    const crash = await failure(test.probe('oZhang', 'crashLater'))
    expect(crash.message).toContain('nobody catches this')
    expect(await test.probe('oZhang', 'whoAmI')).toMatchObject({ OPENID: 'oZhang' })
  })

  it('a function that is not there is -501000, for a phone and for a function', async () => {
    const error = await failure(test.cloud.functions.call('nobody', {}, { openid: 'o', source: 'wx_client' }))
    expect(error.errCode).toBe(-501000)
    expect(error.message).toContain('FunctionName parameter could not be found')
    // The SDK keeps no number of a code that it gets from another function: only the words.
    const told = await test.probe('oZhang', 'stranger')
    expect(told).toMatchObject({ thrown: true, errCode: -1, errMsg: expect.stringContaining('Function not found') })
  })

  it('a failure inside a called function fails the caller with its words', async () => {
    const error = await failure(test.probe('oZhang', 'neighbour', { data: { fail: true } }))
    expect(error.message).toContain('callFunction:fail functions execute fail')
    expect(error.message).toContain('the neighbour is broken')
  })

  it('a result that is no JSON fails, none at all is null, and a phone takes 1 MB', async () => {
    expect((await failure(test.probe('oZhang', 'bigInt'))).message).toContain('BigInt')
    expect(await test.probe('oZhang', 'nothing')).toBeNull()
    expect(await test.probe<string>('oZhang', 'size', { bytes: 1_000_000 })).toHaveLength(1_000_000)
    expect((await failure(test.probe('oZhang', 'size', { bytes: 1_100_000 }))).errCode).toBe(-604001)
  })
})

describe('events', () => {
  it('a call tells its procedure, its outcome and how often it went to the database', async () => {
    test.events.length = 0
    await test.probe('oZhang', 'addAndGet')
    const call = test.events.find((event) => event.type === 'call')
    expect(call).toMatchObject({ function: 'probe', procedure: 'addAndGet', openid: 'oZhang', roundTrips: 2, ok: true })
    const requests = test.events.flatMap((event) => (event.type === 'database' ? [event.action] : []))
    expect(requests).toEqual(['insertDocument', 'getDocument'])
  })

  it('what a function prints becomes log events', async () => {
    test.events.length = 0
    await test.probe('oZhang', 'log', { text: 'x' })
    expect(test.events).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: 'log', level: 'info', text: "hello { text: 'x' }" }),
        expect.objectContaining({ type: 'log', level: 'error', text: 'trouble x' }),
      ]),
    )
  })
})

describe('reload', () => {
  it('the next call after a reload runs the new bundle', async () => {
    const path = join(test.functionsDir, 'probe', 'index.js')
    const code = await readFile(path, 'utf8')
    await writeFile(path, code.replace('"VERSION"', '"VERSION 2"'))
    expect(await test.probe('oZhang', 'whoAmI')).toMatchObject({ version: 'VERSION' })
    await test.cloud.functions.reload('probe')
    expect(await test.probe('oZhang', 'whoAmI')).toMatchObject({ version: 'VERSION 2' })
  })
})
