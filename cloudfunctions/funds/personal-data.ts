import type { World } from '../shared/ports/index'
import { shanghaiMinute } from '../shared/time/shanghai'
import type { GiftRecord } from './records'

/** What the funds keep about a donor: to be shown, and to be taken out where the books allow. */

const MOST_READ = 1000

export async function exportGifts(world: World, openid: string) {
  const gifts = await readGifts(world, openid)
  const rows = gifts.map((gift) => ({
    编号: gift._id,
    基金: gift.fundName,
    金额元: (gift.amountFen / 100).toFixed(2),
    称呼: gift.donorName,
    留言: gift.message,
    状态: gift.status,
    时间: shanghaiMinute(gift.createdAtMs),
  }))
  return { name: '捐赠', rows }
}

/** The gifts stay, as the law asks of the books; whose they were is gone. Entries that show a name are never edited. */
export async function eraseDonor(world: World, openid: string): Promise<void> {
  const nobody = `erased_${world.ids.from('erased', openid)}`
  for (const { _id } of await readGifts(world, openid)) {
    await world.database.update('gifts', _id, {}, { set: { donorOpenid: nobody, donorName: null, message: '' } })
  }
}

function readGifts({ database }: World, openid: string): Promise<GiftRecord[]> {
  return database.find<GiftRecord>('gifts', {
    where: { donorOpenid: openid },
    orderBy: [
      ['createdAtMs', 'desc'],
      ['_id', 'asc'],
    ],
    limit: MOST_READ,
  })
}
