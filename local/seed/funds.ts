import { fen } from '../../cloudfunctions/funds/ledger/fen'
import { type History, type PastEvent, writeHistory } from '../../cloudfunctions/funds/ledger/history'
import { certificateNumberOf, giftTitle } from '../../cloudfunctions/funds/ledger/titles'
import {
  type ChainRecord,
  type CheckpointRecord,
  type EntryRecord,
  type FundRecord,
  fundIdOf,
  type GiftRecord,
} from '../../cloudfunctions/funds/records'
import type { TerritoryRecord } from '../../cloudfunctions/shared/territory/records'
import { shanghaiDayStartMs } from '../../cloudfunctions/shared/time/shanghai'
import { dayMs } from '../../cloudfunctions/shared/time/spans'
import type { GiftId } from '../../typings/ids'
import type { Field } from '../../typings/terms'
import { castOpenid, homeCommunityCode } from './cast'
import { courtesyName } from './names'
import { Chance, hexOf, openidOf } from './random'
import { fieldWeights } from './workers'

const federation = '綦江区慈善会'

/** The seven pilots of the standing case: a seed grant of 10,000 yuan each. */
const pilotCount = 7
const seedGrantFen = fen(1_000_000)

export interface SeededFunds {
  funds: FundRecord[]
  entries: EntryRecord[]
  chain: ChainRecord[]
  checkpoints: CheckpointRecord[]
  gifts: GiftRecord[]
}

const purchases: readonly (readonly [Field, string, number])[] = [
  ['elderCare', '为 6 位独居老人家中安装卫生间扶手', 96_000],
  ['elderCare', '给 18 位高龄老人送重阳节热餐', 54_000],
  ['elderCare', '社区助餐点添置保温餐箱 2 只', 38_600],
  ['childCare', '暑期四点半课堂的绘本和文具', 42_800],
  ['childCare', '为 5 名留守儿童购买冬衣', 75_000],
  ['childCare', '请心理老师为孩子开 4 次小组课', 80_000],
  ['socialAssistance', '突发困难家庭的应急生活物资', 60_000],
  ['socialAssistance', '为残疾居民家门口铺设坡道', 118_000],
  ['socialAffairs', '新居民融入活动的场地和茶水', 26_500],
  ['communitySafety', '楼道应急灯 12 盏', 43_200],
  ['communitySafety', '邻里调解室桌椅一套', 68_000],
]

/** Each urban community's fund with eleven months of gifts and what they bought, booked by the product's own rules. */
export function makeFunds(places: readonly TerritoryRecord[], seed: number, nowMs: number): SeededFunds {
  const seeded: SeededFunds = { funds: [], entries: [], chain: [], checkpoints: [], gifts: [] }
  const homes = places.filter((place) => place.fundId !== null)
  homes.forEach((place, index) => {
    const chance = new Chance(seed, `fund:${place._id}`)
    const fund = makeFund(place, nowMs)
    const gifts = withHeldNames(withNeighbour(makeGifts(fund, chance, seed, nowMs), fund), fund)
    const events: PastEvent[] = gifts.map((gift) => ({
      kind: 'gift',
      giftId: gift._id,
      amountFen: gift.amountFen,
      atMs: gift.paidAtMs ?? gift.createdAtMs,
      earmark: gift.earmark,
      donorName: gift.donorName,
    }))
    if (index < pilotCount) events.push(seedGrant(fund, nowMs))
    events.push(...makePayments(fund, events, chance, nowMs))
    const history = hidden(writeHistory(fund._id, events, saltsOf(fund._id, seed)), gifts)
    const entryOf = new Map(history.entries.map((entry) => [entry.cause, entry]))
    seeded.funds.push(fund)
    seeded.entries.push(...history.entries)
    seeded.chain.push(...history.chain)
    seeded.checkpoints.push(history.checkpoint)
    seeded.gifts.push(...gifts.map((gift) => ({ ...gift, entryId: entryOf.get(gift._id)?._id ?? null })))
  })
  return seeded
}

function makeFund(place: TerritoryRecord, nowMs: number): FundRecord {
  return {
    _id: fundIdOf(place._id),
    districtCode: place.districtCode,
    territoryCode: place._id,
    name: `${place.name}治理专项基金`,
    communityName: place.name,
    streetName: place.streetName,
    purpose: `用在${place.name}居民最急的小事上：照看独居老人、帮扶困难家庭、陪伴孩子、修补楼道。`,
    bannedUses: ['社区工作人员的工资和补贴', '办公楼装修和购车', '宴请和纪念品', '与捐赠意愿不符的事'],
    refundRule: '付款后 24 小时内且善款尚未使用，可申请退款，钱回到微信；已经用出的善款不能退款。',
    organisation: federation,
    campaign: {
      filingNumber: `5150011${place._id.slice(6)}A26001`,
      organisation: federation,
      opensAtMs: nowMs - 320 * dayMs,
      closesAtMs: nowMs + 410 * dayMs,
    },
    codeFileId: null,
  }
}

function seedGrant(fund: FundRecord, nowMs: number): PastEvent {
  return {
    kind: 'seedGrant',
    cause: `seedgrant:2026:${fund._id}`,
    title: '区民政局试点启动资金',
    amountFen: seedGrantFen,
    atMs: nowMs - 318 * dayMs,
  }
}

