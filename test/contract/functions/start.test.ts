import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startTestCloud, type TestCloud } from '../fixtures/cloud'

let test: TestCloud
beforeAll(async () => {
  test = await startTestCloud(['probe'])
})
afterAll(() => test.close())

describe('the start', () => {
  it('every function has a warm instance soon after the start', async () => {
    await until(() => test.cloud.functions.instances().probe === 1)
    expect(test.cloud.functions.names()).toEqual(['probe'])
  })

  it('a port that is taken, or a config.json that is not valid, is one clear error, and the next start works', async () => {
    const port = Number(new URL(test.cloud.url).port)
    await expect(startTestCloud(['probe'], { port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    const path = join(test.functionsDir, 'probe', 'config.json')
    const config = await readFile(path, 'utf8')
    for (const [broken, message] of [
      ['{', 'config.json of the function probe'],
      ['{"timeout":900}', 'timeout must be 1 to 60 seconds'],
      ['{"triggers":[{"name":"t","type":"timer","config":"* * * * *"}]}', 'a trigger has seven fields'],
    ] as const) {
      await writeFile(path, broken)
      await expect(test.restart()).rejects.toThrow(message)
    }
    await writeFile(path, config)
    await test.restart()
    expect(await test.probe('oZhang', 'whoAmI')).toMatchObject({ OPENID: 'oZhang' })
  })

  it('a function whose bundle does not load fails its calls with the reason', async () => {
    const folder = join(test.functionsDir, 'broken')
    await mkdir(folder)
    await writeFile(join(folder, 'index.js'), 'require("no-such-module")')
    await test.cloud.functions.reload()
    const call = test.cloud.functions.call('broken', {}, { openid: 'oZhang', source: 'wx_client' })
    await expect(call).rejects.toThrow("Cannot find module 'no-such-module'")
    await writeFile(join(folder, 'index.js'), 'process.exit(1)')
    await test.cloud.functions.reload('broken')
    const again = test.cloud.functions.call('broken', {}, { openid: 'oZhang', source: 'wx_client' })
    await expect(again).rejects.toThrow('-504002')
  })

  it('only the SDK is answered at /admin, in its own environment, for what is built', async () => {
    const post = (body: object, headers: Record<string, string>) =>
      fetch(`${test.cloud.url}/admin`, { method: 'POST', body: JSON.stringify(body), headers })
    const request = { action: 'database.getDocument', collectionName: 'things', queryType: 'WHERE' }
    expect((await post(request, { 'content-type': 'text/plain' })).status).toBe(403)
    const sdk = { 'content-type': 'application/json', 'x-sdk-version': '1' }
    expect(await (await post({ ...request, envName: 'other' }, sdk)).json()).toMatchObject({ code: 'INVALID_ENV' })
    const unknown = await (await post({ action: 'wx.api' }, sdk)).json()
    expect(unknown).toMatchObject({ code: 'INVALID_ACTION', message: 'the local cloud does not support wx.api' })
  })
})

async function until(condition: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + 5_000
  while (!condition()) {
    if (Date.now() > giveUpAt) throw new Error('it did not come to pass in 5 s')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
