import { z } from 'zod'
import { stepLimit } from '../../../shared/access/rate-limit'
import { require } from '../../../shared/errors'
import { needId } from '../../../shared/fields'
import { procedure } from '../../../shared/procedure'
import { canErase } from '../../aftercare/rules'
import type { NeedRecord } from '../../records'
import { eraseNeed, nobodyOf } from '../../residents/erase'
import { isOwnNow } from '../../residents/follower'
import { getNeed } from '../../store'

/** Takes the person out of a finished need of theirs. Again is fine. */
export const erase = procedure({
  name: 'needs.erase',
  input: z.strictObject({ needId }),
  access: 'anyone',
  limit: stepLimit('needs.erase'),
  async run({ world, openid, nowMs }, input) {
    const need: NeedRecord = await getNeed(world.database, input.needId)
    if (need.residentOpenid === nobodyOf(world, openid)) return { needId: need._id }
    require(await isOwnNow(world, need, openid, nowMs), 'NOT_FOUND', 'no such need')
    require(canErase(need), 'NOT_NOW', `a need that is ${need.status} is withdrawn or finished first`)
    await eraseNeed(world, need, openid)
    return { needId: need._id }
  },
})
