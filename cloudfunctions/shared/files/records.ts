import { createHash } from 'node:crypto'
import type { Stored } from '../ports/index'

/** Collection `fileClaims`: who handed a file in. Its id is a digest of the file's, the holder one of the file and the person. */
export interface FileClaimRecord extends Stored {
  _id: `claim_${string}`
  holder: string
}

export function claimOf(fileId: string, openid: string): FileClaimRecord {
  return { _id: `claim_${digest(fileId)}`, holder: digest(`${openid} ${fileId}`) }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
