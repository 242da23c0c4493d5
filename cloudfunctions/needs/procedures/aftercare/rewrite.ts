import { z } from 'zod'
import { stepLimit } from '../../../shared/access/rate-limit'
import { require } from '../../../shared/errors'
import { needId, text, version } from '../../../shared/fields'
import { procedure } from '../../../shared/procedure'
import { findDanger } from '../../asking/danger'
import { isPossible } from '../../casework/steps'
import { checkContent } from '../../content'
import type { NeedEventRecord } from '../../records'
import { pageFor } from '../../residents/new-need'
import { getOwnNeed, showOwnNeed } from '../../residents/own'
import { getNeed } from '../../store'

/**
 * Other words for what a person refused to show. They are looked at like the first ones: refused at once when risky, shown to
 * whoever helps when they pass or wait. The same words again change nothing.
 */
export const rewrite = procedure({
  name: 'needs.rewrite',
  input: z.strictObject({ needId, version, description: text(5, 500) }),
  access: 'anyone',
  limit: stepLimit('needs.rewrite'),
  async run(context, input) {
    const { world, openid, nowMs } = context
    const need = await getOwnNeed(context, input.needId)
    const { description } = input
    if (need.refusedBecause === undefined && need.description === description) return showOwnNeed(context, need)
    require(need.refusedBecause !== undefined, 'NOT_NOW', 'nobody refused the words')
    require(isPossible(need, 'rewritten'), 'NOT_NOW', `a need that is ${need.status} is not written again`)
    require(need.version === input.version, 'CONFLICT', 'the need has moved on')
    const held = (await checkContent(world, openid, description)) === 'review'
    const danger = findDanger(description)?.kind
    if (danger && !need.danger) await pageFor(world, { ...need, description }, danger)
    const event: NeedEventRecord = { kind: 'rewritten', atMs: nowMs, actorName: null, note: null, noteFor: 'all' }
    const review = { contentReview: held || need.contentReview, textHeld: held }
    const saved = await world.database.update(
      'needs',
      need._id,
      { version: need.version },
      {
        set: { description, ...review, ...(danger ? { danger } : {}) },
        unset: ['refusedBecause'],
        push: { events: [event] },
        increment: { version: 1 },
      },
    )
    require(saved, 'CONFLICT', 'the need has moved on')
    return showOwnNeed(context, await getNeed(world.database, need._id))
  },
})
