import { ids } from '../../../cloudfunctions/shared/adapters/ids'
import { isDuplicate, isTransactionConflict, toFailure } from '../../../cloudfunctions/shared/adapters/sdk-errors'
import { Failure } from '../../../cloudfunctions/shared/errors'
import { readCaller } from '../../../cloudfunctions/shared/world'

const sdkError = (errCode: number, message: string) => Object.assign(new Error(message), { errCode })

test.each([
  ['too many requests', sdkError(-501003, 'exceed request limit'), 'BUSY'],
  ['too many at once', sdkError(-501004, 'exceed concurrent request limit'), 'BUSY'],
  ['an operation met a conflict', sdkError(-501001, '[ResourceUnavailable.TransactionConflict] x'), 'BUSY'],
  ['a commit met a conflict', { code: 'DATABASE_TRANSACTION_CONFLICT', message: 'x' }, 'BUSY'],
  ['the service broke', sdkError(-501001, 'resource system error'), 'UNAVAILABLE'],
  ['nobody listens', sdkError(-1, 'request to x failed, reason: connect ECONNREFUSED 127.0.0.1:1'), 'UNAVAILABLE'],
  ['no answer in time', sdkError(-1, 'ESOCKETTIMEDOUT'), 'UNAVAILABLE'],
])('%s: %s', (_what, error, code) => {
  expect(toFailure(error, 'get needs')).toMatchObject({ code, retryable: true })
})

test.each([
  ['a missing collection', sdkError(-502005, '[ResourceNotFound] Db or Table not exist: x')],
  ['a bad command', sdkError(-502001, 'unknown operator: $foo')],
])('%s is our own mistake and stays what it is', (_what, error) => {
  expect(toFailure(error, 'get needs')).toBe(error)
  expect(error).not.toBeInstanceOf(Failure)
})

test('a taken key and a conflict are told by what the service says of them, in both of its forms', () => {
  expect(isDuplicate(sdkError(-502001, 'E11000 duplicate key error'))).toBe(true)
  expect(isDuplicate(sdkError(-502001, 'something else'))).toBe(false)
  expect(isTransactionConflict(sdkError(-501001, '[ResourceUnavailable.TransactionBusy] x'))).toBe(true)
  expect(isTransactionConflict(sdkError(-501001, 'x'))).toBe(false)
})

test('ids with a cause depend on the parts alone, and no two lists of parts read the same', () => {
  expect(ids.from('a', 'b')).toBe(ids.from('a', 'b'))
  const lists = [['a', 'b'], ['ab'], ['a', '', 'b'], ['a:b'], ['b', 'a'], []]
  expect(new Set(lists.map((parts) => ids.from(...parts))).size).toBe(lists.length)
  expect(ids.random()).toMatch(/^[0-9a-f]{32}$/)
})

test.each([
  [
    { OPENID: 'oA', SOURCE: 'wx_client' },
    { openid: 'oA', fromClient: true },
  ],
  [
    { OPENID: 'oA', SOURCE: 'wx_devtools' },
    { openid: 'oA', fromClient: true },
  ],
  [
    { OPENID: 'oA', SOURCE: 'wx_client,scf' },
    { openid: 'oA', fromClient: true },
  ],
  [{ OPENID: 'oA' }, { openid: 'oA', fromClient: true }],
  [
    { OPENID: 1234567, SOURCE: 'wx_client' },
    { openid: '1234567', fromClient: true },
  ],
  [
    { OPENID: Number('1'.repeat(28)), SOURCE: 'wx_client' },
    { openid: '', fromClient: true },
  ],
  [{ SOURCE: 'wx_trigger' }, { openid: '', fromClient: false }],
  [{ SOURCE: 'wx_unknown' }, { openid: '', fromClient: false }],
  [{}, { openid: '', fromClient: false }],
])('the caller of %j is %j', (context, caller) => {
  expect(readCaller(context)).toEqual(caller)
})
