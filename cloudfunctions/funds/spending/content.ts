import { require } from '../../shared/errors'
import type { World } from '../../shared/ports'

/** Words that others will read. What content security is not sure of goes on: people read it before the public does. */
export async function checkWords(world: World, openid: string, words: string): Promise<void> {
  const verdict = await world.contentSecurity.checkText(words, openid, 2)
  require(verdict !== 'risky', 'CONTENT_REFUSED', 'content security refused the words')
}
