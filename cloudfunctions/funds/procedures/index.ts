import { disclosureProcedures } from './disclosure'
import { get, getByTerritory } from './get'
import { getCode } from './get-code'
import { cancelGift, checkGift, getGift } from './gifts'
import { incomeProcedures } from './income'
import { list } from './list'
import { listFlows } from './list-flows'
import { listMyGifts } from './list-my-gifts'
import { spendingProcedures } from './spending'
import { startGift } from './start-gift'

/** Every procedure of the area; the compiler misses one that is left out. */
export const procedures = [
  ...[get, getByTerritory, list, listFlows],
  ...[startGift, checkGift, cancelGift, getGift, listMyGifts, getCode],
  ...spendingProcedures,
  ...disclosureProcedures,
  ...incomeProcedures,
] as const
