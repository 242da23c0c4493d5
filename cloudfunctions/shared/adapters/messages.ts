import { Failure } from '../errors'
import type { Messages } from '../ports/index'
import type { Sdk } from './sdk'
import { errorCode, errorText, toFailure } from './sdk-errors'

/** The person bought no message of this template, or has used it up. */
const NO_CREDIT = 43101

export function createMessages(sdk: Sdk): Messages {
  return {
    async send({ openid, templateId, page, data }) {
      const rows = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, { value }]))
      try {
        await sdk.openapi.subscribeMessage.send({ touser: openid, templateId, page, data: rows })
        return 'sent'
      } catch (error) {
        if (errorCode(error) === NO_CREDIT) return 'noCredit'
        const failure = toFailure(error, 'subscribeMessage.send')
        throw failure instanceof Failure
          ? failure
          : new Failure('UNAVAILABLE', `subscribeMessage.send: ${errorText(error)}`)
      }
    },
  }
}
