import jsQR from 'jsqr'
import { PNG } from 'pngjs'
import { startTestCloud, type TestCloud } from '../fixtures/cloud'

let test: TestCloud
beforeAll(async () => {
  test = await startTestCloud(['probe', 'pushed'], {
    pages: ['pages/index/index', 'pages/fund/fund'],
    messagePushFunction: 'pushed',
  })
})
afterAll(() => test.close())

function openapi(api: string, data: object, openid = 'oZhang'): Promise<Record<string, unknown>> {
  return test.probe(openid, 'openapi', { api, data })
}

function read(png: Uint8Array): string {
  const { data, width, height } = PNG.sync.read(Buffer.from(png))
  return jsQR(new Uint8ClampedArray(data), width, height, { inversionAttempts: 'dontInvert' })?.data ?? ''
}

describe('wxacode.getUnlimited', () => {
  it('draws an image that scans back to its page and scene', async () => {
    const target = { page: 'pages/fund/fund', scene: "c=500110001003&k=!#$'()*+,/:;" }
    const { buffer, contentType } = await openapi('wxacode.getUnlimited', { ...target, width: 300 })
    const png = Buffer.from(String(buffer), 'base64')
    expect(contentType).toBe('image/png')
    expect(PNG.sync.read(png).width).toBe(300)
    expect(test.cloud.codes.parse(read(png))).toEqual(target)
    expect(Buffer.from(await test.cloud.codes.png(target, 300))).toEqual(png)
  }, 20_000)

  it.each([
    ['33 characters of scene', { scene: 'x'.repeat(33), page: 'pages/fund/fund' }, 40129],
    ['a Chinese scene', { scene: '社区', page: 'pages/fund/fund' }, 40129],
    ['a percent sign', { scene: 'a%20b', page: 'pages/fund/fund' }, 40129],
    ['no scene', { page: 'pages/fund/fund' }, 47001],
    ['a slash before the page', { scene: 'a', page: '/pages/fund/fund' }, 41030],
    ['a query in the page', { scene: 'a', page: 'pages/fund/fund?a=1' }, 41030],
    ['a page that is not released', { scene: 'a', page: 'pages/none/none' }, 41030],
    ['a width below 280', { scene: 'a', page: 'pages/fund/fund', width: 100 }, 40097],
    ['an option that is not built', { scene: 'a', page: 'pages/fund/fund', isHyaline: true }, 40097],
  ])('refuses %s', async (_, data, errCode) => {
    expect(await openapi('wxacode.getUnlimited', data)).toMatchObject({ thrown: true, errCode })
  })

  it('draws a page that is not released when it is told not to check', async () => {
    const told = await openapi('wxacode.getUnlimited', { scene: 'a', page: 'pages/none/none', checkPath: false })
    expect(told).toMatchObject({ errCode: 0 })
  })

  it('a code of somebody else means nothing', () => {
    expect(test.cloud.codes.parse('https://example.com/pages/fund/fund?scene=a')).toBeNull()
    expect(test.cloud.codes.parse('wxacode://wxother/pages/fund/fund?scene=a')).toBeNull()
  })
})

describe('security.msgSecCheck', () => {
  const check = (content: string, more: object = {}) =>
    openapi('security.msgSecCheck', { openid: 'oZhang', scene: 2, version: 2, content, ...more })

  it.each([
    ['老人独居，需要每周上门探访', 'pass', 100],
    ['他骂我是骗子，想请社工调解', 'review', 20003],
    ['出售枪支弹药', 'risky', 20006],
  ])('«%s» is %s', async (content, suggest, label) => {
    expect(await check(content)).toMatchObject({ errCode: 0, result: { suggest, label }, traceId: expect.any(String) })
  })

  it.each([
    ['version 1', { version: 1 }, 47001],
    ['a scene outside 1 to 4', { scene: 5 }, 47001],
    ['no openid', { openid: '' }, 40003],
    ['a person who was not here in the last two hours', { openid: 'oAway' }, 61010],
    ['2,501 characters', { content: '字'.repeat(2501) }, 47001],
  ])('refuses %s', async (_, more, errCode) => {
    expect(await check('x', more)).toMatchObject({ thrown: true, errCode })
  })

  it('a person’s two hours run out on the clock, also over a restart', async () => {
    await openapi('security.msgSecCheck', {}, 'oLi')
    await test.restart()
    expect(await check('x', { openid: 'oLi' })).toMatchObject({ errCode: 0 })
    await test.cloud.clock.advance(2 * 3_600_000 + 1)
    expect(await check('x', { openid: 'oLi' })).toMatchObject({ errCode: 61010 })
  })
})

