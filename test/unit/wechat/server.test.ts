import { request as httpRequest } from 'node:http'
import { createWechatServer, type WechatServer } from '../../../local/wechat/server'
import { alice, bob, type CloudDouble, cloudDouble, notice } from '../../fixtures/wechat/cloud-double'

let double: CloudDouble
let server: WechatServer

beforeEach(async () => {
  double = cloudDouble()
  server = await createWechatServer({
    cloud: double.cloud,
    cast: () => [{ openid: alice, name: '周桂芬', role: '居民', line: '一个人住' }],
    wall: () => [{ name: '新山村社区', target: { page: 'pages/fund/fund', scene: 'c=500110001001' } }],
    handlers: [
      (_request, response, url) => {
        if (url.pathname !== '/phone') return false
        response.end('a phone')
        return true
      },
    ],
  })
})
afterEach(() => server.close())

async function ask(path: string, body?: object, headers: Record<string, string> = {}): Promise<[number, unknown]> {
  const post = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  }
  const response = await fetch(`${server.url}${path}`, body === undefined ? { headers } : post)
  return [response.status, await response.json()]
}

/** `fetch` decides about Host and Origin itself, so these go by hand. */
function statusWith(headers: Record<string, string>, path = '/wechat/cast'): Promise<number> {
  const { port } = new URL(server.url)
  return new Promise((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port, path, headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })
}

describe('who may talk to it', () => {
  test('a name that only points here is refused: no DNS rebinding', async () => {
    const { port } = new URL(server.url)
    expect(await statusWith({ host: `evil.example:${port}` })).toBe(403)
    expect(await statusWith({ host: '127.0.0.1:1' })).toBe(403)
    expect(await statusWith({ host: `localhost:${port}` })).toBe(200)
  })

  test('a foreign or opaque origin is refused, its own is served', async () => {
    const { host } = new URL(server.url)
    expect(await statusWith({ host, origin: 'https://evil.example' })).toBe(403)
    expect(await statusWith({ host, origin: 'null' })).toBe(403)
    expect(await statusWith({ host, origin: 'http://127.0.0.1:1' })).toBe(403)
    expect(await statusWith({ host, origin: server.url })).toBe(200)
  })

  test('another site may open a phone, and fetch nothing', async () => {
    const { host } = new URL(server.url)
    const elsewhere = { host, 'sec-fetch-site': 'cross-site' }
    expect(await statusWith({ ...elsewhere, 'sec-fetch-mode': 'no-cors' })).toBe(403)
    expect(await statusWith({ ...elsewhere, 'sec-fetch-mode': 'navigate' }, '/phone')).toBe(200)
  })

  test('a body that a plain form could send is refused', async () => {
    expect((await ask('/wechat/clock', { byMs: 1 }, { 'content-type': 'text/plain' }))[0]).toBe(415)
  })

  test('a body over the limit is refused', async () => {
    expect((await ask('/wechat/scan', { text: 'x'.repeat(70_000) }))[0]).toBe(413)
  })

  test('what nobody serves is 404 and names itself', async () => {
    expect(await ask('/nothing')).toEqual([404, { errCode: -1, errMsg: 'there is no GET /nothing' }])
  })
})

describe('the cloud', () => {
  test('a call carries the identity of the phone, by header or body', async () => {
    expect(await ask('/wechat/callFunction', { name: 'needs', data: { a: 1 } }, { 'x-openid': alice })).toEqual([
      200,
      { errCode: 0, result: { ok: true, data: { openid: alice } } },
    ])
    await ask('/wechat/callFunction', { as: bob, name: 'needs', data: {} })
    expect(double.calls).toEqual([
      { name: 'needs', data: { a: 1 }, openid: alice, source: 'wx_client' },
      { name: 'needs', data: {}, openid: bob, source: 'wx_client' },
    ])
  })

  test('a call without an identity is refused', async () => {
    expect((await ask('/wechat/callFunction', { name: 'needs', data: {} }))[0]).toBe(400)
    expect(double.calls).toEqual([])
  })

  test("a function's failure is an answer with the cloud's code", async () => {
    const [status, answer] = await ask('/wechat/callFunction', { as: alice, name: 'nothing' })
    expect(status).toBe(200)
    expect(answer).toMatchObject({ errCode: -501000, errMsg: expect.stringContaining('nothing') })
  })

  test('a file goes up, has an address, comes down, is removed', async () => {
    const up = await fetch(`${server.url}/wechat/uploadFile?as=${alice}&cloudPath=needs/a.jpg`, {
      method: 'POST',
      body: new Uint8Array([1, 2, 3]),
    })
    const { fileID } = (await up.json()) as { fileID: string }
    const [, urls] = await ask('/wechat/tempUrls', { as: alice, fileIDs: [fileID, 'cloud://local.1/none'] })
    expect(urls).toMatchObject({
      fileList: [
        { fileID, status: 0 },
        { status: -1, tempFileURL: '' },
      ],
    })
    const down = await fetch(`${server.url}/wechat/download?as=${alice}&fileID=${encodeURIComponent(fileID)}`)
    expect([...new Uint8Array(await down.arrayBuffer())]).toEqual([1, 2, 3])
    const [, gone] = await ask('/wechat/deleteFile', { as: alice, fileIDs: [fileID] })
    expect(gone).toEqual({ fileList: [{ fileID, status: 0, errMsg: 'ok' }] })
  })

  test.each(['', '/abs.jpg', '../up.jpg', 'a/../b.jpg'])('the cloud path «%s» is refused', async (cloudPath) => {
    const query = new URLSearchParams({ as: alice, cloudPath })
    const response = await fetch(`${server.url}/wechat/uploadFile?${query}`, { method: 'POST', body: 'x' })
    expect(response.status).toBe(400)
  })
})

