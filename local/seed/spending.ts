import { nextBatch } from '../../cloudfunctions/funds/ledger/batch'
import { fen } from '../../cloudfunctions/funds/ledger/fen'
import type { Span } from '../../cloudfunctions/funds/ledger/model'
import { unspentOf } from '../../cloudfunctions/funds/ledger/pools'
import type { SeatRecord } from '../../cloudfunctions/funds/policy/roster'
import { strictest } from '../../cloudfunctions/funds/policy/rules'
import type {
  ChainRecord,
  CheckpointRecord,
  EntryRecord,
  FundRecord,
  GiftRecord,
} from '../../cloudfunctions/funds/records'
import { conclude } from '../../cloudfunctions/funds/spending/consents'
import { commit, type MoneyStep, pay, settle } from '../../cloudfunctions/funds/spending/money'
import type {
  ConsentRecord,
  PolicyRecord,
  RosterRecord,
  SpendingRecord,
} from '../../cloudfunctions/funds/spending/records'
import {
  type Actor,
  castVote,
  closeVote,
  minute,
  openNext,
  sign,
  stepsAhead,
  tidy,
  withdraw,
  withEvent,
} from '../../cloudfunctions/funds/spending/steps'
import type { Field } from '../../typings/needs'
import type { Role } from '../../typings/people'
import type { Beneficiary, Vote } from '../../typings/spending'
import { castOpenid, homeCommunityCode } from './cast'
import { hexOf } from './random'
import { hardwareShop } from './rosters'

const dayMs = 86_400_000
const hourMs = 3_600_000

export interface SeededSpending {
  requests: SpendingRecord[]
  entries: EntryRecord[]
  chain: ChainRecord[]
  checkpoint: CheckpointRecord
}

interface Stage {
  fund: FundRecord
  checkpoint: CheckpointRecord
  chain: readonly ChainRecord[]
  gifts: readonly GiftRecord[]
  roster: RosterRecord
  policies: readonly PolicyRecord[]
  nowMs: number
}

/** The home fund's requests, one in each state, brought there by the product's own steps on the fund's own books. */
export function makeSpending(stage: Stage): SeededSpending {
  const desk = new Desk(stage)
  desk.add({ ...asks.handrails, daysAgo: 40 }, (each) => desk.settled(each, 3, 460_00))
  desk.add({ ...asks.quilts, daysAgo: 21 }, (each) => desk.paid(each, 4, 640_00))
  desk.add({ ...asks.lamps, daysAgo: 9 }, (each) => desk.committed(each, 3))
  desk.add({ ...asks.slope, daysAgo: 6 }, (each) => desk.ofStaff(each, 1))
  desk.add({ ...asks.tutoring, daysAgo: 3 }, (each) => desk.halfVoted(each))
  desk.add({ ...asks.rails, daysAgo: 1 }, (each) => desk.halfVoted(each))
  desk.add({ ...asks.stove, daysAgo: 2 }, (each) => desk.ofStaff(each, 0, ['colleague']))
  desk.add({ ...asks.meals, daysAgo: 8 }, (each) => desk.ofStreet(each))
  desk.add({ ...asks.lift, daysAgo: 12 }, (each) => desk.ofDistrict(each))
  desk.add({ ...asks.club, daysAgo: 14 }, (each) => desk.withoutQuorum(each))
  desk.add({ ...asks.shed, daysAgo: 16 }, (each) => desk.approvedWithoutMoney(each))
  desk.add({ ...asks.party, daysAgo: 25 }, (each) => desk.refused(each))
  desk.add({ ...asks.paint, daysAgo: 30 }, (each) => desk.withdrawn(each))
  desk.add({ ...asks.walk, daysAgo: 1 }, (each) => desk.consulting(each))
  desk.add({ ...asks.books, daysAgo: 33 }, (each) => desk.consentRefused(each))
  return desk.result()
}

interface Ask {
  key: string
  title: string
  field: Field
  reason: string
  item: readonly [name: string, quantity: number, unitFen: number]
  beneficiary: Beneficiary
  payeeName: string
  daysAgo: number
}

function ask(
  key: string,
  title: string,
  field: Field,
  item: Ask['item'],
  beneficiary: Beneficiary,
  payeeName: string,
  reason: string,
): Omit<Ask, 'daysAgo'> {
  return { key, title, field, item, beneficiary, payeeName, reason }
}
const person = (name: string): Beneficiary => ({ kind: 'person', name, count: 1 })
const group = (name: string, count: number): Beneficiary => ({ kind: 'group', name, count })

