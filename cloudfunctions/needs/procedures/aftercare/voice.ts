import { z } from 'zod'
import { leaveTrace } from '../../../shared/audit/audit'
import { require } from '../../../shared/errors'
import { needId } from '../../../shared/fields'
import { procedure } from '../../../shared/procedure'
import { voiceUrlFor } from '../../residents/own'
import { getNeed } from '../../store'

/** The recording, for whoever was asked or has the need: a voice says who somebody is, so each time leaves its trace. */
export const getVoice = procedure({
  name: 'needs.getVoice',
  input: z.strictObject({ needId }),
  access: 'anyone',
  async run({ world, openid, requestId, nowMs }, input) {
    const need = await getNeed(world.database, input.needId)
    require(need.workerOpenid === openid, 'NOT_FOUND', 'no such need')
    const url = await voiceUrlFor(world, 'helper', need)
    if (!need.voice || url === null) return null
    const { streetCode } = need
    const trace = { action: 'needs.playVoice', subjectId: need._id, actorOpenid: openid, requestId, atMs: nowMs }
    await leaveTrace(world, { ...trace, streetCode })
    return { url, durationMs: need.voice.durationMs }
  },
})
