import { fen } from '../../../cloudfunctions/funds/ledger/fen'
import { Failure } from '../../../cloudfunctions/shared/errors'
import type { PaymentState, Payments } from '../../../cloudfunctions/shared/ports'
import type { Trouble } from '../support/memory-database'
import type { Random } from '../support/random'

interface Order {
  amountFen: number
  state: 'unpaid' | 'paid' | 'closed'
  /** What the payer paid; not always what was ordered. */
  paidFen: number
  paidAtMs: number
}

interface Refund {
  orderNumber: string
  amountFen: number
  state: 'processing' | 'done' | 'failed'
}

interface Line {
  travel(): Promise<void>
  trouble(): Trouble
  die(): void
  nowMs(): number
}

/** WeChat's side of every order: what it says here is the truth about what was paid. */
export class WeChatPay {
  readonly orders = new Map<string, Order>()
  readonly refunds = new Map<string, Refund>()

  constructor(private readonly random: Random) {}

  /** The donor confirms; a forged sheet may have another amount. False when there is nothing to pay any more. */
  confirm(orderNumber: string, paidFen: number, paidAtMs: number): boolean {
    const order = this.orders.get(orderNumber)
    if (order?.state !== 'unpaid') return false
    Object.assign(order, { state: 'paid', paidFen, paidAtMs })
    return true
  }

  /** What is given back in the end: WeChat has it done, or it could not. */
  finishRefunds(): void {
    for (const refund of this.refunds.values()) {
      if (refund.state === 'processing') refund.state = this.random.chance(0.85) ? 'done' : 'failed'
    }
  }

  refundedFen(orderNumber: string): number {
    const done = [...this.refunds.values()].filter((each) => each.orderNumber === orderNumber && each.state === 'done')
    return done.reduce((sum, { amountFen }) => sum + amountFen, 0)
  }

  connect(line: Line): Payments {
    const call = <R>(work: () => R) => this.#call(line, work)
    return {
      order: ({ orderNumber, amountFen }) =>
        call(() => {
          const known = this.orders.get(orderNumber)
          if (known && (known.state !== 'unpaid' || known.amountFen !== amountFen)) {
            throw new Failure('UNAVAILABLE', 'the order is paid or closed')
          }
          if (!known) this.orders.set(orderNumber, { amountFen, state: 'unpaid', paidFen: 0, paidAtMs: 0 })
          return { timeStamp: '', nonceStr: '', package: orderNumber, signType: 'MD5', paySign: '' }
        }),
      query: (orderNumber) => call(() => stateOf(this.orders.get(orderNumber))),
      close: (orderNumber) =>
        call(() => {
          const order = this.orders.get(orderNumber)
          if (order?.state === 'paid') return 'paid'
          if (order) order.state = 'closed'
          return 'closed'
        }),
      refund: ({ orderNumber, refundNumber, amountFen }) =>
        call(() => {
          const order = this.orders.get(orderNumber)
          if (order?.state !== 'paid') return { answer: 'refused', words: 'nothing was paid' }
          if (!this.refunds.has(refundNumber) && this.random.chance(0.1))
            return { answer: 'refused', words: 'no money' }
          if (!this.refunds.has(refundNumber)) this.#take(refundNumber, orderNumber, amountFen)
          return { answer: 'accepted' }
        }),
      queryRefund: (_orderNumber, refundNumber) => call(() => this.refunds.get(refundNumber)?.state ?? 'none'),
      bill: () => Promise.reject(new Error('the simulation has no bill')),
    }
  }

  #take(refundNumber: string, orderNumber: string, amountFen: number): void {
    const state = this.random.pick(['processing', 'processing', 'done', 'failed'] as const)
    this.refunds.set(refundNumber, { orderNumber, amountFen, state })
  }

  async #call<R>(line: Line, work: () => R): Promise<R> {
    await line.travel()
    const trouble = line.trouble()
    if (trouble === 'killedBefore') return this.#die(line)
    if (trouble === 'lostBefore') throw new Failure('UNAVAILABLE', 'WeChat did not answer')
    const result = work()
    if (trouble === 'killedAfter') return this.#die(line)
    await line.travel()
    if (trouble === 'lostAfter') throw new Failure('UNAVAILABLE', 'the answer was lost')
    return result
  }

  #die(line: Line): Promise<never> {
    line.die()
    return new Promise(() => {})
  }
}

function stateOf(order: Order | undefined): PaymentState {
  const nothing = { amountFen: null, transactionId: null, paidAtMs: null }
  if (!order) return { state: 'unknown', ...nothing }
  if (order.state !== 'paid') return { state: order.state, ...nothing }
  return { state: 'paid', amountFen: fen(order.paidFen), transactionId: 'transaction', paidAtMs: order.paidAtMs }
}
