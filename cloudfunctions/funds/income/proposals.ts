import type { FundId, TerritoryCode } from '../../../typings/ids'
import type { Proposal, ProposalBody } from '../../../typings/income'
import { Failure, require } from '../../shared/errors'
import { yuanText } from '../../shared/money'
import type { World } from '../../shared/ports'
import { postAtOnce } from '../books/post'
import { correctionEntry, entryIdOf, seedGrantEntry } from '../ledger/entries'
import { sumFen } from '../ledger/fen'
import { transferEntries } from '../ledger/income-entries'
import type { EntryRecord, FundRecord } from '../records'
import { readPlaced } from './own-money'
import type { ProposalRecord } from './records'
import { voidReceipt } from './void-receipt'

/** What a proposal says, in words, before anybody decides: checked against the books as they are. */
export async function describe(
  world: World,
  body: ProposalBody,
  districtCode: TerritoryCode,
): Promise<Pick<ProposalRecord, 'title' | 'reason' | 'amountFen' | 'lines'>> {
  switch (body.kind) {
    case 'seedGrants': {
      const funds = await readFunds(
        world,
        body.grants.map(({ fundId }) => fundId),
        districtCode,
      )
      const lines = body.grants.map(({ fundId, amountFen }) => line(nameOf(funds, fundId), fundId, amountFen, '拨入'))
      return { title: body.title, reason: '', amountFen: sumFen(body.grants.map((each) => each.amountFen)), lines }
    }
    case 'transfer': {
      const { fromFundId, toFundId, amountFen, reason } = body
      const funds = await readFunds(world, [fromFundId, toFundId], districtCode)
      requireOneLine(fromFundId, toFundId)
      const [from, to] = [nameOf(funds, fromFundId), nameOf(funds, toFundId)]
      const lines = [line(from, fromFundId, amountFen, '划出'), line(to, toFundId, amountFen, '划入')]
      return { title: `${from}划往${to}`, reason, amountFen, lines }
    }
    case 'correction': {
      const placed = await readPlaced(world.database, body.entryId)
      require(placed, 'NOT_FOUND', 'no such entry')
      const { entry } = placed
      const [fund] = await readFunds(world, [entry.fundId], districtCode)
      requireCorrectable(entry)
      const name = fund?.name ?? ''
      const lines = [line(name, entry.fundId, entry.amountFen, entry.direction === 'in' ? '冲减' : '冲回')]
      return { title: `更正：${entry.title}`, reason: body.reason, amountFen: entry.amountFen, lines }
    }
  }
}

/**
 * Carries an agreed proposal out. Every entry's id comes from the proposal, so that what was cut off in between goes on where
 * it ended and nothing is booked twice.
 */
export async function carryOut(world: World, proposal: ProposalRecord): Promise<void> {
  const { body, titleSalt, _id } = proposal
  const atMs = world.clock.nowMs()
  if (body.kind === 'seedGrants') {
    for (const { fundId, amountFen } of body.grants) {
      const facts = { fundId, atMs, titleSalt, amountFen, title: body.title }
      await world.database.insert('journal', seedGrantEntry({ ...facts, cause: `${_id} ${fundId}` }))
    }
  } else if (body.kind === 'transfer') await carryTransfer(world, proposal, body, atMs)
  else await carryCorrection(world, body, titleSalt, atMs)
}

async function carryTransfer(
  world: World,
  { _id, titleSalt, lines }: ProposalRecord,
  body: Extract<ProposalBody, { kind: 'transfer' }>,
  atMs: number,
): Promise<void> {
  const { fromFundId, toFundId, amountFen, earmark } = body
  const [from, to] = lines
  const sentId = entryIdOf('transfer', `${_id} out`)
  await postAtOnce(world, fromFundId, async (transaction, books) => {
    if (await transaction.get('journal', sentId)) return { entries: [], result: null }
    const { out, arrivals } = transferEntries(books, {
      ...{ atMs, titleSalt, cause: _id, amountFen, earmark },
      from: { fundId: fromFundId, name: from?.name ?? '' },
      to: { fundId: toFundId, name: to?.name ?? '' },
    })
    // The other fund's side is new money to it: it waits for that fund's own roll-up.
    for (const entry of arrivals) await transaction.insert('journal', entry)
    return { entries: [out], result: null }
  })
}

async function carryCorrection(
  world: World,
  { entryId, reason }: Extract<ProposalBody, { kind: 'correction' }>,
  titleSalt: string,
  atMs: number,
): Promise<void> {
  const wrong = await world.database.get<EntryRecord>('journal', entryId)
  require(wrong, 'NOT_FOUND', 'no such entry')
  await postAtOnce(world, wrong.fundId, async (transaction, books) => {
    if (await transaction.get('journal', entryIdOf('correction', entryId))) return { entries: [], result: null }
    const placed = await readPlaced(transaction, entryId)
    if (!placed?.link) throw new Failure('BUSY', 'the entry is not folded yet')
    requireCorrectable(placed.entry)
    const entry = correctionEntry(books, placed.entry, placed.link, { atMs, titleSalt, title: `更正：${reason}` })
    await voidReceipt(transaction, entryId)
    return { entries: [entry], result: null }
  })
}

/** A gift is given back to its donor, a transfer sent back, a request settled: those have ways of their own. */
function requireCorrectable({ kind, direction }: EntryRecord): void {
  const possible = ['seedGrant', 'platformGift', 'bankReceipt', 'fee', 'payment', 'inKind', 'inKindUse'].includes(kind)
  require(possible && direction !== 'within', 'NOT_NOW', `a ${kind} is not put right by a correction`)
}

/** Between a fund and a pool above it, in either direction. */
function requireOneLine(fromFundId: FundId, toFundId: FundId): void {
  const above = fromFundId !== toFundId && (fromFundId.startsWith(toFundId) || toFundId.startsWith(fromFundId))
  require(above, 'INVALID_INPUT', 'money is transferred between a fund and a pool above it')
}

async function readFunds(
  world: World,
  ids: readonly FundId[],
  districtCode: TerritoryCode,
): Promise<readonly FundRecord[]> {
  const funds = await world.database.find<FundRecord>('funds', { where: { _id: { $in: ids } }, limit: 100 })
  const all = ids.every((id) => funds.some((fund) => fund._id === id && fund.districtCode === districtCode))
  require(all, 'NOT_FOUND', 'no such fund in this district')
  return funds
}

function nameOf(funds: readonly FundRecord[], fundId: FundId): string {
  return funds.find(({ _id }) => _id === fundId)?.name ?? ''
}

function line(name: string, fundId: FundId, amountFen: Proposal['amountFen'], way: string): Proposal['lines'][number] {
  return { fundId, name, amountFen, words: `${way} ${yuanText(amountFen)} 元` }
}
