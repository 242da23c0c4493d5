import { shortDigest } from '../../../miniprogram/format/proof'
import { certificateWords } from '../../../miniprogram/fund/certificate-words'
import { type GiftForm, readForm, summaryLines } from '../../../miniprogram/fund/gift-form'
import { giftWords } from '../../../miniprogram/fund/gift-words'
import type { Standing } from '../../../miniprogram/fund/giving'
import { openGiftWords, standingWords } from '../../../miniprogram/fund/standing-words'
import type { FundDetail, Gift, GiftStatus } from '../../../typings/funds'
import type { Fen } from '../../../typings/money'

const fen = (amount: number) => amount as Fen
const fund: FundDetail = {
  fundId: 'fund_500110001001',
  territoryCode: '500110001001',
  name: '新山村社区治理专项基金',
  communityName: '新山村社区',
  streetName: '古南街道',
  balanceFen: fen(0),
  giftCount: 0,
  purpose: '',
  committedFen: fen(0),
  receivedThisMonthFen: fen(0),
  spentThisMonthFen: fen(0),
  totalReceivedFen: fen(0),
  totalSpentFen: fen(0),
  campaign: {
    filingNumber: '5150011000100',
    organisation: '綦江区慈善会',
    opensAtMs: 0,
    closesAtMs: 1,
    closedBecause: null,
  },
  bought: [],
  flows: [],
  bannedUses: ['工资和补贴', '宴请'],
  refundRule: '24 小时内可以原路退回。',
  proof: { entryCount: 0, digest: '', atMs: 0 },
}
const form: GiftForm = { chosen: 50, yuanText: '', earmark: '', anonymous: true, name: '', message: '' }
const gift: Gift = {
  giftId: 'gift_1',
  fundId: fund.fundId,
  fundName: fund.name,
  communityName: fund.communityName,
  amountFen: fen(5000),
  earmark: null,
  donorName: null,
  message: '',
  status: 'paid',
  createdAtMs: 0,
  paidAtMs: Date.UTC(2026, 10, 22, 16, 30),
  certificateNumber: 'WS-1',
  organisation: '綦江区慈善会',
  entryNumber: null,
}

describe('the form', () => {
  test('a tapped amount is exact, and the rest is what was chosen', () => {
    const reading = readForm(
      { ...form, earmark: 'elderCare', anonymous: false, name: ' 林女士 ', message: ' 加油 ' },
      fund,
    )
    expect(reading).toEqual({
      ok: true,
      choice: { fundId: fund.fundId, amountFen: 5000, earmark: 'elderCare', donorName: '林女士', message: '加油' },
    })
  })

  test('an anonymous gift carries no name, even if one was typed before', () => {
    expect(readForm({ ...form, name: '林女士' }, fund)).toMatchObject({ ok: true, choice: { donorName: null } })
  })

  test.each([
    [{ chosen: 0 }, '请先选一个金额'],
    [{ chosen: 0, yuanText: '0.5' }, '最少捐 1 元'],
    [{ chosen: 0, yuanText: '60000' }, '一次最多捐 50,000 元，更多请联系慈善会'],
  ])('%j is sent back with what to mend', (change, problem) => {
    expect(readForm({ ...form, ...change }, fund)).toMatchObject({ ok: false, problem })
  })

  test('a name is asked for when it was promised', () => {
    expect(readForm({ ...form, anonymous: false, name: '  ' }, fund)).toMatchObject({
      ok: false,
      problem: '',
      nameProblem: '请填写称呼，或选“匿名”',
    })
  })
})

test('before paying a donor reads who gets it, what for, what never, how it comes back and what they receive', () => {
  const reading = readForm(form, fund)
  if (!reading.ok) throw new Error('the form was good')
  const words = summaryLines(reading.choice, fund).map(({ label, value, note }) => `${label}:${value}${note}`)
  expect(words).toEqual([
    '捐给:新山村社区治理专项基金',
    '收款单位:綦江区慈善会备案编号 5150011000100',
    '用于:哪里需要用哪里',
    '不能用于:工资和补贴；宴请',
    '退款:24 小时内可以原路退回。',
    '凭证:入账后马上有电子捐赠证书公益事业捐赠票据（可抵税）由綦江区慈善会开',
    '署名:匿名（写“爱心人士”）',
  ])
})

