import { auditAll } from '../../../cloudfunctions/funds/audit/district'
import { readShown } from '../../../cloudfunctions/funds/books/shown'
import { entryIdOf } from '../../../cloudfunctions/funds/ledger/entries'
import { balanceFen } from '../../../cloudfunctions/funds/ledger/fold'
import {
  type ChainRecord,
  type CheckpointRecord,
  type EntryRecord,
  type GiftRecord,
  orderNumberOf,
} from '../../../cloudfunctions/funds/records'
import type { SpendingRecord } from '../../../cloudfunctions/funds/spending/records'
import type { EntryId, FundId } from '../../../typings/ids'
import type { Wish } from './commands'
import type { Stage } from './stage'

/** What a child could keep beside the books: what each fund holds after each entry, as it is written. */
export class Till {
  readonly #states = new Map<string, { seq: number; heldFen: number }[]>()

  constructor(private readonly stage: Stage) {
    stage.server.onInsert((collection, row) => {
      if (collection === 'journal') this.#add(row as unknown as EntryRecord)
    })
  }

  heldFen(fundId: FundId): number {
    return this.#states.get(fundId)?.at(-1)?.heldFen ?? 0
  }

  /** Whether the fund held this much at some moment since. */
  heldSince(fundId: FundId, seq: number, amountFen: number): boolean {
    const states = this.#states.get(fundId) ?? []
    const before = states.filter((state) => state.seq <= seq).at(-1) ?? { heldFen: 0 }
    return [before, ...states.filter((state) => state.seq > seq)].some(({ heldFen }) => heldFen === amountFen)
  }

  #add({ fundId, postings, _id }: EntryRecord): void {
    const own = [`fund:${fundId}:available`, `fund:${fundId}:committed`]
    const change = postings.reduce(
      (sum, { source, destination, amountFen }) =>
        sum + (own.includes(destination) ? amountFen : 0) - (own.includes(source) ? amountFen : 0),
      0,
    )
    const heldFen = this.heldFen(fundId) + change
    if (heldFen < 0) throw new Error(`${_id} takes ${fundId} below nothing`)
    this.#states.set(fundId, [...(this.#states.get(fundId) ?? []), { seq: this.stage.server.seq, heldFen }])
  }
}

/** A donor opens the fund's page at this very moment: what it shows was true at some moment while it was read. */
export async function look(stage: Stage, till: Till, fundId: FundId, faults: string[]): Promise<void> {
  const since = stage.server.seq
  const ended = await stage.run('look', (world) => readShown(world, [fundId], '2026-03'))
  if (ended.how !== 'done') return
  const shown = ended.result.get(fundId)
  if (!shown) return
  if (shown.receivedFen - shown.spentFen !== shown.balanceFen) faults.push('what is shown does not add up')
  if (!till.heldSince(fundId, since, shown.balanceFen)) {
    faults.push(`${fundId} showed ${shown.balanceFen}, which it never held meanwhile`)
  }
}

/** Everything that must hold when all is calm again. */
export function check(stage: Stage, till: Till, fundIds: readonly FundId[], wishes: readonly Wish[]): string[] {
  const journal = stage.server.rows<EntryRecord>('journal')
  const entries = new Map(journal.map((entry) => [entry._id, entry]))
  return [
    ...audited(stage, fundIds, journal),
    ...fundIds.flatMap((fundId) => heldRight(stage, till, fundId)),
    ...giftFaults(stage, entries),
    ...wishes.flatMap((wish) => wishFaults(wish, entries)),
    ...requestFaults(stage, entries),
    ...messageFaults(stage),
  ]
}

function audited(stage: Stage, fundIds: readonly FundId[], journal: readonly EntryRecord[]): string[] {
  const findings = auditAll({
    ...{ fundIds, journal, published: [] },
    checkpoints: stage.server.rows<CheckpointRecord>('fundCheckpoints'),
    chain: stage.server.rows<ChainRecord>('chain'),
    gifts: stage.server.rows<GiftRecord>('gifts'),
    requests: stage.server.rows<SpendingRecord>('spendingRequests'),
  })
  return findings.map(({ where, what }) => `auditor: ${where}: ${what}`)
}

