import type { ClientErrorCode, ErrorCode } from '../../typings/errors'
import type { Gift, GiftStatus, PaymentParameters, StartGiftInput } from '../../typings/funds'
import type { GiftId, RequestKey } from '../../typings/ids'

/** What the donor chose; with a key it becomes the request. */
export type GiftChoice = Omit<StartGiftInput, 'giftKey'>

/** A gift that was sent or is about to be, kept on the phone until its end is known. */
export interface PendingGift {
  input: StartGiftInput
  /** Null while the reply is outstanding: then no payment can have been made with it. */
  giftId: GiftId | null
}

export type PayAnswer = 'paid' | 'closed' | 'failed'

/** What giving needs of the world. Calls reject with an object that carries a `code`. */
export interface GivingPorts {
  startGift(input: StartGiftInput): Promise<{ gift: Gift; payment: PaymentParameters | null }>
  checkGift(giftId: GiftId): Promise<Gift>
  cancelGift(giftId: GiftId): Promise<Gift>
  pay(payment: PaymentParameters): Promise<PayAnswer>
  newKey(): Promise<RequestKey>
  waitMs(ms: number): Promise<void>
  pending: { read(): PendingGift | null; keep(pending: PendingGift): void; forget(): void }
}

export type GivingStep = 'ordering' | 'paying' | 'settling'

/**
 * Where the donor stands at the end. `earlier`: it is the gift of a former try, no money was taken now. `late`: WeChat took the
 * money and the books do not show it yet. `unpaid`: the pay sheet failed. `refused`: no order was made, the code says
 * why. `unknown`: no answer came; the key is kept, so trying again is safe.
 */
export type Standing =
  | { kind: 'paid'; gift: Gift; earlier: boolean }
  | { kind: 'late'; gift: Gift }
  | { kind: 'disputed'; gift: Gift }
  | { kind: 'cancelled' }
  | { kind: 'unpaid'; gift: Gift }
  | { kind: 'refused'; code: ErrorCode | ClientErrorCode }
  | { kind: 'unknown'; code: ErrorCode | ClientErrorCode }

/** Pauses before each question to WeChat after it said that the money went through: about 12 seconds in all. */
const settlePausesMs: readonly number[] = [300, 900, 1500, 2500, 3000, 4000]

const neverReachedBooks: ReadonlySet<string> = new Set<ErrorCode>([
  'INVALID_INPUT',
  'FORBIDDEN',
  'NOT_FOUND',
  'KEY_REUSED',
  'CONTENT_REFUSED',
  'FUND_CLOSED',
  'NOT_NOW',
])

/**
 * One gift from the tap to its end. The key is made and kept before anything is sent and given up only when the gift's
 * end is known, so a lost reply, a second tap or a phone that died in between cannot pay twice.
 */
export async function give(
  choice: GiftChoice,
  ports: GivingPorts,
  onStep: (step: GivingStep) => void = () => {},
): Promise<Standing> {
  onStep('ordering')
  try {
    const earlier = await settleOtherChoice(choice, ports)
    if (earlier) return earlier
    const started = await start(choice, ports)
    const { gift, payment } = started
    const ended = endOf(gift, ports, started.earlier)
    if (ended) return ended
    if (!payment) return await settle(gift, ports)
    onStep('paying')
    const answer = await ports.pay(payment)
    if (answer === 'closed') return await cancel(gift, ports)
    if (answer === 'failed') return await afterFailure(gift, ports)
    onStep('settling')
    return await settle(gift, ports)
  } catch (error) {
    const code = codeOf(error)
    if (!neverReachedBooks.has(code)) return { kind: 'unknown', code }
    ports.pending.forget()
    return { kind: 'refused', code }
  }
}

/**
 * What became of the gift that a former visit left behind; null when there is none or it came to nothing. Leaves it
 * pending when no answer can be had.
 */
