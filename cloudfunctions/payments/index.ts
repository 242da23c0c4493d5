import * as cloud from 'wx-server-sdk'
import { createWorld } from '../shared/world'
import { handleResult } from './result'

const world = createWorld(cloud)

export const main = (event: unknown) => handleResult(world, event)
