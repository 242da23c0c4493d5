import { Failure } from '../shared/errors'
import type { World } from '../shared/ports/index'

/** Scene 2 of msgSecCheck: what people write to each other. */
const SCENE = 2

/**
 * Content security on what others will read. `risky` is refused; `review`, or no answer, lets it through flagged: a need
 * must not be lost because a check is down, and its first reader is a professional.
 */
export async function checkContent(world: World, openid: string, text: string): Promise<'pass' | 'review'> {
  if (text.trim() === '') return 'pass'
  const verdict = await askCheck(world, openid, text)
  if (verdict === 'risky') throw new Failure('CONTENT_REFUSED', 'content security refused the text')
  return verdict
}

async function askCheck(world: World, openid: string, text: string) {
  try {
    return await world.contentSecurity.checkText(text, openid, SCENE)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    world.log('warn', 'content.unchecked', { code: error.code, error: error.message })
    return 'review'
  }
}
