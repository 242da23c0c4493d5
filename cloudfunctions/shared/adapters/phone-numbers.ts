import { Failure } from '../errors'
import type { PhoneNumbers } from '../ports/index'
import type { Sdk } from './sdk'
import { errorCode, errorText } from './sdk-errors'

/** The code is not WeChat's, is another person's or has expired; it was used before. */
const badCodes: ReadonlySet<number> = new Set([40029, 40163])
const CHINA = '86'

export function createPhoneNumbers(sdk: Sdk): PhoneNumbers {
  return {
    async numberOf(code, openid) {
      try {
        const { phoneInfo } = await sdk.openapi.phonenumber.getPhoneNumber({ code, openid })
        return phoneInfo?.countryCode === CHINA ? (phoneInfo.purePhoneNumber ?? null) : null
      } catch (error) {
        const number = errorCode(error)
        if (number !== null && badCodes.has(number)) return null
        throw new Failure('UNAVAILABLE', `phonenumber.getPhoneNumber: ${errorText(error)}`)
      }
    },
  }
}
