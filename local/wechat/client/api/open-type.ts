import type { ElementInstance } from '../host/contract'
import { askPhoneNumber } from '../overlays/phone-number'
import { currentPhone } from './current'
import { openSetting } from './permissions'
import { shareFrom } from './share'

/** What a button with `open-type` does when it is tapped. Unsupported kinds are reported by name. */
export function runOpenType(button: ElementInstance, openType: string): void {
  const work = OPEN_TYPES[openType]
  if (work === undefined) {
    currentPhone().reportError(new Error(`button open-type="${openType}" is not supported by the local WeChat`))
    return
  }
  work(button).catch((error: unknown) => currentPhone().reportError(error))
}

const OPEN_TYPES: Record<string, (button: ElementInstance) => Promise<void>> = {
  share: async (button) => {
    await shareFrom({ from: 'button', target: { id: button.id, dataset: { ...button.dataset } } })
  },
  getPhoneNumber: giveNumber('getphonenumber'),
  getRealtimePhoneNumber: giveNumber('getrealtimephonenumber'),
  openSetting: async (button) => {
    button.triggerEvent('opensetting', await openSetting(currentPhone()))
  },
}

function giveNumber(event: string): (button: ElementInstance) => Promise<void> {
  return async (button) => {
    const phone = currentPhone()
    if (!(await askPhoneNumber(phone))) {
      button.triggerEvent(event, { errMsg: 'getPhoneNumber:fail user deny' })
      return
    }
    try {
      const { code } = (await phone.post('phoneNumber', {})) as { code: string }
      button.triggerEvent(event, { errMsg: 'getPhoneNumber:ok', code })
    } catch (error) {
      button.triggerEvent(event, {
        errMsg: `getPhoneNumber:fail ${error instanceof Error ? error.message : String(error)}`,
      })
    }
  }
}
