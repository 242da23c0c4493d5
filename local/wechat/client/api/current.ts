import type { Phone } from '../host/contract'

let phone: Phone | null = null

/** A page holds one phone: `createWx` names it, so that built-in elements reach it too. */
export function setCurrentPhone(current: Phone): void {
  phone = current
}

export function currentPhone(): Phone {
  if (phone === null) throw new Error('the phone is not switched on: createWx was not called yet')
  return phone
}
