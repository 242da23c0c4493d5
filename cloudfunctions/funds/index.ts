import * as cloud from 'wx-server-sdk'
import { serve } from '../shared/procedure'
import { createWorld } from '../shared/world'
import { disclosureProcedures } from './procedures/disclosure'
import { get, getByTerritory } from './procedures/get'
import { getCode } from './procedures/get-code'
import { cancelGift, checkGift, getGift } from './procedures/gifts'
import { incomeProcedures } from './procedures/income'
import { list } from './procedures/list'
import { listFlows } from './procedures/list-flows'
import { listMyGifts } from './procedures/list-my-gifts'
import { spendingProcedures } from './procedures/spending'
import { startGift } from './procedures/start-gift'

const procedures = [
  ...[get, getByTerritory, list, listFlows],
  ...[startGift, checkGift, cancelGift, getGift, listMyGifts, getCode],
  ...spendingProcedures,
  ...disclosureProcedures,
  ...incomeProcedures,
] as const

export const main = serve('funds', procedures, createWorld(cloud))