describe('messages, payment, codes, clock', () => {
  test('a person reads and marks only their own notices', async () => {
    expect(await ask(`/wechat/notices?as=${alice}`)).toEqual([200, [notice('n1', alice)]])
    expect((await ask('/wechat/notices/read', { as: alice, id: 'n2' }))[0]).toBe(404)
    expect((await ask('/wechat/notices/read', { as: alice, id: 'n1' }))[0]).toBe(200)
    expect(await ask(`/wechat/notices?as=${alice}`)).toEqual([200, [{ ...notice('n1', alice), read: true }]])
  })

  test('accepted templates are granted to who accepted them', async () => {
    await ask('/wechat/subscribe', { as: alice, accepted: ['t-offer'] })
    expect(double.granted).toEqual([{ openid: alice, templateIds: ['t-offer'] }])
    expect((await ask('/wechat/subscribe', { as: alice, accepted: ['a', 'b', 'c', 'd'] }))[0]).toBe(400)
  })

  test('an order is shown to its payer alone, and settled with a known action', async () => {
    expect((await ask('/wechat/pay/order', { as: bob, prepayId: 'wx1' }))[0]).toBe(404)
    expect((await ask('/wechat/pay/order', { as: alice, prepayId: 'wx1' }))[1]).toMatchObject({ totalFeeFen: 123450 })
    expect((await ask('/wechat/pay/finish', { as: alice, prepayId: 'wx1', action: 'steal' }))[0]).toBe(400)
    expect((await ask('/wechat/pay/finish', { as: bob, prepayId: 'wx1', action: 'confirm' }))[0]).toBe(404)
    expect(await ask('/wechat/pay/finish', { as: alice, prepayId: 'wx1', action: 'confirm' })).toEqual([
      200,
      { state: 'SUCCESS' },
    ])
  })

  test('the next result call can be told to misbehave, in the known ways', async () => {
    expect(await ask('/wechat/mischief', { mischief: 'twice' })).toEqual([200, { mischief: 'twice' }])
    expect(await ask('/wechat/mischief')).toEqual([200, { mischief: 'twice' }])
    expect((await ask('/wechat/mischief', { mischief: 'explode' }))[0]).toBe(400)
  })

  test('the wall gives each code with a picture of it', async () => {
    const [, wall] = await ask('/wechat/wall')
    const [code] = wall as { imageUrl: string; name: string }[]
    expect(code?.name).toBe('新山村社区')
    const image = await fetch(server.url + code?.imageUrl)
    expect(image.headers.get('content-type')).toBe('image/png')
  })

  test('a scanned text means a page, or nothing when it is not one of ours', async () => {
    expect(await ask('/wechat/scan', { text: 'code:pages/fund/fund?f=1' })).toEqual([
      200,
      { target: { page: 'pages/fund/fund', scene: 'f=1' } },
    ])
    expect(await ask('/wechat/scan', { text: 'https://example.com' })).toEqual([200, { target: null }])
  })

  test.each([0, -1, 1.5, 'x', 500 * 86_400_000])('the clock is not moved by %p', async (byMs) => {
    expect((await ask('/wechat/clock', { byMs }))[0]).toBe(400)
    expect(double.cloud.clock.offsetMs()).toBe(0)
  })

  test('the clock goes forward', async () => {
    const moved = { nowMs: 1_700_000_900_000, offsetMs: 900_000 }
    expect(await ask('/wechat/clock', { byMs: 900_000 })).toEqual([200, moved])
    expect(await ask('/wechat/clock')).toEqual([200, moved])
  })
})