function heldRight(stage: Stage, till: Till, fundId: FundId): string[] {
  const checkpoint = stage.server.rows<CheckpointRecord>('fundCheckpoints').find(({ _id }) => _id === fundId)
  const held = checkpoint ? balanceFen(checkpoint) : 0
  return held === till.heldFen(fundId) ? [] : [`${fundId} has ${held} in its books and ${till.heldFen(fundId)} in fact`]
}

/** WeChat's word is the truth: what was paid is booked once, what was given back has left, everything else is over. */
function giftFaults(stage: Stage, entries: ReadonlyMap<EntryId, EntryRecord>): string[] {
  return stage.server.rows<GiftRecord>('gifts').flatMap((gift) => {
    const order = stage.pay.orders.get(orderNumberOf(gift._id))
    const entry = entries.get(entryIdOf('gift', gift._id))
    const paid = order?.state === 'paid'
    const right = paid && order.paidFen === gift.amountFen
    const back = stage.pay.refundedFen(orderNumberOf(gift._id))
    const faults: string[] = []
    if (right !== (entry !== undefined)) faults.push(`paid ${paid}, in the books ${entry !== undefined}`)
    if (right && back === 0 && gift.status !== 'paid') faults.push(`paid, and it says ${gift.status}`)
    if (right && back > 0 && gift.status !== 'refunded') faults.push(`given back, and it says ${gift.status}`)
    if (paid && !right && gift.status !== 'disputed') faults.push(`paid wrong, and it says ${gift.status}`)
    if (!paid && !['cancelled', 'expired'].includes(gift.status)) faults.push(`not paid, and it says ${gift.status}`)
    if (back > gift.amountFen) faults.push(`${back} were given back of ${gift.amountFen}`)
    if (gift.orderOpen) faults.push('its order is open for ever')
    return faults.map((fault) => `${gift._id}: ${fault}`)
  })
}

function wishFaults({ name, outcome, entryIds }: Wish, entries: ReadonlyMap<EntryId, EntryRecord>): string[] {
  if (outcome === 'open') return [`${name} never got an answer`]
  return entryIds
    .filter((id) => entries.has(id) !== (outcome === 'done'))
    .map((id) => `${name} was ${outcome}, and its entry is ${entries.has(id) ? '' : 'not '}there: ${id}`)
}

/** A request and the books tell the same story. */
function requestFaults(stage: Stage, entries: ReadonlyMap<EntryId, EntryRecord>): string[] {
  return stage.server.rows<SpendingRecord>('spendingRequests').flatMap((request) => {
    const own = [...entries.values()].filter(({ cause }) => cause.split(' ')[0] === request._id)
    const sum = (kind: string) =>
      own.filter((entry) => entry.kind === kind).reduce((total, { amountFen }) => total + amountFen, 0)
    const paid = request.payments.reduce((total, { amountFen }) => total + amountFen, 0)
    const story = [
      sum('commitment') === (request.commitment ? request.amountFen : 0),
      sum('payment') === paid,
      sum('release') === (request.settlement?.releasedFen ?? 0),
      sum('settlement') === (request.settlement?.returnedFen ?? 0),
    ]
    return story.every(Boolean) ? [] : [`${request._id} says something else than the books: ${story.join()}`]
  })
}

/** Each donor whose gift arrived was told so, once. */
function messageFaults(stage: Stage): string[] {
  const inbox = stage.server.rows<{ _id: string; title: string; page: string }>('inbox')
  return stage.server.rows<GiftRecord>('gifts').flatMap((gift) => {
    const told = inbox.filter(({ title, page }) => title === '捐赠已入账' && page.includes(gift._id)).length
    const arrived = gift.status === 'paid' || gift.status === 'refunded'
    return told === Number(arrived) ? [] : [`${gift._id}: told ${told} times, ${gift.status}`]
  })
}
