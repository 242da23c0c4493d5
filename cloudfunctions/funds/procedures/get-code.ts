import { z } from 'zod'
import { requireDutyOn } from '../../shared/access/duties'
import { Failure, require } from '../../shared/errors'
import { fundId } from '../../shared/fields'
import type { World } from '../../shared/ports'
import { procedure } from '../../shared/procedure'
import type { FundRecord } from '../records'

/** The page that the code opens, and what it is told: the community. */
const page = 'pages/fund/fund'
const sceneOf = (fund: FundRecord) => `c=${fund.territoryCode}`

/** The code for a fund's poster: drawn by WeChat once, then kept. */
export const getCode = procedure({
  name: 'funds.getCode',
  input: z.strictObject({ fundId }),
  access: ['communityStaff', 'socialWorker', 'stationSupervisor', 'fundCommitteeMember', 'districtStaff'],
  run: async ({ world, duties }, input) => {
    const fund = await world.database.get<FundRecord>('funds', input.fundId)
    require(fund, 'NOT_FOUND', 'No such fund')
    requireDutyOn(duties, fund.territoryCode)
    const kept = fund.codeFileId === null ? null : await addressOf(world, fund.codeFileId)
    return { imageUrl: kept ?? (await draw(world, fund)) }
  },
})

async function draw(world: World, fund: FundRecord): Promise<string> {
  const fileId = await world.files.upload(`fund-codes/${fund._id}.png`, await world.codes.png(page, sceneOf(fund)))
  await world.database.update('funds', fund._id, {}, { set: { codeFileId: fileId } })
  const url = await addressOf(world, fileId)
  if (url === null) throw new Failure('UNAVAILABLE', 'The stored code has no address')
  return url
}

async function addressOf(world: World, fileId: string): Promise<string | null> {
  const [url] = await world.files.temporaryUrls([fileId])
  return url ?? null
}
