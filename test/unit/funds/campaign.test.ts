import { campaignOf } from '../../../cloudfunctions/funds/campaign'

const opensAtMs = Date.parse('2026-01-01T00:00:00+08:00')
const closesAtMs = Date.parse('2027-01-01T00:00:00+08:00')
const campaign = { filingNumber: '51500110MJD0000001', organisation: '綦江区慈善会', opensAtMs, closesAtMs }
const fund = { campaign, organisation: '綦江区慈善会' }
const closedBecause = (atMs: number, change: object = {}, directPayment = true) =>
  campaignOf({ ...fund, ...change }, atMs, directPayment).closedBecause

test('a filed campaign takes gifts from its first millisecond to the one before its end', () => {
  expect(closedBecause(opensAtMs)).toBeNull()
  expect(closedBecause(closesAtMs - 1)).toBeNull()
  expect(campaignOf(fund, opensAtMs, true)).toEqual({ ...campaign, closedBecause: null })
})

test.each([
  ['before its dates', opensAtMs - 1, {}, true, '这次募捐 2026-01-01 开始，到时候欢迎您再来。'],
  ['at its end', closesAtMs, {}, true, '这次募捐 2027-01-01 结束了，谢谢您的心意。'],
  ['without a filing', opensAtMs, { campaign: null }, true, '这个基金的公开募捐还没有备案，现在不能收捐款。'],
  ['with an empty filing number', opensAtMs, { campaign: { ...campaign, filingNumber: '' } }, true, '还没有备案'],
  ['when the operator has direct payment off', opensAtMs, {}, false, '请到綦江区慈善会公布的网上募捐平台捐'],
])('closed %s, and says so', (_, atMs, change, directPayment, sentence) => {
  expect(closedBecause(atMs, change, directPayment)).toContain(sentence)
})
