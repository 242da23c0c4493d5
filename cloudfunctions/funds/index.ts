import * as cloud from 'wx-server-sdk'
import { serve } from '../shared/procedure'
import { createWorld } from '../shared/world'
import { procedures } from './procedures'

export const main = serve('funds', procedures, createWorld(cloud))