export async function recover(ports: GivingPorts): Promise<Gift | null> {
  const left = ports.pending.read()
  if (!left?.giftId) return null
  try {
    const gift = await ports.checkGift(left.giftId)
    if (gift.status !== 'awaitingPayment') ports.pending.forget()
    return gift.status === 'cancelled' || gift.status === 'expired' ? null : gift
  } catch (error) {
    if (codeOf(error) === 'NOT_FOUND') ports.pending.forget()
    return null
  }
}

/** Asks a few times, with growing pauses, until the books show the gift. */
export async function settle(
  gift: Gift,
  ports: Pick<GivingPorts, 'checkGift' | 'waitMs' | 'pending'>,
): Promise<Standing> {
  for (const pauseMs of settlePausesMs) {
    await ports.waitMs(pauseMs)
    // A question that gets no answer is asked again: the money is with WeChat either way.
    const checked = await ports.checkGift(gift.giftId).catch(() => gift)
    const ended = endOf(checked, ports, false)
    if (ended) return ended
  }
  return { kind: 'late', gift }
}

/** A former try with other content is closed first: two open orders could both be paid. */
async function settleOtherChoice(choice: GiftChoice, ports: GivingPorts): Promise<Standing | null> {
  const left = ports.pending.read()
  if (!left || sameChoice(left.input, choice)) return null
  if (left.giftId) {
    const gift = await ports.cancelGift(left.giftId).catch((error: unknown) => {
      if (codeOf(error) === 'NOT_FOUND') return null
      throw error
    })
    if (gift && (gift.status === 'paid' || gift.status === 'disputed')) return endOf(gift, ports, true)
  }
  ports.pending.forget()
  return null
}

/** Orders under the kept key, or under a new one when the kept order was closed unpaid. */
async function start(
  choice: GiftChoice,
  ports: GivingPorts,
): Promise<{ gift: Gift; payment: PaymentParameters | null; earlier: boolean }> {
  const left = ports.pending.read()
  if (left) {
    const reply = await ports.startGift(left.input)
    if (!closedUnpaid(reply.gift.status)) {
      ports.pending.keep({ input: left.input, giftId: reply.gift.giftId })
      return { ...reply, earlier: true }
    }
  }
  const input: StartGiftInput = { giftKey: await ports.newKey(), ...choice }
  ports.pending.keep({ input, giftId: null })
  const reply = await ports.startGift(input)
  ports.pending.keep({ input, giftId: reply.gift.giftId })
  return { ...reply, earlier: false }
}

async function cancel(gift: Gift, ports: GivingPorts): Promise<Standing> {
  try {
    return endOf(await ports.cancelGift(gift.giftId), ports, false) ?? { kind: 'cancelled' }
  } catch {
    // The donor did not pay, and that is what they must hear; the kept key closes the order at the next try.
    return { kind: 'cancelled' }
  }
}

async function afterFailure(gift: Gift, ports: GivingPorts): Promise<Standing> {
  const checked = await ports.checkGift(gift.giftId).catch(() => gift)
  return endOf(checked, ports, false) ?? { kind: 'unpaid', gift: checked }
}

/** The standing of a gift whose end is known, which also gives up its key; null while it is open. */
function endOf(gift: Gift, ports: Pick<GivingPorts, 'pending'>, earlier: boolean): Standing | null {
  if (gift.status === 'awaitingPayment') return null
  ports.pending.forget()
  if (gift.status === 'paid') return { kind: 'paid', gift, earlier }
  if (gift.status === 'disputed') return { kind: 'disputed', gift }
  return { kind: 'cancelled' }
}

function closedUnpaid(status: GiftStatus): boolean {
  return status === 'cancelled' || status === 'expired'
}

function sameChoice(one: GiftChoice, other: GiftChoice): boolean {
  return (
    one.fundId === other.fundId &&
    one.amountFen === other.amountFen &&
    one.earmark === other.earmark &&
    one.donorName === other.donorName &&
    one.message === other.message
  )
}

function codeOf(error: unknown): ErrorCode | ClientErrorCode {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
  return typeof code === 'string' ? (code as ErrorCode | ClientErrorCode) : 'INTERNAL'
}
