import { messageTemplates } from '../../../cloudfunctions/shared/operator'
import { shorten, templateRows } from '../../../cloudfunctions/shared/outbox/template'
import { shanghaiMinute } from '../../../cloudfunctions/shared/time/shanghai'
import { fits } from '../../../local/cloud/openapi/message-fields'

const values = { thing1: '独'.repeat(30), thing2: '新山村\n社区 ', time3: shanghaiMinute(0), thing4: '请及时查看' }

test('rows are cut to what WeChat takes for their kind', () => {
  const rows = templateRows('taskOffered', values)
  expect(rows).toEqual({ ...values, thing1: `${'独'.repeat(19)}…`, thing2: '新山村 社区' })
  for (const [key, value] of Object.entries(rows)) expect([key, fits(key, value)]).toEqual([key, true])
})

test('a row too few or too many is a fault of ours, found before WeChat finds it', () => {
  const { thing4, ...fewer } = values
  expect(thing4).toBeTruthy()
  expect(() => templateRows('taskOffered', fewer)).toThrow('taskOffered')
  expect(() => templateRows('taskOffered', { ...values, thing5: 'x' })).toThrow('taskOffered')
  expect(() => templateRows('giftReceived', values)).toThrow('giftReceived')
})

test('every row’s key has a kind that WeChat knows', () => {
  const templates = Object.values(messageTemplates)
  expect(templates.length).toBeGreaterThan(5)
  for (const { rows } of templates) {
    expect(rows.length).toBeGreaterThan(0)
    for (const [key] of rows) expect(() => fits(key, '')).not.toThrow()
  }
})

test('shortening never halves a character', () => {
  expect(shorten('😀😀😀', 2)).toBe('😀…')
  expect(shorten('😀😀', 2)).toBe('😀😀')
})
