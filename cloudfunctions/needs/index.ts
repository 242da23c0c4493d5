import * as cloud from 'wx-server-sdk'
import { isMediaCheckEvent, recordVerdict } from '../shared/pictures'
import { serve } from '../shared/procedure'
import { createWorld } from '../shared/world'
import { procedures } from './procedures'

const world = createWorld(cloud)
const answer = serve('needs', procedures, world)

/** Phones call procedures; WeChat's message push brings the verdicts on pictures. */
export const main = (event: unknown): Promise<unknown> =>
  isMediaCheckEvent(event) && !world.caller().fromClient ? recordVerdict(world, event) : answer(event)
