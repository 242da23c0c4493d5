import fc from 'fast-check'
import {
  type GiftChoice,
  type GivingPorts,
  give,
  type PayAnswer,
  type PendingGift,
  recover,
} from '../../../miniprogram/fund/giving'
import type { ErrorCode } from '../../../typings/errors'
import type { Gift, GiftStatus, StartGiftInput } from '../../../typings/funds'
import type { FundId, GiftId } from '../../../typings/ids'
import type { Fen } from '../../../typings/money'

const fifty: GiftChoice = {
  fundId: 'fund_500110001003' as FundId,
  amountFen: 5000 as Fen,
  earmark: null,
  donorName: null,
  message: '',
}
const hundred: GiftChoice = { ...fifty, amountFen: 10_000 as Fen }

test('a gift that WeChat took and the books show is paid, and its key is given up', async () => {
  const world = new World()
  expect(await give(fifty, world.ports)).toMatchObject({ kind: 'paid', earlier: false })
  expect(world.chargedFen).toBe(5000)
  expect(world.kept).toBeNull()
})

test('the key is on the phone before anything is sent', async () => {
  const world = new World()
  world.loseReply('start')
  expect(await give(fifty, world.ports)).toEqual({ kind: 'unknown', code: 'OFFLINE' })
  expect(world.kept?.input.giftKey).toMatch(/^[0-9a-f]{32}$/)
})

test('a lost reply to the order and a second try make one order and one charge', async () => {
  const world = new World()
  world.loseReply('start')
  await give(fifty, world.ports)
  expect(await give(fifty, world.ports)).toMatchObject({ kind: 'paid' })
  expect(world.orders.size).toBe(1)
  expect(world.chargedFen).toBe(5000)
})

test('a phone that died after paying finds the gift paid and is not charged again', async () => {
  const world = new World()
  world.diesAfterPaying = true
  await expect(Promise.race([give(fifty, world.ports), world.died])).resolves.toBe('died')
  world.diesAfterPaying = false
  expect(await give(fifty, world.ports)).toMatchObject({ kind: 'paid', earlier: true })
  expect(world.chargedFen).toBe(5000)
})

test('closing the pay sheet is told as cancelled and closes the order', async () => {
  const world = new World()
  world.answers.push('closed')
  expect(await give(fifty, world.ports)).toEqual({ kind: 'cancelled' })
  expect(world.statuses()).toEqual(['cancelled'])
  expect(world.kept).toBeNull()
})

test('after a cancelled gift the next try is a new order', async () => {
  const world = new World()
  world.answers.push('closed', 'paid')
  await give(fifty, world.ports)
  expect(await give(fifty, world.ports)).toMatchObject({ kind: 'paid', earlier: false })
  expect(world.statuses()).toEqual(['cancelled', 'paid'])
})

test('a cancel that cannot be sent is still told as cancelled, and the order is used again', async () => {
  const world = new World()
  world.answers.push('closed', 'paid')
  world.failNext('cancel', 'UNAVAILABLE')
  expect(await give(fifty, world.ports)).toEqual({ kind: 'cancelled' })
  expect(await give(fifty, world.ports)).toMatchObject({ kind: 'paid' })
  expect(world.orders.size).toBe(1)
})

test('with another amount the order left open is closed before the new one is made', async () => {
  const world = new World()
  world.answers.push('closed', 'paid')
  world.failNext('cancel', 'UNAVAILABLE')
  await give(fifty, world.ports)
  expect(await give(hundred, world.ports)).toMatchObject({ kind: 'paid' })
  expect(world.statuses()).toEqual(['cancelled', 'paid'])
  expect(world.chargedFen).toBe(10_000)
})

test('with another amount, a former gift that turns out paid is shown instead of charging again', async () => {
  const world = new World()
  world.diesAfterPaying = true
  await Promise.race([give(fifty, world.ports), world.died])
  world.diesAfterPaying = false
  expect(await give(hundred, world.ports)).toMatchObject({ kind: 'paid', earlier: true, gift: { amountFen: 5000 } })
  expect(world.chargedFen).toBe(5000)
})