describe('events', () => {
  /** Reads the stream until it holds `count` events. */
  async function events(
    as: string | null,
    count: number,
    during: () => Promise<unknown> | unknown,
  ): Promise<unknown[]> {
    const stop = new AbortController()
    const response = await fetch(`${server.url}/wechat/events${as === null ? '' : `?as=${as}`}`, {
      signal: stop.signal,
    })
    const reader = response.body?.getReader()
    let text = ''
    const found = () => [...text.matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json ?? '') as unknown)
    let started = false
    while (reader !== undefined && found().length < count) {
      const { value, done } = await reader.read()
      if (done) break
      text += new TextDecoder().decode(value)
      if (!started) await during()
      started = true
    }
    stop.abort()
    return found()
  }

  test('a phone hears the clock, its own notices and rebuilds; never the wire or a stranger', async () => {
    const heard = await events(alice, 4, async () => {
      double.raise({ type: 'notice', notice: notice('n3', bob), atMs: 0 })
      double.raise({ type: 'log', function: 'needs', level: 'info', text: 'x', atMs: 0 })
      double.raise({ type: 'notice', notice: notice('n4', alice), atMs: 0 })
      await double.cloud.clock.advance(1000)
      server.reload(['pages/home/home'])
    })
    expect(heard).toEqual([
      { type: 'clock', offsetMs: 0 },
      { type: 'notice', notice: notice('n4', alice) },
      { type: 'clock', offsetMs: 1000 },
      { type: 'reload', paths: ['pages/home/home'] },
    ])
  })

  test('the desk hears all, the problems of each phone too', async () => {
    const heard = await events(null, 3, async () => {
      double.raise({ type: 'log', function: 'needs', level: 'warn', text: 'x', atMs: 0 })
      await ask('/wechat/problems', { as: alice, text: 'boom', where: 'pages/home/home.ts:3' })
    })
    expect(heard.slice(1)).toEqual([
      { type: 'wire', event: { type: 'log', function: 'needs', level: 'warn', text: 'x', atMs: 0 } },
      { type: 'problem', openid: alice, text: 'boom', where: 'pages/home/home.ts:3' },
    ])
  })

  /** What a page's WebSocket would hear, until `count` messages came. */
  function bySocket(headers: Record<string, string>, count: number, during: () => void): Promise<unknown[] | number> {
    const { port } = new URL(server.url)
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' }
    return new Promise((resolve, reject) => {
      const asked = httpRequest({ port, path: `/wechat/events?as=${alice}`, headers: { ...upgrade, ...headers } })
      asked.on('response', (response) => resolve(response.statusCode ?? 0))
      asked.on('error', reject)
      asked.on('upgrade', (response, socket, head) => {
        expect(response.headers['sec-websocket-accept']).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=')
        let bytes = head
        const look = () => {
          const messages = messagesIn(bytes)
          if (messages.length < count) return
          socket.destroy()
          resolve(messages)
        }
        socket.on('data', (more: Buffer) => {
          bytes = Buffer.concat([bytes, more])
          look()
        })
        look()
        during()
      })
      asked.end()
    })
  }

  function messagesIn(bytes: Buffer): unknown[] {
    const messages: unknown[] = []
    for (let at = 0; at + 2 <= bytes.length; ) {
      const short = bytes.readUInt8(at + 1)
      const [head, length] = short < 126 ? [2, short] : [4, bytes.readUInt16BE(at + 2)]
      if (at + head + length > bytes.length) break
      messages.push(JSON.parse(bytes.subarray(at + head, at + head + length).toString()))
      at += head + length
    }
    return messages
  }

  test('a socket hears the same, long messages whole', async () => {
    const long = { ...notice('n5', alice), title: '新'.repeat(400) }
    const heard = await bySocket({}, 2, () => double.raise({ type: 'notice', notice: long, atMs: 0 }))
    expect(heard).toEqual([
      { type: 'clock', offsetMs: 0 },
      { type: 'notice', notice: long },
    ])
  })

  test('a socket of a foreign page is refused', async () => {
    expect(await bySocket({ origin: 'https://evil.example' }, 1, () => {})).toBe(400)
  })

  test('close ends the streams', async () => {
    const response = await fetch(`${server.url}/wechat/events`)
    const reading = response.text().catch(() => 'cut')
    await server.close()
    expect(await reading).toMatch(/cut|clock/)
    server = await createWechatServer({ cloud: double.cloud, cast: () => [], wall: () => [] })
  })
})

test('a taken port is an error that says so', async () => {
  const port = Number(new URL(server.url).port)
  await expect(createWechatServer({ cloud: double.cloud, cast: () => [], wall: () => [], port })).rejects.toMatchObject(
    {
      code: 'EADDRINUSE',
    },
  )
})
