import type { Phone, PhoneEvents } from '../host/contract'
import { asynchronous } from './call'

/** `wx.onX` and `wx.offX`: listeners of the phone's events. `offX` without a listener ends them all. */
export function eventApis(phone: Phone): Record<string, unknown> {
  const pair = <Name extends keyof PhoneEvents>(
    api: string,
    event: Name,
    shape: (event: PhoneEvents[Name]) => unknown,
  ) => {
    const ends = new Map<unknown, () => void>()
    return {
      [`on${api}`]: (listener: (result: unknown) => void) => {
        ends.get(listener)?.()
        ends.set(
          listener,
          phone.on(event, (happened) => listener(shape(happened))),
        )
      },
      [`off${api}`]: (listener?: unknown) => {
        for (const [known, end] of [...ends]) {
          if (listener !== undefined && listener !== known) continue
          end()
          ends.delete(known)
        }
      },
    }
  }
  return {
    ...pair('NetworkStatusChange', 'network', (event) => event),
    ...pair('AppShow', 'show', (event) => ({ referrerInfo: {}, ...event })),
    ...pair('AppHide', 'hide', () => undefined),
    ...pair('Error', 'error', ({ message, stack }) => (stack === '' ? message : stack)),
    ...pair('UnhandledRejection', 'unhandledRejection', (event) => event),
    getNetworkType: asynchronous('getNetworkType', () => ({
      networkType: phone.isOnline() ? 'wifi' : 'none',
      signalStrength: 100,
    })),
    ...windowResize(phone),
    ...silent('ThemeChange'),
    ...silent('KeyboardHeightChange'),
    ...silent('MenuButtonBoundingClientRectWeightChange'),
    ...silent('MemoryWarning'),
  }
}

function windowResize(phone: Phone): Record<string, unknown> {
  const ends = new Map<unknown, () => void>()
  return {
    onWindowResize: (listener: (result: unknown) => void) => {
      const heard = () => {
        const { windowWidth, windowHeight } = phone.metrics
        listener({ size: { windowWidth, windowHeight } })
      }
      window.addEventListener('resize', heard)
      ends.set(listener, () => window.removeEventListener('resize', heard))
    },
    offWindowResize: (listener: unknown) => {
      ends.get(listener)?.()
      ends.delete(listener)
    },
  }
}

/** What never happens on this phone may be listened to all the same. */
function silent(api: string): Record<string, unknown> {
  return { [`on${api}`]: () => {}, [`off${api}`]: () => {} }
}