describe('where the donor stands', () => {
  const standings: Exclude<Standing, { kind: 'paid' }>[] = [
    { kind: 'cancelled' },
    { kind: 'unpaid', gift },
    { kind: 'late', gift },
    { kind: 'disputed', gift },
    { kind: 'refused', code: 'FUND_CLOSED' },
    { kind: 'refused', code: 'CONTENT_REFUSED' },
    { kind: 'refused', code: 'INVALID_INPUT' },
    { kind: 'unknown', code: 'OFFLINE' },
    { kind: 'unknown', code: 'BUSY' },
    { kind: 'unknown', code: 'INTERNAL' },
  ]

  test.each(standings)('$kind $code says what became of the money, without a code', (standing) => {
    const { title, advice } = standingWords(standing, fund)
    expect(title + advice).toMatch(/未扣钱|还没有付款|不会重复扣钱|不用再付|不会动用/)
    expect(title + advice).not.toMatch(/[A-Z_]{4,}|系统异常/)
  })

  test.each(standings)('$kind $code offers a way on', (standing) => {
    expect(standingWords(standing, fund).main.label).not.toBe('')
  })

  test('only where no money was taken does the way on lead to paying again', () => {
    const again = standings.filter((standing) => standingWords(standing, fund).main.action === 'again')
    expect(again.map(({ kind }) => kind)).toEqual(['cancelled', 'unpaid', 'unknown', 'unknown', 'unknown'])
  })

  test('a closed fund gives its own sentence', () => {
    const closed = { ...fund, campaign: { ...fund.campaign, closedBecause: '募捐活动已结束。' } }
    expect(standingWords({ kind: 'refused', code: 'FUND_CLOSED' }, closed).advice).toContain('募捐活动已结束。')
  })

  test.each<GiftStatus>(['awaitingPayment', 'cancelled', 'expired', 'disputed'])(
    '%s has words of its own later',
    (status) => {
      const words = openGiftWords({ ...gift, status })
      expect(words.title).toBe(giftWords[status].word)
      expect(words.about).toBe('新山村社区治理专项基金 ¥50.00')
    },
  )
})

describe('the certificate', () => {
  test('names an anonymous donor 爱心人士 and writes the amount twice', () => {
    expect(certificateWords(gift)).toMatchObject({
      donor: '爱心人士',
      amount: '¥50.00',
      capitals: '人民币伍拾元整',
      entry: '正在编入公开账本',
      wish: [],
    })
  })

  test('is dated by the day in China', () => {
    expect(certificateWords(gift).date).toBe('2026年11月23日')
  })

  test('once folded in it says which entry it is', () => {
    expect(certificateWords({ ...gift, entryNumber: 128 }).entry).toBe('公开账本第 128 笔')
  })

  test('a wish keeps every sign when it is cut into clauses', () => {
    const message = '愿老人们都有热饭吃，孩子们都有人陪！加油。'
    expect(certificateWords({ ...gift, message }).wish).toEqual([
      '“愿老人们都有热饭吃，',
      '孩子们都有人陪！',
      '加油。”',
    ])
    expect(certificateWords({ ...gift, message: '，，' }).wish.join('')).toBe('“，，”')
  })

  test.each<GiftStatus>(['awaitingPayment', 'cancelled', 'expired', 'disputed'])(
    'there is none for a gift that is %s',
    (status) => {
      expect(() => certificateWords({ ...gift, status })).toThrow()
    },
  )
})

test('a digest is shortened to ends that can be compared by eye', () => {
  expect(shortDigest('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08')).toBe('9f86 d081 … b0f0 0a08')
  expect(shortDigest('')).toBe('')
})
