import { fits } from '../../../local/cloud/openapi/message-fields'
import { startTestCloud, type TestCloud } from '../fixtures/cloud'

let test: TestCloud
beforeAll(async () => {
  test = await startTestCloud(['probe', 'neighbour'], { pages: ['pages/home/home', 'worker/pages/case/case'] })
})
afterAll(() => test.close())

const offer = {
  thing1: { value: '高龄老人上门探访' },
  time2: { value: '2026年3月1日 15:30' },
  phrase3: { value: '待接单' },
}

function send(more: object = {}): Promise<Record<string, unknown>> {
  const data = {
    touser: 'oWorker',
    templateId: 'TPL_OFFER',
    page: 'worker/pages/case/case?id=need_1',
    data: offer,
    ...more,
  }
  return test.probe('oZhang', 'openapi', { api: 'subscribeMessage.send', data })
}

describe('subscribeMessage.send', () => {
  it('without a credit is refused with 43101, and nothing reaches the phone', async () => {
    expect(await send()).toMatchObject({ thrown: true, errCode: 43101 })
    expect(test.cloud.messages.notices('oWorker')).toEqual([])
  })

  it('spends one credit a message; the notice has the template’s rows and page', async () => {
    await test.cloud.messages.grant('oWorker', ['TPL_OFFER', 'TPL_OFFER', 'TPL_GIFT'])
    expect(test.cloud.messages.credits('oWorker')).toEqual({ TPL_OFFER: 2, TPL_GIFT: 1 })
    test.events.length = 0
    expect(await send()).toMatchObject({ errCode: 0, errMsg: 'openapi.subscribeMessage.send:ok' })
    expect(test.cloud.messages.credits('oWorker')).toEqual({ TPL_OFFER: 1, TPL_GIFT: 1 })
    const [notice] = test.cloud.messages.notices('oWorker')
    expect(notice).toMatchObject({
      openid: 'oWorker',
      title: '新任务提醒',
      page: 'worker/pages/case/case?id=need_1',
      read: false,
      rows: [
        ['需求', '高龄老人上门探访'],
        ['截止时间', '2026年3月1日 15:30'],
        ['状态', '待接单'],
      ],
    })
    expect(test.events).toEqual(expect.arrayContaining([expect.objectContaining({ type: 'notice', notice })]))
    expect(test.events).toContainEqual(
      expect.objectContaining({ type: 'openapi', api: 'subscribeMessage.send', openid: 'oZhang', errCode: 0 }),
    )
  })

  it('20 messages at once on one credit: one arrives', async () => {
    await test.cloud.messages.grant('oBusy', ['TPL_OFFER'])
    const sent = await Promise.all(Array.from({ length: 20 }, () => send({ touser: 'oBusy' })))
    expect(sent.filter(({ errCode }) => errCode === 0)).toHaveLength(1)
    expect(sent.filter(({ errCode }) => errCode === 43101)).toHaveLength(19)
    expect(test.cloud.messages.notices('oBusy')).toHaveLength(1)
  })

  it.each([
    ['a template that is not registered', { templateId: 'TPL_NONE' }, 40037],
    ['nobody', { touser: '' }, 40003],
    ['a page that the mini-program does not have', { page: 'pages/none/none' }, 41030],
    ['a missing row', { data: { thing1: offer.thing1 } }, 47003],
    ['a row that the template does not have', { data: { ...offer, thing9: { value: 'x' } } }, 47003],
    ['a thing of 21 characters', { data: { ...offer, thing1: { value: '字'.repeat(21) } } }, 47003],
    ['a phrase of 6 characters', { data: { ...offer, phrase3: { value: '正在等待接单' } } }, 47003],
    ['a time in another form', { data: { ...offer, time2: { value: '明天下午' } } }, 47003],
  ])('refuses %s, and keeps the credit', async (_, more, errCode) => {
    const before = test.cloud.messages.credits('oWorker')
    expect(await send(more)).toMatchObject({ thrown: true, errCode })
    expect(test.cloud.messages.credits('oWorker')).toEqual(before)
  })

  it('credits, notices and what was read survive a restart', async () => {
    const [notice] = test.cloud.messages.notices('oWorker')
    await test.cloud.messages.markRead(notice?.id ?? '')
    const credits = test.cloud.messages.credits('oWorker')
    await test.restart()
    expect(test.cloud.messages.notices('oWorker')).toEqual([{ ...notice, read: true }])
    expect(test.cloud.messages.credits('oWorker')).toEqual(credits)
    await expect(test.cloud.messages.grant('oWorker', ['TPL_NONE'])).rejects.toThrow('TPL_NONE')
  })
})

describe('who may call', () => {
  it('a function without the permission in its config.json gets -604101', async () => {
    const { result } = await test.probe<{ result: object }>('oZhang', 'neighbour', { data: { api: true } })
    expect(result).toMatchObject({ errCode: -604101 })
  })

  it('an API that the local WeChat does not have is an error that names it', async () => {
    const told = await test.probe('oZhang', 'openapi', { api: 'customerService.send', data: {} })
    expect(told).toMatchObject({ errCode: -604100, errMsg: expect.stringContaining('customerService.send') })
  })
})

describe('rules of a template’s rows', () => {
  it.each([
    ['thing1', '字'.repeat(20), true],
    ['thing1', '字'.repeat(21), false],
    ['number1', '123.45', true],
    ['number1', '12 个', false],
    ['letter1', 'abc', true],
    ['letter1', 'abc1', false],
    ['symbol1', '!?', true],
    ['symbol1', '!?!?!?', false],
    ['character_string1', 'DON-2026/0001', true],
    ['character_string1', '编号1', false],
    ['character_string1', 'x'.repeat(33), false],
    ['time1', '15:01', true],
    ['time1', '2019年10月1日 15:01', true],
    ['time1', '2019年10月1日 15:01~2019年10月1日 16:01', true],
    ['time1', '25:00', false],
    ['date1', '2019年10月1日', true],
    ['date1', '2019年10月1日 15:01', true],
    ['date1', '2019-10-01', false],
    ['amount1', '￥100.50', true],
    ['amount1', '100元', true],
    ['amount1', '一百元', false],
    ['phone_number1', '+86-0766-66888866', true],
    ['phone_number1', '电话', false],
    ['car_number1', '粤A8Z888挂', true],
    ['name1', '张三', true],
    ['name1', '字'.repeat(11), false],
    ['name1', 'Zhang San', true],
    ['phrase1', '待接单', true],
    ['phrase1', 'ok', false],
  ])('%s «%s»: %s', (key, value, expected) => {
    expect(fits(key, value)).toBe(expected)
  })

  it('a template with a row of a kind that WeChat does not have is refused at the start', () => {
    expect(() => fits('emoji1', 'x')).toThrow('emoji1')
  })
})