test('when the books do not answer in time the donor is told late, and the gift stays findable', async () => {
  const world = new World()
  world.booksAfterChecks = 99
  expect(await give(fifty, world.ports)).toMatchObject({ kind: 'late' })
  expect(world.kept).not.toBeNull()
  world.booksAfterChecks = 0
  expect(await recover(world.ports)).toMatchObject({ status: 'paid' })
  expect(world.kept).toBeNull()
})

test('a gift that the books show after some questions is paid', async () => {
  const world = new World()
  world.booksAfterChecks = 4
  expect(await give(fifty, world.ports)).toMatchObject({ kind: 'paid' })
})

test('a disputed payment is told as such', async () => {
  const world = new World()
  world.paidBecomes = 'disputed'
  expect(await give(fifty, world.ports)).toMatchObject({ kind: 'disputed' })
})

test('a pay sheet that fails leaves the order to be used again', async () => {
  const world = new World()
  world.answers.push('failed', 'paid')
  expect(await give(fifty, world.ports)).toMatchObject({ kind: 'unpaid' })
  expect(await give(fifty, world.ports)).toMatchObject({ kind: 'paid' })
  expect(world.orders.size).toBe(1)
})

test.each<ErrorCode>(['FUND_CLOSED', 'CONTENT_REFUSED', 'INVALID_INPUT'])(
  '%s is final: no order, no key left behind',
  async (code) => {
    const world = new World()
    world.failNext('start', code)
    expect(await give(fifty, world.ports)).toEqual({ kind: 'refused', code })
    expect(world.kept).toBeNull()
  },
)

test('nothing is asked when no former gift was left behind', async () => {
  const world = new World()
  expect(await recover(world.ports)).toBeNull()
  expect(world.calls).toEqual([])
})

test('whatever gets lost on the way, tapping until paid charges exactly once', async () => {
  const trouble = fc.constantFrom<Trouble>(
    'none',
    'startBefore',
    'startAfter',
    'cancel',
    'check',
    'payFails',
    'payCancelled',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(trouble, { maxLength: 6 }), async (troubles) => {
      const world = new World()
      let standing = null
      for (const each of [...troubles, 'none' as const]) {
        if (standing?.kind === 'paid') break
        world.meet(each)
        standing = await give(fifty, world.ports)
      }
      expect(standing).toMatchObject({ kind: 'paid' })
      expect(world.chargedFen).toBe(5000)
    }),
    { numRuns: 300 },
  )
})

type Trouble = 'none' | 'startBefore' | 'startAfter' | 'cancel' | 'check' | 'payFails' | 'payCancelled'
interface Order {
  gift: Gift
  inputText: string
  checks: number
  charged: boolean
}

/** The cloud, WeChat Pay and the phone's storage, with the rules that matter here: a key is one order, an order is paid once. */
class World {
  readonly orders = new Map<string, Order>()
  readonly calls: string[] = []
  readonly answers: PayAnswer[] = []
  kept: PendingGift | null = null
  chargedFen = 0
  booksAfterChecks = 0
  paidBecomes: GiftStatus = 'paid'
  diesAfterPaying = false
  private tellDied: (word: 'died') => void = () => {}
  readonly died = new Promise<'died'>((resolve) => {
    this.tellDied = resolve
  })
  private readonly failures: { call: string; code: ErrorCode | 'OFFLINE'; after: boolean }[] = []
  private keys = 0

  failNext(call: string, code: ErrorCode | 'OFFLINE'): void {
    this.failures.push({ call, code, after: false })
  }

  loseReply(call: string): void {
    this.failures.push({ call, code: 'OFFLINE', after: true })
  }