describe('security.mediaCheckAsync', () => {
  async function verdictOf(name: string, bytes: Uint8Array): Promise<Record<string, unknown>> {
    const fileId = await test.cloud.storage.upload(name, bytes, 'oZhang')
    const data = { openid: 'oZhang', scene: 1, version: 2, mediaType: 2, mediaUrl: test.cloud.storage.tempUrl(fileId) }
    const { traceId } = await openapi('security.mediaCheckAsync', data)
    expect(test.cloud.database.find('pushes', { trace_id: traceId })).toEqual([])
    await test.cloud.clock.advance(3_000)
    const [pushed] = test.cloud.database.find('pushes', { trace_id: traceId })
    return pushed ?? {}
  }

  it('answers at once, and pushes its verdict to the function a little later', async () => {
    const pushed = await verdictOf('needs/1.png', Buffer.from('89504e470d0a1a0a', 'hex'))
    expect(pushed).toMatchObject({
      MsgType: 'event',
      Event: 'wxa_media_check',
      result: { suggest: 'pass', label: 100 },
      source: 'wx_unknown',
    })
  })

  it('a bad name or a bad comment in the picture is found', async () => {
    expect(await verdictOf('needs/网络赌博.png', Buffer.from('x'))).toMatchObject({ result: { suggest: 'risky' } })
    const commented = Buffer.concat([Buffer.from('89504e47', 'hex'), Buffer.from('Comment 传销')])
    expect(await verdictOf('needs/2.png', commented)).toMatchObject({ result: { suggest: 'review', label: 20006 } })
  })

  it('an address that cannot be read ends as -1008', async () => {
    const data = { openid: 'oZhang', scene: 1, version: 2, mediaType: 2, mediaUrl: 'https://example.com/a.png' }
    const { traceId } = await openapi('security.mediaCheckAsync', data)
    await test.cloud.clock.advance(3_000)
    expect(test.cloud.database.find('pushes', { trace_id: traceId })).toMatchObject([{ errcode: -1008 }])
  })
})

describe('phonenumber.getPhoneNumber', () => {
  it('gives the number for a code once, for five minutes, to its owner', async () => {
    const code = await test.cloud.phoneNumbers.issueCode('oZhang', '13800000001')
    expect(await openapi('phonenumber.getPhoneNumber', { code }, 'oLi')).toMatchObject({ errCode: 40029 })
    const told = await openapi('phonenumber.getPhoneNumber', { code })
    expect(told).toMatchObject({ errCode: 0, phoneInfo: { purePhoneNumber: '13800000001', countryCode: '86' } })
    expect(await openapi('phonenumber.getPhoneNumber', { code })).toMatchObject({ errCode: 40163 })
    const late = await test.cloud.phoneNumbers.issueCode('oZhang', '13800000001')
    await test.cloud.clock.advance(5 * 60_000 + 1)
    expect(await openapi('phonenumber.getPhoneNumber', { code: late })).toMatchObject({ errCode: 40029 })
    expect(await openapi('phonenumber.getPhoneNumber', { code: 'guess' })).toMatchObject({ errCode: 40029 })
    await expect(test.cloud.phoneNumbers.issueCode('oZhang', '12345')).rejects.toThrow('12345')
  })
})
