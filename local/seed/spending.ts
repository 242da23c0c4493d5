import { nextBatch } from '../../cloudfunctions/funds/ledger/batch'
import { fen } from '../../cloudfunctions/funds/ledger/fen'
import type { Span } from '../../cloudfunctions/funds/ledger/model'
import { unspentOf } from '../../cloudfunctions/funds/ledger/pools'
import { nameKey, type SeatRecord } from '../../cloudfunctions/funds/policy/roster'
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
import { dayMs, hourMs } from '../../cloudfunctions/shared/time/spans'
import type { Role } from '../../typings/people'
import type { Vote } from '../../typings/spending'
import type { Field } from '../../typings/terms'
import { castOpenid, homeCommunityCode } from './cast'
import { hexOf } from './random'
import { type Ask, asks } from './spending-asks'

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
  desk.add({ ...asks.rails, daysAgo: 3 }, (each) => desk.halfVoted(each))
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
    return this.#post(
      pay(before, district, { ...payment, voucherFileIds: [] }, this.#seats, this.#at(request, daysLater)),
    )
  }

  settled(request: SpendingRecord, daysLater: number, actualFen: number): SpendingRecord {
    const paid = this.paid(request, daysLater, request.amountFen)
    const note = '四处扶手都装好了，老人说夜里起身踏实多了。'
    const settlement = { actualFen: fen(actualFen), note, voucherFileIds: [] }
    return this.#post(settle(paid, author, settlement, this.#seats, this.#at(request, daysLater + 6)))
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
      ...{
        beneficiary: asked.beneficiary,
        beneficiaryKey: nameKey(asked.beneficiary.name),
        payeeName: asked.payeeName,
        quoteFileIds: [],
        photos: [],
        rules,
        settleReminders: 0,
        tellDonorsAtMs: null,
      },
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
