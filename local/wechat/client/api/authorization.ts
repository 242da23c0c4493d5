import type { Phone } from '../host/contract'
import { asynchronous, Failure, immediate, requiredText } from './call'
import { allowed, grantedScopes, openSetting } from './permissions'
import { keptAnswers } from './subscription'

/** Permissions that the person gave: ask, read, change. */
export function authorizationApis(phone: Phone): Record<string, unknown> {
  return {
    authorize: immediate('authorize', async (options) => {
      if (!(await allowed(phone, requiredText(options, 'scope')))) throw new Failure('auth deny')
      return undefined
    }),
    getSetting: asynchronous('getSetting', ({ withSubscriptions }) => ({
      authSetting: grantedScopes(phone),
      ...(withSubscriptions === true
        ? { subscriptionsSetting: { mainSwitch: true, itemSettings: keptAnswers(phone) } }
        : {}),
    })),
    openSetting: immediate('openSetting', async (options) => ({
      ...(await openSetting(phone)),
      ...(options.withSubscriptions === true
        ? { subscriptionsSetting: { mainSwitch: true, itemSettings: keptAnswers(phone) } }
        : {}),
    })),
    getAppAuthorizeSetting: () => ({
      albumAuthorized: 'authorized',
      cameraAuthorized: 'authorized',
      locationAuthorized: 'authorized',
      locationReducedAccuracy: false,
      microphoneAuthorized: 'authorized',
      notificationAuthorized: 'authorized',
      phoneCalendarAuthorized: 'denied',
    }),
  }
}
