import * as cloud from 'wx-server-sdk'
import { createWorld } from '../shared/world'
import { tick } from './tick'

const world = createWorld(cloud)

/** The timer's minute. A phone that calls it gets nothing done. */
export const main = async (): Promise<{ broken: string[] } | { refused: true }> =>
  world.caller().fromClient ? { refused: true } : { broken: await tick(world) }