  meet(trouble: Trouble): void {
    this.failures.length = 0
    if (trouble === 'startBefore') this.failNext('start', 'OFFLINE')
    if (trouble === 'startAfter') this.loseReply('start')
    if (trouble === 'check') for (let time = 0; time < 9; time += 1) this.failNext('check', 'UNAVAILABLE')
    if (trouble === 'cancel') this.failNext('cancel', 'OFFLINE')
    if (trouble === 'payFails') this.answers.push('failed')
    if (trouble === 'payCancelled' || trouble === 'cancel') this.answers.push('closed')
  }

  statuses(): GiftStatus[] {
    return [...this.orders.values()].map((order) => order.gift.status)
  }

  readonly ports: GivingPorts = {
    startGift: (input) => this.call('start', () => this.start(input)),
    checkGift: (giftId) => this.call('check', () => this.check(giftId)),
    cancelGift: (giftId) => this.call('cancel', () => this.cancel(giftId)),
    pay: async ({ package: giftId }) => {
      const answer = this.answers.shift() ?? 'paid'
      const order = this.find(giftId)
      if (answer !== 'paid') return answer
      if (order.charged || order.gift.status !== 'awaitingPayment') return 'failed'
      order.charged = true
      this.chargedFen += order.gift.amountFen
      if (!this.diesAfterPaying) return 'paid'
      this.tellDied('died')
      return new Promise<PayAnswer>(() => {})
    },
    newKey: async () => {
      this.keys += 1
      return String(this.keys).padStart(32, '0')
    },
    waitMs: async () => {},
    pending: {
      read: () => this.kept,
      keep: (pending) => {
        this.kept = structuredClone(pending)
      },
      forget: () => {
        this.kept = null
      },
    },
  }

  private async call<Result>(name: string, run: () => Result): Promise<Result> {
    this.calls.push(name)
    const index = this.failures.findIndex((failure) => failure.call === name)
    const failure = index < 0 ? null : this.failures.splice(index, 1)[0]
    if (failure && !failure.after) throw { code: failure.code }
    const result = run()
    if (failure) throw { code: failure.code }
    return structuredClone(result)
  }

  private start(input: StartGiftInput) {
    const inputText = JSON.stringify(input)
    const known = this.orders.get(input.giftKey)
    if (known && known.inputText !== inputText) throw { code: 'KEY_REUSED' }
    const order = known ?? { gift: giftOf(input), inputText, checks: 0, charged: false }
    this.orders.set(input.giftKey, order)
    this.book(order)
    const open = order.gift.status === 'awaitingPayment'
    const payment = { timeStamp: '', nonceStr: '', package: order.gift.giftId, signType: 'MD5' as const, paySign: '' }
    return { gift: order.gift, payment: open ? payment : null }
  }

  private check(giftId: GiftId): Gift {
    const order = this.find(giftId)
    order.checks += 1
    this.book(order)
    return order.gift
  }

  private cancel(giftId: GiftId): Gift {
    const order = this.find(giftId)
    this.book(order)
    if (order.gift.status === 'awaitingPayment') order.gift.status = 'cancelled'
    return order.gift
  }

  private book(order: Order): void {
    if (order.charged && order.checks >= this.booksAfterChecks) order.gift.status = this.paidBecomes
  }

  private find(giftId: string): Order {
    const order = [...this.orders.values()].find((each) => each.gift.giftId === giftId)
    if (!order) throw { code: 'NOT_FOUND' }
    return order
  }
}

function giftOf(input: StartGiftInput): Gift {
  return {
    giftId: `gift_${input.giftKey}`,
    fundId: input.fundId,
    fundName: '',
    communityName: '',
    amountFen: input.amountFen,
    earmark: input.earmark,
    donorName: input.donorName,
    message: input.message,
    status: 'awaitingPayment',
    createdAtMs: 0,
    paidAtMs: null,
    certificateNumber: null,
    organisation: '',
    entryNumber: null,
  }
}
