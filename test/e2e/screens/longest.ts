/** Gives everybody and everything the longest name, words and sums that the product's rules let in. */
import { collections } from '../../../cloudfunctions/shared/collections'
import type { Doc, LocalCloud } from '../../../local/contract'

const person = '阿卜杜热合曼·买买提江·伊卜拉音'
const community = '思吉镇锦福花园农转非安置小区社区'
const company = '重庆市綦江区古南街道某某建筑材料商贸有限责任公司（个人独资）'
const sentence =
  '老人一个人住在六楼没有电梯，上个月在卫生间摔了一跤以后就不敢出门，子女都在外地打工，想请社工定期上门看看。'
const words = (count: number) => sentence.repeat(Math.ceil(count / sentence.length)).slice(0, count)

/** By the name of the field, what it holds at its longest; the procedures' own limits. */
const longest: Readonly<Record<string, string>> = {
  ...{ contactName: person, workerName: person, principalName: person, actorName: person, authorName: person },
  ...{
    byName: person,
    decidedByName: person,
    fromName: person,
    askerName: person,
    onDutyName: person,
    guardianName: person,
  },
  ...{ takenByName: person, settledByName: person, approvedByName: person, recordedByName: person, setByName: person },
  ...{ donorName: company.slice(0, 20), payeeName: company.slice(0, 40) },
  ...{ communityName: community, territoryName: community, placeName: community },
  ...{ fundName: `${community}治理专项基金`, organisation: '重庆市綦江区慈善总会社区基金管理办公室' },
  ...{ streetName: '打通镇社会工作服务站所在街道', servicePointName: `${community}社会工作服务室` },
  ...{ description: words(500), note: words(500), reason: words(200), situation: words(1000), problems: words(1000) },
  ...{ strengths: words(500), summary: words(500), followUp: words(500), measures: words(500), measure: words(100) },
  ...{
    excerpt: words(40),
    opinion: words(200),
    address: words(100),
    body: words(120),
    remark: words(100),
    words: words(120),
  },
  ...{
    explanation: words(300),
    outcome: '',
    comment: words(200),
    triageWhy: words(60),
    purpose: words(120),
    change: words(500),
  },
  ...{
    message: words(50),
    refundRule: words(200),
    fileName: '腾讯公益-十一月上旬-古南街道各社区治理专项基金捐赠明细（含手续费）.csv',
  },
  ...{ valuation: words(40), quality: words(500), text: words(300), situationNote: words(200), safetyPlan: words(500) },
}

/** Sums grow by the same factor, so that the books still balance: a small community's fund of many millions. */
const richer = 371

/** Fields that are words only where their neighbours say so. */
const titleOf: Readonly<Record<string, string>> = {
  spendingRequests: words(30),
  journal: words(30),
  disclosures: `${community}治理专项基金 2026 年公开募捐情况季度公告`,
  alerts: words(24),
  proposals: words(40),
  inbox: words(20),
}
const nameOf: Readonly<Record<string, string>> = {
  people: person,
  workers: person,
  funds: `${community}治理专项基金`,
  rosters: person,
  territories: community,
}

/** Rewrites every document of the cloud; what functions remember from before is forgotten. */
export async function lengthen({ database, functions }: LocalCloud): Promise<void> {
  const all = collections.map(({ name }) => [name, database.find(name, {}, 1_000_000)] as const)
  await database.clear()
  for (const [name, documents] of all) {
    await database.load(
      name,
      documents.map((document) => longer(document, name) as Doc),
    )
  }
  await functions.reload()
}

function longer(value: unknown, collection: string, key = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => longer(each, collection, key))
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, longer(each, collection, name)]))
  }
  if (typeof value === 'number') return key.endsWith('Fen') ? value * richer : value
  if (typeof value !== 'string' || value === '') return value
  if (key === 'title') return titleOf[collection] ?? value
  if (key === 'name') return nameOf[collection] ?? value
  return longest[key] || value
}
