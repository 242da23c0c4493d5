import type { StartGiftInput } from '../../typings/funds'
import type { GiftId } from '../../typings/ids'
import { newKey } from '../platform/keys'
import { pay } from '../platform/payment'
import { forget, keep, recall } from '../platform/storage'
import { cancelGift, checkGift, startGift } from '../services/funds'
import type { GivingPorts, PendingGift } from './giving'

/** One place on the phone: an order left open is closed before another is made, whatever fund it was for. */
const pendingKey = 'pendingGift'
/** The same in memory: a full storage must not lose the key while the app runs. */
let latest: PendingGift | null = null

/** Giving with WeChat, the cloud and this phone's storage. */
export function givingOnPhone(): GivingPorts {
  return {
    startGift,
    checkGift,
    cancelGift,
    pay,
    newKey: async () => newKey(),
    waitMs: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    pending: {
      read: () => latest ?? recall(pendingKey, isPending),
      keep(pending) {
        latest = pending
        keep(pendingKey, pending)
      },
      forget() {
        latest = null
        forget(pendingKey)
      },
    },
  }
}

function isPending(value: unknown): value is PendingGift {
  if (typeof value !== 'object' || value === null || !('input' in value) || !('giftId' in value)) return false
  return isInput(value.input) && (value.giftId === null || isGiftId(value.giftId))
}

function isInput(value: unknown): value is StartGiftInput {
  return typeof value === 'object' && value !== null && 'giftKey' in value && typeof value.giftKey === 'string'
}

function isGiftId(value: unknown): value is GiftId {
  return typeof value === 'string' && value.startsWith('gift_')
}
