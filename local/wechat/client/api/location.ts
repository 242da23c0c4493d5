import type { Phone } from '../host/contract'
import { choosePlace, type Place, showPlace } from '../overlays/place'
import { Failure, immediate, type Options } from './call'
import { allowed } from './permissions'

/** Where a phone stands until the desk says otherwise: the middle of the reference district. */
const START: Place = { name: '綦江区', address: '重庆市綦江区', latitude: 29.0281, longitude: 106.6514 }

/**
 * Location. The desk moves a phone with `postMessage({ type: 'position', latitude, longitude, name?, address? })`.
 * A method is usable only when app.json names it in `requiredPrivateInfos`, as WeChat demands.
 */
export function locationApis(phone: Phone): Record<string, unknown> {
  let here = START
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.origin === location.origin) here = movedTo(event.data) ?? here
  })
  const permitted = async (api: string): Promise<void> => {
    const declared = phone.appConfig.requiredPrivateInfos
    if (!Array.isArray(declared) || !declared.includes(api)) {
      throw new Failure('the api need to be declared in the requiredPrivateInfos field in app.json/ext.json', 112)
    }
    if (!(await allowed(phone, 'scope.userLocation'))) throw new Failure('auth deny')
  }
  return {
    getLocation: immediate('getLocation', async (options) => {
      await permitted('getLocation')
      if (options.type !== undefined && options.type !== 'gcj02' && options.type !== 'wgs84') {
        throw new Failure(`parameter error: type "${String(options.type)}"`)
      }
      const { latitude, longitude } = here
      return { latitude, longitude, speed: -1, accuracy: 30, altitude: 0, verticalAccuracy: 0, horizontalAccuracy: 30 }
    }),
    chooseLocation: immediate('chooseLocation', async () => {
      await permitted('chooseLocation')
      const chosen = await choosePlace(phone, here)
      if (chosen === null) throw new Failure('cancel')
      return { ...chosen }
    }),
    openLocation: immediate('openLocation', async (options) => {
      void showPlace(phone, placeOf(options))
      return undefined
    }),
  }
}

function placeOf(options: Options): Place {
  const { latitude, longitude } = options
  if (typeof latitude !== 'number' || typeof longitude !== 'number') {
    throw new Failure('parameter error: parameter.latitude should be Number')
  }
  return { latitude, longitude, name: String(options.name ?? ''), address: String(options.address ?? '') }
}

function movedTo(message: unknown): Place | null {
  if (typeof message !== 'object' || message === null) return null
  const { type, latitude, longitude, name, address } = message as Record<string, unknown>
  if (type !== 'position' || typeof latitude !== 'number' || typeof longitude !== 'number') return null
  return { latitude, longitude, name: String(name ?? START.name), address: String(address ?? START.address) }
}