const asks = {
  handrails: ask(
    'handrails',
    '为徐婆婆家装卫生间扶手',
    'elderCare',
    ['不锈钢扶手', 4, 12_000],
    person('徐素珍'),
    '惠民建材',
    '独居，上月在卫生间摔过一次，社工上门评估建议加装。',
  ),
  quilts: ask(
    'quilts',
    '给 8 户困难家庭添冬被',
    'socialAssistance',
    ['三斤棉被', 8, 8_000],
    group('低保和临时困难家庭', 8),
    '綦江棉絮店',
    '入冬前走访名单核实，8 户缺少过冬被褥。',
  ),
  lamps: ask(
    'lamps',
    '老楼道换 12 盏应急灯',
    'communitySafety',
    ['应急灯', 12, 4_500],
    group('3 栋到 5 栋居民', 96),
    hardwareShop,
    '三栋老楼停电后楼道全黑，老人夜里不敢下楼。',
  ),
  slope: ask(
    'slope',
    '为蒋师傅家门口铺坡道',
    'socialAssistance',
    ['水泥坡道', 1, 88_000],
    person('蒋德明'),
    '古南修缮队',
    '肢体残疾，轮椅进不了家门，已征得邻居同意。',
  ),
  tutoring: ask(
    'tutoring',
    '寒假四点半课堂的老师和文具',
    'childCare',
    ['课时补助', 20, 12_000],
    group('社区小学生', 26),
    '启明教育服务站',
    '26 个孩子报名，父母都在外务工，放假没人照看。',
  ),
  rails: ask(
    'rails',
    '给 3 栋老楼加装楼道扶手',
    'elderCare',
    ['楼道扶手', 12, 18_000],
    group('3 栋的老人', 38),
    hardwareShop,
    '三栋老楼没有电梯也没有扶手，38 位老人上下楼不稳。',
  ),
  stove: ask(
    'stove',
    '给周奶奶家换安全灶具',
    'elderCare',
    ['带熄火保护灶具', 1, 69_800],
    person('周桂芬'),
    hardwareShop,
    '旧灶具漏气，社工上门两次都闻到味道，老人记性不好。',
  ),
  meals: ask(
    'meals',
    '助餐点添一台保温送餐车',
    'elderCare',
    ['电动保温车', 1, 620_000],
    group('高龄老人', 42),
    '渝南车行',
    '42 位老人的午饭靠手提送，冬天送到已经凉了。',
  ),
  lift: ask(
    'lift',
    '社区日间照料室的护理床',
    'elderCare',
    ['护理床', 3, 290_000],
    group('失能老人', 9),
    '康达医疗器械',
    '日间照料室只有折叠椅，失能老人没法平躺休息。',
  ),
  club: ask(
    'club',
    '新居民融入活动全年场地',
    'socialAffairs',
    ['活动场次', 12, 20_000],
    group('新居民家庭', 60),
    '古南文化站',
    '外来务工家庭多，邻里不熟，想每月办一次。',
  ),
  shed: ask(
    'shed',
    '修建遮雨的健身休息棚',
    'socialAffairs',
    ['钢结构雨棚', 1, 3_600_000],
    group('全体居民', 900),
    '古南修缮队',
    '小广场没有遮雨的地方，老人反映了多次。',
  ),
  party: ask(
    'party',
    '重阳节慰问演出的音响',
    'elderCare',
    ['音响租赁', 1, 60_000],
    group('社区老人', 120),
    '欢乐演艺',
    '想让老人们热闹一下，请一支演出队来表演。',
  ),
  paint: ask(
    'paint',
    '粉刷邻里调解室墙面',
    'communitySafety',
    ['墙面粉刷', 1, 50_000],
    group('来调解的居民', 80),
    '古南修缮队',
    '调解室墙面发霉，来的居民意见大。',
  ),
  walk: ask(
    'walk',
    '为视障老人配听书机',
    'elderCare',
    ['听书机', 3, 30_000],
    group('视障老人', 3),
    '助残用品店',
    '三位视障老人整天在家，想用孩子们那笔还没用的善款。',
  ),
  books: ask(
    'books',
    '给老人活动室添阅读灯',
    'elderCare',
    ['阅读灯', 10, 6_000],
    group('活动室老人', 40),
    hardwareShop,
    '活动室光线暗，老人看报吃力。',
  ),
} as const

const author: Actor = { openid: castOpenid('worker'), name: '张晓敏', roles: ['socialWorker'] }
const cast = (key: string, name: string, role: Role): Actor => ({ openid: castOpenid(key), name, roles: [role] })
const colleague = cast('colleague', '李成华', 'socialWorker')
const staff = cast('staff', '何雪梅', 'communityStaff')
const street = cast('street', '林志华', 'streetStaff')
const district = cast('district', '郑文清', 'districtStaff')
const supervisor = cast('fundSupervisor', '曾明', 'fundSupervisor')

