import { Failure, invariant } from '../errors'
import type { Codes } from '../ports/index'
import { attempt } from './operations'
import type { Sdk } from './sdk'

/** WeChat's limit for `wxacode.getUnlimited`. */
const MOST_SCENE_CHARACTERS = 32
/** It is printed at the width of a hand. */
const WIDTH_PX = 860

export function createCodes(sdk: Sdk): Codes {
  return {
    async png(page, scene) {
      invariant(scene.length >= 1 && scene.length <= MOST_SCENE_CHARACTERS, 'a scene has 1 to 32 characters')
      invariant(!page.startsWith('/'), 'the page of a code begins without a slash')
      const reply = await attempt('wxacode.getUnlimited', () =>
        // Unchecked, so that a code can be printed before the version with its page is released.
        sdk.openapi.wxacode.getUnlimited({ scene, page, checkPath: false, width: WIDTH_PX }),
      )
      if (!reply.buffer) throw new Failure('UNAVAILABLE', 'wxacode.getUnlimited gave no picture')
      return reply.buffer
    },
  }
}
