import type { DisclosureContent } from '../../../typings/disclosure'
import type { FundId, TerritoryCode } from '../../../typings/ids'
import type { World } from '../../shared/ports'
import { readNumbers } from '../books/numbers'
import { contentOf, yearlyContent } from '../disclosure/content'
import type { EntryRecord, FundRecord } from '../records'
import { readGroups } from './groups'
import type { Owed } from './obligations'
import type { DisclosureRecord } from './records'

const mostPayments = 90
const mostCorrections = 90
const mostFunds = 1000

/** Writes the draft of what is owed, from the books as they are now. False when it was there before. */
export async function draft(world: World, owed: Owed): Promise<boolean> {
  const { disclosureId: _id, territoryCode, fundId, placeName, kind, title, fromMs, toMs, draftAtMs, dueAtMs } = owed
  const content = await readContent(world, { territoryCode, fundId, fromMs, toMs })
  const record: DisclosureRecord = {
    ...{ _id, districtCode: territoryCode.slice(0, 6), territoryCode, fundId: fundId ?? '', placeName },
    ...{ kind, title, fromMs, toMs, draftAtMs, dueAtMs, status: 'draft', content, remark: '' },
    ...{ approvedByOpenid: null, approvedByName: null, publishedAtMs: null, corrected: [], version: 1 },
  }
  return (await world.database.insert('disclosures', record)) === 'inserted'
}

/** What the books say of a time: of one fund five reads, of a whole district two for each of its funds. */
export async function readContent(
  world: World,
  about: { territoryCode: TerritoryCode; fundId: FundId | null; fromMs: number; toMs: number },
): Promise<DisclosureContent> {
  const { fundId, fromMs, toMs } = about
  const within = { atMs: { $gte: fromMs, $lt: toMs } }
  if (fundId === null) return readYear(world, about.territoryCode.slice(0, 6), fromMs, toMs)
  const list = (kind: string, limit: number) =>
    world.database.find<EntryRecord>('journal', {
      where: { fundId, kind, ...within },
      orderBy: [['atMs', 'desc']],
      limit,
      fields: ['fundId', 'title', 'earmark', 'amountFen', 'atMs', 'foldedIn'],
    })
  const [before, during, payments, corrections] = await Promise.all([
    readGroups(world, fundId, { atMs: { $lt: fromMs } }),
    readGroups(world, fundId, within),
    list('payment', mostPayments),
    list('correction', mostCorrections),
  ])
  const numbers = await readNumbers(world, payments)
  return contentOf({
    ...{ before, within: during },
    payments: payments.map(({ _id, atMs, title, earmark: field, amountFen }) => {
      return { atMs, title, field, amountFen, number: numbers.get(_id) ?? null }
    }),
    corrections: corrections.map(({ atMs, title, amountFen }) => ({ atMs, title, amountFen })),
  })
}

async function readYear(
  world: World,
  districtCode: TerritoryCode,
  fromMs: number,
  toMs: number,
): Promise<DisclosureContent> {
  const funds = await world.database.find<FundRecord>('funds', {
    where: { districtCode },
    orderBy: [['_id', 'asc']],
    limit: mostFunds,
    fields: ['communityName'],
  })
  const books = []
  for (const { _id: fundId, communityName: name } of funds) {
    const [before, within] = await Promise.all([
      readGroups(world, fundId, { atMs: { $lt: fromMs } }),
      readGroups(world, fundId, { atMs: { $gte: fromMs, $lt: toMs } }),
    ])
    books.push({ name, before, within })
  }
  return yearlyContent(books, [])
}
