import { asynchronous, Failure, immediate, requiredText, wxError } from '../../../local/wechat/client/api/call'

const works = asynchronous('doThing', ({ value }) => ({ value }))
const fails = asynchronous('doThing', () => {
  throw new Failure('cancel', 7)
})

test('without callbacks it is a promise with errMsg ok', async () => {
  await expect(works({ value: 1 })).resolves.toEqual({ value: 1, errMsg: 'doThing:ok' })
})

test('a failure is `name:fail reason` with its code', async () => {
  await expect(fails()).rejects.toMatchObject({ errMsg: 'doThing:fail cancel', errCode: 7 })
})

test.each([
  [{ errCode: -1, errMsg: 'request:fail offline' }, 'doThing:fail request:fail offline'],
  [{ errCode: -1, errMsg: 'doThing:fail page "x" is not found' }, 'doThing:fail page "x" is not found'],
  [new Error('boom'), 'doThing:fail boom'],
  ['odd', 'doThing:fail odd'],
])('%p becomes «%s»', (error, errMsg) => {
  expect(wxError('doThing', error).errMsg).toBe(errMsg)
})

test('with callbacks it gives nothing and calls back after it has returned: success, then complete', async () => {
  const heard: unknown[] = []
  const returned = works({
    value: 1,
    success: (result) => heard.push(['success', result]),
    complete: (result) => heard.push(['complete', result]),
  })
  expect(returned).toBeUndefined()
  expect(heard).toEqual([])
  await new Promise((resolve) => setTimeout(resolve))
  const result = { value: 1, errMsg: 'doThing:ok' }
  expect(heard).toEqual([
    ['success', result],
    ['complete', result],
  ])
})

test('fail and complete hear of a failure; nothing is left unhandled', async () => {
  const heard: unknown[] = []
  fails({ fail: (error) => heard.push(error), complete: (error) => heard.push(error) })
  fails({ success: () => heard.push('never') })
  await new Promise((resolve) => setTimeout(resolve))
  const error = { errMsg: 'doThing:fail cancel', errCode: 7 }
  expect(heard).toEqual([error, error])
})

test('an immediate one has begun when it returns', () => {
  const begun: string[] = []
  const open = immediate('open', async () => {
    begun.push('now')
    return undefined
  })
  void open()
  expect(begun).toEqual(['now'])
})

test('a missing parameter is named with its kind', () => {
  expect(() => requiredText({}, 'url')).toThrow('parameter.url should be String instead of Undefined')
  expect(() => requiredText({ url: 1 }, 'url')).toThrow('String instead of Number')
})
