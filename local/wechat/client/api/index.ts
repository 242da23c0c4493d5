import type { Phone } from '../host/contract'
import { InnerAudioContext } from './audio'
import { authorizationApis } from './authorization'
import { cloudApis } from './cloud'
import { setCurrentPhone } from './current'
import { eventApis } from './events'
import { watchTaps } from './gesture'
import { interfaceApis } from './interface'
import { locationApis } from './location'
import { mediaApis } from './media'
import { navigationApis } from './navigation'
import { paymentApis } from './payment'
import { reportProblems } from './problems'
import { RecorderManager } from './recorder'
import { scanApis } from './scan'
import { PhoneStorage, storageApis } from './storage'
import { subscriptionApis } from './subscription'
import { systemApis } from './system'

/**
 * The `wx` of one phone: what the product and TDesign use, each behaving as WeChat's documentation says. Calling anything
 * else throws its name.
 */
export function createWx(phone: Phone): object {
  setCurrentPhone(phone)
  watchTaps()
  reportProblems(phone)
  if (new URLSearchParams(location.search).get('offline') === '1') phone.setOnline(false)
  if (phone.appConfig.style === 'v2')
    phone.reportError(new Error('app.json: style "v2" is not supported by the local WeChat'))
  const recorder = new RecorderManager(phone)
  const { queries } = phone
  const apis: Record<string, unknown> = {
    cloud: strict('wx.cloud', cloudApis(phone)),
    ...storageApis(new PhoneStorage(localStorage, phone.storagePrefix)),
    ...navigationApis(phone),
    ...interfaceApis(phone),
    ...paymentApis(phone),
    ...subscriptionApis(phone),
    ...scanApis(phone),
    ...mediaApis(phone),
    ...locationApis(phone),
    ...authorizationApis(phone),
    ...systemApis(phone),
    ...eventApis(phone),
    getRecorderManager: () => recorder,
    createInnerAudioContext: () => new InnerAudioContext(),
    createSelectorQuery: () => queries.createSelectorQuery(),
    createIntersectionObserver: (component: unknown, options?: Record<string, unknown>) =>
      queries.createIntersectionObserver(component, options),
    createMediaQueryObserver: (component: unknown) => queries.createMediaQueryObserver(component),
    createAnimation: (options?: Record<string, unknown>) => queries.createAnimation(options),
    nextTick: (callback: () => void) => queries.nextTick(callback),
  }
  apis.canIUse = (schema: string) => canUse(apis, schema)
  return strict('wx', apis)
}

/** Refuses by name what is not there. What asks whether a name exists (`in`, `canIUse`) gets the truth. */
function strict(name: string, apis: Record<string, unknown>): object {
  return new Proxy(apis, {
    get: (target, key) => {
      if (typeof key !== 'string' || key in target || key === 'then' || key === 'toJSON')
        return Reflect.get(target, key)
      return () => {
        throw new Error(`${name}.${key} is not supported by the local WeChat`)
      }
    },
  })
}

/** `showToast`, `showToast.object.image`, `button.open-type.contact`: only the first part is looked at. */
function canUse(apis: Record<string, unknown>, schema: string): boolean {
  const [first = '', second] = schema.split('.')
  if (first === 'cloud' && second !== undefined) return second in (apis.cloud as object)
  return first in apis
}
