/// <reference types="miniprogram-api-typings" />
import type { PendingGift } from '../../../miniprogram/fund/giving'
import type { Fen } from '../../../typings/money'

const pending: PendingGift = {
  input: {
    giftKey: '0123456789abcdef0123456789abcdef',
    fundId: 'fund_500110001001',
    amountFen: 5000 as Fen,
    earmark: null,
    donorName: null,
    message: '',
  },
  giftId: null,
}
let storage: Map<string, unknown>
let full: boolean

beforeEach(() => {
  storage = new Map()
  full = false
  Object.assign(globalThis, {
    wx: {
      getStorageSync: (key: string) => storage.get(key) ?? '',
      setStorageSync(key: string, value: unknown) {
        if (full) throw new Error('setStorage:fail exceed storage max size 10Mb')
        storage.set(key, structuredClone(value))
      },
      removeStorageSync: (key: string) => storage.delete(key),
    },
  })
})

test('a gift under way is still known after the app was killed', async () => {
  ;(await startApp()).keep(pending)
  expect((await startApp()).read()).toEqual(pending)
})

test('once its end is known it is forgotten, in memory and on the phone', async () => {
  const app = await startApp()
  app.keep(pending)
  app.forget()
  expect(app.read()).toBeNull()
  expect((await startApp()).read()).toBeNull()
})

test('a full storage does not lose the key while the app runs', async () => {
  full = true
  const app = await startApp()
  app.keep(pending)
  expect(app.read()).toEqual(pending)
})

test.each([['text'], [{ input: {} }], [{ input: { giftKey: 'k' }, giftId: 7 }], [null]])(
  'what another version left behind (%j) counts as nothing',
  async (leftover) => {
    storage.set('pendingGift', leftover)
    expect((await startApp()).read()).toBeNull()
  },
)

/** The modules as after a cold start: their memory is empty, the phone's storage is not. */
async function startApp() {
  jest.resetModules()
  const { givingOnPhone } = await import('../../../miniprogram/fund/giving-on-phone')
  return givingOnPhone().pending
}
