import {
  KEY_LIMIT_BYTES,
  type KeyValueStore,
  PhoneStorage,
  storageApis,
} from '../../../local/wechat/client/api/storage'

/** The browser's storage, as far as it is used. */
function memory(): KeyValueStore & { map: Map<string, string> } {
  const map = new Map<string, string>()
  return {
    map,
    get length() {
      return map.size
    },
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
    key: (index) => [...map.keys()][index] ?? null,
  }
}

type Sync = Record<string, (...values: unknown[]) => unknown>

const open = (prefix = 'wechat:a:', store = memory()) => storageApis(new PhoneStorage(store, prefix)) as Sync

test.each([
  ['text', 'a'],
  ['number', 0],
  ['boolean', false],
  ['null', null],
  ['list', [1, { a: '中' }]],
  ['date', new Date(5)],
])('keeps a %s as it is', (_kind, value) => {
  const wx = open()
  wx.setStorageSync?.('k', value)
  expect(wx.getStorageSync?.('k')).toEqual(value)
})

test('what is not there is an empty text, and fails in the asynchronous form', async () => {
  const wx = open()
  expect(wx.getStorageSync?.('none')).toBe('')
  await expect(wx.getStorage?.({ key: 'none' })).rejects.toMatchObject({ errMsg: 'getStorage:fail data not found' })
})

test('two people on one machine do not see each other', () => {
  const store = memory()
  const first = open('wechat:a:', store)
  const second = open('wechat:b:', store)
  first.setStorageSync?.('k', 1)
  expect(second.getStorageSync?.('k')).toBe('')
  second.clearStorageSync?.()
  expect(first.getStorageSync?.('k')).toBe(1)
})

test('clearing leaves what the phone itself keeps: permissions are not storage', () => {
  const store = memory()
  store.setItem('wechat:a:system:scopes', '{}')
  const wx = open('wechat:a:', store)
  wx.setStorageSync?.('k', 1)
  wx.clearStorageSync?.()
  expect([...store.map.keys()]).toEqual(['wechat:a:system:scopes'])
  expect(wx.getStorageInfoSync?.()).toEqual({ keys: [], currentSize: 0, limitSize: 10240 })
})

test('a value over 1 MB is refused and the old one stays', () => {
  const wx = open()
  wx.setStorageSync?.('k', 'old')
  expect(() => wx.setStorageSync?.('k', 'x'.repeat(KEY_LIMIT_BYTES))).toThrow(
    'setStorage:fail entry size limit reached',
  )
  expect(() => wx.setStorageSync?.('k', '中'.repeat(KEY_LIMIT_BYTES / 2))).toThrow('entry size limit')
  expect(wx.getStorageSync?.('k')).toBe('old')
})

test('10 MB in all are the end; writing over a key counts its new size alone', () => {
  const wx = open()
  const large = 'x'.repeat(KEY_LIMIT_BYTES - 100)
  for (let index = 0; index < 10; index += 1) wx.setStorageSync?.(`k${index}`, large)
  expect(() => wx.setStorageSync?.('k10', large)).toThrow('setStorage:fail exceed storage max size 10Mb')
  expect(() => wx.setStorageSync?.('k9', large)).not.toThrow()
})

test('a function is not data', async () => {
  const wx = open()
  await expect(wx.setStorage?.({ key: 'k', data: () => 1 })).rejects.toMatchObject({
    errMsg: 'setStorage:fail parameter error: parameter.data should not be function',
  })
})
