/** People of the district, files, and a bank: what money's other ways in need. */
import { randomBytes } from 'node:crypto'
import { noCredits } from '../../../cloudfunctions/people/records'
import type { ImportSource } from '../../../typings/income'
import type { Duty, Role } from '../../../typings/people'
import type { TestWorld } from '../world'
import { fundId, fundRecord } from './scene'

export const author = 'oDistrictAuthor'
export const approver = 'oDistrictApprover'
export const staff = 'oCommunityStaff'
export const resident = 'oSomebody'
export const poolId = 'fund_500110001'
export const otherFundId = 'fund_500110001004'
export const key = () => randomBytes(16).toString('hex')

function person(openid: string, name: string, role: Role, territoryCode: string) {
  const duties: Duty[] = [{ role, territoryCode, territoryName: '' }]
  const messageCredits = noCredits
  return { _id: openid, name, territoryCode: null, duties, messageCredits, grantKeys: [], grantCount: 0 }
}

/** Two funds, the pool of their street, a fund of another district, and those who keep the books. */
export async function setIncomeScene(world: TestWorld): Promise<void> {
  const nowMs = world.cloud.clock.nowMs()
  await world.load(
    'funds',
    fundRecord(nowMs),
    fundRecord(nowMs, {
      ...{ _id: otherFundId, territoryCode: '500110001004', name: '文龙社区治理专项基金', communityName: '文龙社区' },
    }),
    fundRecord(nowMs, {
      ...{
        _id: poolId,
        territoryCode: '500110001',
        name: '古南街道社区共济池',
        communityName: '古南街道',
        campaign: null,
      },
    }),
    fundRecord(nowMs, { _id: 'fund_500111001001', districtCode: '500111', territoryCode: '500111001001' }),
  )
  await world.load(
    'people',
    person(author, '郑文清', 'districtStaff', '500110'),
    person(approver, '罗敏', 'districtStaff', '500110'),
    person('oElsewhere', '孙立', 'districtStaff', '500111'),
    person(staff, '何雪梅', 'communityStaff', fundId.slice('fund_'.length)),
  )
}

/** Uploads a file as the phone does, and previews it. */
export async function preview(
  world: TestWorld,
  text: string | Uint8Array,
  source: ImportSource = 'tencentGongyi',
  importKey = key(),
) {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  const fileId = await world.cloud.storage.upload(`imports/${key()}.csv`, bytes, author)
  return world.call(author, 'funds.previewImport', { importKey, source, fileId, fileName: '明细.csv' })
}

export const header = '订单号,捐赠时间,项目名称,捐赠人,捐赠金额(元),手续费(元),定向用途,留言'
