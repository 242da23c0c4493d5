import { createHash, randomBytes } from 'node:crypto'
import type { Ids } from '../ports/index'

export const ids: Ids = {
  random: () => randomBytes(16).toString('hex'),
  // Each part with its length before it, so that no two lists of parts read the same.
  from: (...parts) =>
    createHash('sha256')
      .update(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(''))
      .digest('hex')
      .slice(0, 32),
}
