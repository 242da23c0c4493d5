import { chooseWithin, overlap } from '../../../cloudfunctions/funds/ledger/pools'
import { Ledger, spans } from './tables'

test('gifts, a seed grant and payments post between the world and the fund, oldest money first, earmarked before general', () => {
  const ledger = new Ledger()
  ledger.seedGrant(10_000)
  ledger.gift('林女士', 200, 'elderCare')
  ledger.gift('王先生', 50)
  ledger.gift('周女士', 100, 'elderCare')
  ledger.payment('为独居老人安装扶手', 260, 'elderCare')
  ledger.payment('暖冬棉衣', 9_000, 'socialAssistance')
  ledger.payment('助餐点灶具', 500, 'elderCare')
  expect(ledger.table()).toEqual([
    '1 seedGrant 区级种子资金 | seedgrant → available 10000 | general 0–10000 | 10000',
    '2 gift 林女士的捐赠 | wechatpay → available 200 | elderCare 0–200 | 10200',
    '3 gift 王先生的捐赠 | wechatpay → available 50 | general 10000–10050 | 10250',
    '4 gift 周女士的捐赠 | wechatpay → available 100 | elderCare 200–300 | 10350',
    '5 payment 为独居老人安装扶手 | available → payee 260 | elderCare 0–260 | 10090',
    '6 payment 暖冬棉衣 | available → payee 9000 | general 0–9000 | 1090',
    '7 payment 助餐点灶具 | available → payee 500 | elderCare 260–300 + general 9000–9460 | 590',
  ])
  expect(ledger.balanceYuan()).toBe(590)
})

test('money earmarked for one field is never spent on another, however much of it there is', () => {
  const ledger = new Ledger()
  ledger.gift('林女士', 5_000, 'elderCare')
  ledger.gift('王先生', 30)
  expect(() => ledger.payment('课桌', 31, 'childCare')).toThrow(expect.objectContaining({ code: 'NOT_NOW' }))
  expect(() => ledger.payment('公告栏', 31)).toThrow(expect.objectContaining({ code: 'NOT_NOW' }))
  ledger.payment('课桌', 30, 'childCare')
  expect(ledger.balanceYuan()).toBe(5_000)
})

test('a refund takes the unspent part of that very gift, and later payments step over the hole', () => {
  const ledger = new Ledger()
  ledger.gift('甲', 100)
  const second = ledger.gift('乙', 100)
  ledger.gift('丙', 100)
  ledger.payment('米面', 130)
  ledger.refund(second, 40)
  ledger.payment('棉被', 60)
  expect(ledger.table().slice(3)).toEqual([
    '4 payment 米面 | available → payee 130 | general 0–130 | 170',
    '5 refund 退款 | available → wechatpay 40 | general 130–170 | 130',
    '6 payment 棉被 | available → payee 60 | general 170–230 | 70',
  ])
  expect(() => ledger.refund(second, 1)).toThrow(expect.objectContaining({ code: 'NOT_NOW' }))
})

test('a payment that steps over a hole names both stretches', () => {
  const ledger = new Ledger()
  ledger.gift('甲', 100)
  const second = ledger.gift('乙', 100)
  ledger.gift('丙', 100)
  ledger.refund(second, 100)
  ledger.payment('米面', 150)
  expect(ledger.table().at(-1)).toBe('5 payment 米面 | available → payee 150 | general 0–100 + general 200–250 | 50')
})

test('a correction is the posting reversed: the money is back where it was and is the first to be spent again', () => {
  const ledger = new Ledger()
  ledger.gift('甲', 100)
  const wrong = ledger.payment('记错的支出', 40)
  ledger.payment('米面', 20)
  ledger.correct(wrong)
  ledger.payment('棉被', 50)
  expect(ledger.table().slice(1)).toEqual([
    '2 payment 记错的支出 | available → payee 40 | general 0–40 | 60',
    '3 payment 米面 | available → payee 20 | general 40–60 | 40',
    '4 correction 更正 | payee → available 40 | general 0–40 | 80',
    '5 payment 棉被 | available → payee 50 | general 0–40 + general 60–70 | 30',
  ])
  expect(ledger.books.spentFen).toBe(7_000)
  expect(ledger.books.receivedFen).toBe(10_000)
})

test('a gift whose money is spent cannot be corrected away, and a correction is never corrected', () => {
  const ledger = new Ledger()
  const gift = ledger.gift('甲', 100)
  const payment = ledger.payment('米面', 20)
  expect(() => ledger.correct(gift)).toThrow(expect.objectContaining({ code: 'NOT_NOW' }))
  const undone = ledger.correct(payment)
  ledger.correct(gift)
  expect(ledger.balanceYuan()).toBe(0)
  expect(() => ledger.correct(undone)).toThrow(expect.objectContaining({ code: 'NOT_NOW' }))
})

test('the same entry folded a second time is refused where it takes money, and its id is the same wherever it is made', () => {
  const ledger = new Ledger()
  ledger.gift('甲', 100)
  const payment = ledger.payment('米面', 60)
  expect(() => ledger.add(payment)).toThrow(/not unspent/)
  const other = new Ledger()
  other.seedGrant(10)
  expect(other.gift('甲', 100)._id).toBe(ledger.entries[0]?._id)
})

test('which gifts paid for something, and what a gift bought, is where their stretches overlap', () => {
  const ledger = new Ledger()
  const gifts = ['甲', '乙', '丙'].map((name) => ledger.gift(name, 100))
  const payment = ledger.payment('米面', 230)
  const [paid] = ledger.linkOf(payment).spans
  const shares = gifts.map((gift) => {
    const [lot] = ledger.linkOf(gift).spans
    const shared = lot && paid ? overlap(lot, paid) : null
    return shared ? spans([shared]) : null
  })
  expect(shares).toEqual(['general 0–100', 'general 100–200', 'general 200–230'])
  const [lot] = ledger.linkOf(payment).spans
  expect(lot && (() => chooseWithin(ledger.books.pools, lot, payment.amountFen))).toThrow(/missing/)
})

test('the checkpoint does not grow with the number of gifts', () => {
  const ledger = new Ledger()
  for (let index = 0; index < 500; index += 1) ledger.gift(`donor ${index}`, 10, index % 2 ? 'childCare' : null)
  ledger.payment('米面', 700)
  expect(JSON.stringify(ledger.books).length).toBeLessThan(900)
})
