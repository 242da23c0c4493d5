import { Failure, invariant } from '../errors'
import type { ContentSecurity } from '../ports/index'
import type { Sdk } from './sdk'
import { errorText } from './sdk-errors'

/** WeChat's limit for `msgSecCheck`. */
const MOST_CHARACTERS = 2500

/** 内容安全, version 2 of both calls. Whatever keeps it from answering is UNAVAILABLE: the caller decides what then. */
export function createContentSecurity(sdk: Sdk): ContentSecurity {
  return {
    async checkText(text, openid, scene) {
      invariant(text.length <= MOST_CHARACTERS, 'a text to check has at most 2,500 characters')
      const reply = await asked('msgSecCheck', () =>
        sdk.openapi.security.msgSecCheck({ openid, scene, version: 2, content: text }),
      )
      const suggest = reply.result?.suggest
      if (suggest === 'pass' || suggest === 'review' || suggest === 'risky') return suggest
      throw new Failure('UNAVAILABLE', 'msgSecCheck gave no verdict')
    },

    async startPictureCheck(url, openid, scene, medium = 'picture') {
      const reply = await asked('mediaCheckAsync', () =>
        sdk.openapi.security.mediaCheckAsync({
          openid,
          scene,
          version: 2,
          mediaType: medium === 'sound' ? 1 : 2,
          mediaUrl: url,
        }),
      )
      if (!reply.traceId) throw new Failure('UNAVAILABLE', 'mediaCheckAsync gave no trace id')
      return reply.traceId
    },
  }
}

async function asked<R>(api: string, call: () => Promise<R>): Promise<R> {
  try {
    return await call()
  } catch (error) {
    throw new Failure('UNAVAILABLE', `${api}: ${errorText(error)}`)
  }
}