function makeGifts(fund: FundRecord, chance: Chance, seed: number, nowMs: number): GiftRecord[] {
  const count = chance.whole(38, 140)
  return Array.from({ length: count }, (_, index) => {
    const label = `gift:${seed}:${fund._id}:${index}`
    const giftId: GiftId = `gift_${hexOf(label)}`
    // Nothing of the day itself: WeChat's bill of it would lack what was never paid there.
    const createdAtMs = lastEveningMs(nowMs) - Math.floor(chance.next() ** 1.4 * 300 * dayMs)
    const paidAtMs = createdAtMs + chance.whole(6, 40) * 1000
    const anonymous = chance.next() < 0.35
    return {
      _id: giftId,
      donorOpenid: openidOf(`donor:${seed}:${chance.whole(0, 1499)}`),
      fundId: fund._id,
      fundName: fund.name,
      communityName: fund.communityName,
      organisation: fund.organisation,
      amountFen: fen(
        chance.weighted([
          [1000, 14],
          [2000, 20],
          [5000, 24],
          [10_000, 22],
          [20_000, 11],
          [50_000, 5],
          [100_000, 3],
          [500_000, 1],
        ]),
      ),
      earmark: chance.next() < 0.3 ? chance.weighted(fieldWeights) : null,
      donorName: anonymous ? null : courtesyName(chance),
      message: chance.next() < 0.12 ? chance.pick(['愿老人都有人陪', '一点心意', '社区越来越好', '孩子们加油']) : '',
      textVerdict: 'pass',
      inputDigest: hexOf(`${label}:input`).repeat(2),
      titleSalt: hexOf(`${label}:salt`),
      status: 'paid',
      orderOpen: false,
      createdAtMs,
      paidAtMs,
      transactionId: `42000${BigInt(`0x${hexOf(`${label}:transaction`)}`)
        .toString()
        .slice(0, 23)}`,
      certificateNumber: certificateNumberOf(giftId, paidAtMs),
      entryId: null,
      disputedAmountFen: null,
      outbox: [],
      outboxDueAtMs: null,
      outboxVersion: 0,
    }
  })
}

/** The newest gift for the children of the stage's fund is 刘伟's: he can be asked to let it be used for something else. */
function withNeighbour(gifts: GiftRecord[], fund: FundRecord): GiftRecord[] {
  if (fund.territoryCode !== homeCommunityCode) return gifts
  const forChildren = gifts.filter(({ earmark }) => earmark === 'childCare')
  const newest = forChildren.reduce<GiftRecord | null>(
    (last, each) => (last && last.createdAtMs > each.createdAtMs ? last : each),
    null,
  )
  return gifts.map((each) => (each === newest ? { ...each, donorOpenid: castOpenid('neighbour') } : each))
}

/** What two givers called themselves, of which content security was not sure: one in good faith, one not. */
const heldNames = ['反家暴志愿队', '赌博包赢老王']

/** Of the stage's fund the newest two gifts with a name wait for a person. */
function withHeldNames(gifts: GiftRecord[], fund: FundRecord): GiftRecord[] {
  if (fund.territoryCode !== homeCommunityCode) return gifts
  const named = gifts.filter(
    ({ donorName, donorOpenid }) => donorName !== null && donorOpenid !== castOpenid('neighbour'),
  )
  const newest = named.sort((one, other) => other.createdAtMs - one.createdAtMs).slice(0, heldNames.length)
  return gifts.map((gift) => {
    const donorName = heldNames[newest.indexOf(gift)]
    return donorName === undefined ? gift : { ...gift, donorName, textVerdict: 'review' }
  })
}

/** The book shows a held gift without its name; the gift keeps the salt with which somebody can put it there. */
function hidden(history: History, gifts: GiftRecord[]): History {
  const held = new Map<string, GiftRecord>(
    gifts.filter(({ textVerdict }) => textVerdict === 'review').map((gift) => [gift._id, gift]),
  )
  const entries = history.entries.map((entry) => {
    const gift = held.get(entry.cause)
    if (!gift || entry.titleSalt === null) return entry
    gift.titleSalt = entry.titleSalt
    return { ...entry, title: giftTitle(null), titleSalt: null }
  })
  return { ...history, entries }
}

function lastEveningMs(nowMs: number): number {
  return shanghaiDayStartMs(nowMs) - 2 * 3_600_000
}

/** Payments for what the community needed, each only when the general pool surely holds its price by then. */
function makePayments(fund: FundRecord, incoming: readonly PastEvent[], chance: Chance, nowMs: number): PastEvent[] {
  const wanted = chance.some(purchases, chance.whole(2, 5)).sort((a, b) => a[2] - b[2])
  const payments: PastEvent[] = []
  let spentFen = 0
  wanted.forEach(([field, title, amountFen], index) => {
    const atMs = nowMs - (wanted.length - index) * chance.whole(6, 16) * dayMs
    const generalFen = incoming
      .filter(
        (event) =>
          event.atMs < atMs && (event.kind === 'seedGrant' || (event.kind === 'gift' && event.earmark === null)),
      )
      .reduce((sum, event) => sum + event.amountFen, 0)
    if (spentFen + amountFen > generalFen * 0.8) return
    spentFen += amountFen
    payments.push({
      kind: 'payment',
      cause: `past:${fund._id}:${index}`,
      title,
      earmark: field,
      amountFen: fen(amountFen),
      atMs,
    })
  })
  return payments
}

function saltsOf(label: string, seed: number): () => string {
  let count = 0
  return () => hexOf(`salt:${seed}:${label}:${count++}`)
}