/** Requests on one fund, each brought to its state; money moves are posted in the order in which they are made. */
class Desk {
  readonly #requests: SpendingRecord[] = []
  readonly #entries: EntryRecord[] = []
  readonly #chain: ChainRecord[] = []
  #checkpoint: CheckpointRecord
  readonly #seats: readonly SeatRecord[]

  constructor(private readonly stage: Stage) {
    this.#checkpoint = stage.checkpoint
    this.#seats = stage.roster.seats
  }

  add(asked: Ask, bring: (request: SpendingRecord) => SpendingRecord): void {
    this.#requests.push(bring(this.#submitted(asked)))
  }

  result(): SeededSpending {
    return { requests: this.#requests, entries: this.#entries, chain: this.#chain, checkpoint: this.#checkpoint }
  }

  /** Signed by some of worker and staff; both when nobody is named. */
  ofStaff(request: SpendingRecord, hoursLater: number, who: readonly string[] = []): SpendingRecord {
    const signers = [colleague, staff].filter(({ openid }) => who.some((key) => castOpenid(key) === openid))
    return signers.reduce((each, signer) => this.#signed(each, signer, hoursLater), this.#open(request))
  }

  committed(request: SpendingRecord, daysLater: number): SpendingRecord {
    return this.#post(commit(this.#approved(request), this.#checkpoint, this.#at(request, daysLater)))
  }

  paid(request: SpendingRecord, daysLater: number, amountFen: number): SpendingRecord {
    const payment = { paymentKey: hexOf(`pay:${request._id}`), amountFen: fen(amountFen), note: '已转账' }
    const before = this.committed(request, daysLater - 1)
    return this.#post(pay(before, district, { ...payment, voucherFileIds: [] }, this.#at(request, daysLater)))
  }

  settled(request: SpendingRecord, daysLater: number, actualFen: number): SpendingRecord {
    const paid = this.paid(request, daysLater, request.amountFen)
    const note = '四处扶手都装好了，老人说夜里起身踏实多了。'
    const settlement = { actualFen: fen(actualFen), note, voucherFileIds: [] }
    return this.#post(settle(paid, author, settlement, this.#at(request, daysLater + 6)))
  }

  halfVoted(request: SpendingRecord): SpendingRecord {
    return this.#votes(this.#inVote(request), [[2, 'yes', '孩子安全要紧，同意。']])
  }

  ofStreet(request: SpendingRecord): SpendingRecord {
    return this.#votedThrough(this.#inVote(request))
  }

  ofDistrict(request: SpendingRecord): SpendingRecord {
    return this.#signed(this.ofStreet(request), street, 90)
  }

  withoutQuorum(request: SpendingRecord): SpendingRecord {
    const open = this.#votes(this.#inVote(request), [[3, 'yes', '']])
    return closeVote(open, this.#seats, this.#at(request, request.rules.voteDays + 2))
  }

  approvedWithoutMoney(request: SpendingRecord): SpendingRecord {
    return this.#signed(this.#signed(this.ofStreet(request), street, 100), district, 130)
  }

  refused(request: SpendingRecord): SpendingRecord {
    const opinion = '演出不属于急难愁盼，建议走社区文化活动经费。'
    return sign(this.#open(request), staff, { agreed: false, opinion }, this.#seats, this.#at(request, 1))
  }

  withdrawn(request: SpendingRecord): SpendingRecord {
    return withdraw(this.#open(request), author.openid, '街道已安排统一粉刷。', this.#at(request, 2))
  }

  consulting(request: SpendingRecord): SpendingRecord {
    return this.#asking(request, this.#donors('childCare'))
  }

  consentRefused(request: SpendingRecord): SpendingRecord {
    const donors = this.#donors('childCare').slice(0, 4)
    const asking = this.#asking(request, donors)
    const answered = donors.map((each) => ({ ...each, answer: 'refused' as const, answeredAtMs: this.#at(request, 2) }))
    const change = asking.change && { ...asking.change, asked: answered }
    const poor = { ...this.#checkpoint, pools: [] }
    return conclude({ ...asking, change }, poor, this.#seats, this.#at(request, 2))
  }

  #submitted(asked: Ask): SpendingRecord {
    const { fund, policies, nowMs } = this.stage
    const rules = policies.map((each) => each.rules).reduce(strictest)
    const [name, quantity, unitFen] = asked.item
    const amountFen = fen(quantity * unitFen)
    const submittedAtMs = nowMs - asked.daysAgo * dayMs
    const blank: SpendingRecord = {
      ...{ _id: `spend_${hexOf(`spend:${asked.key}`)}`, inputDigest: hexOf(`${asked.key}:input`).repeat(2) },
      ...{ fundId: fund._id, fundName: fund.name, communityName: fund.communityName },
      ...{
        territoryCode: homeCommunityCode,
        streetCode: homeCommunityCode.slice(0, 9),
        districtCode: fund.districtCode,
      },
      ...{ authorOpenid: author.openid, authorName: author.name, source: { kind: 'byHand' } },
      ...{ title: asked.title, field: asked.field, reason: asked.reason, amountFen },
      items: [{ name, quantity, unitFen: fen(unitFen) }],
      ...{ beneficiary: asked.beneficiary, payeeName: asked.payeeName, quoteFileIds: [], rules },
      ...{ policyIds: policies.map(({ _id }) => _id), steps: stepsAhead(rules, amountFen), change: null },
      ...{ status: 'reviewing', commitment: null, payments: [], settlement: null, events: [] },
      ...{ open: true, waitsFor: [], dueAtMs: null, submittedAtMs, titleSalt: hexOf(`${asked.key}:salt`), version: 1 },
      ...{ outbox: [], outboxDueAtMs: null, outboxVersion: 0 },
    }
    return withEvent(blank, 'submitted', submittedAtMs, author.name, null)
  }

  #open(request: SpendingRecord): SpendingRecord {
    return openNext(request, this.#seats, request.submittedAtMs)
  }

  #signed(request: SpendingRecord, who: Actor, hoursLater: number): SpendingRecord {
    const answer = { agreed: true, opinion: '情况属实，材料齐全，同意。' }
    return sign(request, who, answer, this.#seats, request.submittedAtMs + hoursLater * hourMs)
  }

  #inVote(request: SpendingRecord): SpendingRecord {
    return this.#signed(this.#signed(this.#open(request), colleague, 5), staff, 20)
  }

  #votedThrough(open: SpendingRecord): SpendingRecord {
    const opinion = '程序合规，报价有两家，无异议。'
    const minuted = minute(open, supervisor, opinion, this.#seats, open.submittedAtMs + 2 * dayMs)
    return this.#votes(minuted, [
      [0, 'yes', ''],
      [2, 'yes', '老人确实需要。'],
      [3, 'yes', ''],
    ])
  }

  #approved(request: SpendingRecord): SpendingRecord {
    const open = this.#inVote(request)
    return open.status === 'approved' ? open : this.#votedThrough(open)
  }

  #votes(request: SpendingRecord, ballots: readonly (readonly [seat: number, vote: Vote, opinion: string])[]) {
    return ballots.reduce((each, [index, vote, opinion]) => {
      const seat = this.#seats[index]
      if (!seat) throw new Error(`there is no seat ${index}`)
      return castVote(each, seat, { vote, opinion }, this.#seats, request.submittedAtMs + 2 * dayMs + index * hourMs)
    }, request)
  }

  #asking(request: SpendingRecord, asked: ConsentRecord[]): SpendingRecord {
    const deadlineMs = request.submittedAtMs + request.rules.consentDays * dayMs
    const note = `征求 ${asked.length} 位捐赠人`
    const consulting: SpendingRecord = {
      ...request,
      ...{ status: 'consulting', change: { from: 'childCare', asked, deadlineMs } },
    }
    return tidy(withEvent(consulting, 'donorsAsked', request.submittedAtMs, null, note))
  }

  /** The donors of the oldest unspent gifts of an earmark. */
  #donors(earmark: Field): ConsentRecord[] {
    const lots = new Map<string, readonly Span[]>(
      this.stage.chain.flatMap(({ links }) => links.map(({ entryId, spans }) => [entryId, spans] as const)),
    )
    const donors = new Map<string, ConsentRecord>()
    for (const gift of this.stage.gifts.filter((each) => each.earmark === earmark)) {
      const spans = (lots.get(gift.entryId ?? '') ?? []).flatMap((lot) => unspentOf(this.#checkpoint.pools, lot))
      const known = donors.get(gift.donorOpenid)
      if (spans.length === 0) continue
      donors.set(gift.donorOpenid, {
        ...{ openid: gift.donorOpenid, answer: null, answeredAtMs: null },
        giftIds: [...(known?.giftIds ?? []), gift._id],
        spans: [...(known?.spans ?? []), ...spans],
      })
    }
    return [...donors.values()]
  }

  #at(request: SpendingRecord, daysLater: number): number {
    return request.submittedAtMs + daysLater * dayMs
  }

  #post({ request, entries }: MoneyStep): SpendingRecord {
    if (entries.length === 0) throw new Error(`${request.title} moved no money`)
    const folded = entries.map((entry) => ({ ...entry, foldedIn: this.#checkpoint.batch + 1 }))
    const next = nextBatch(this.#checkpoint, folded, folded.at(-1)?.atMs ?? 0)
    this.#entries.push(...folded)
    this.#chain.push(next.chain)
    this.#checkpoint = { ...next.checkpoint, unmarked: [] }
    return request
  }
}
