import type { CodeTarget } from '../../contract'

/** Someone from the seed who may hold a phone. */
export interface CastMember {
  openid: string
  name: string
  /** The part they play, in Chinese: 居民, 社工, 捐赠人 … */
  role: string
  /** One line for who has never met them. */
  line: string
}

/** A code that hangs on the wall for phones to scan. */
export interface WallCode {
  name: string
  target: CodeTarget
}
