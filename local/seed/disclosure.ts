import { obligationsOf, type Subject } from '../../cloudfunctions/funds/disclosure/calendar'
import { contentOf, type Group } from '../../cloudfunctions/funds/disclosure/content'
import { districtDigest, firstDistrictDigest } from '../../cloudfunctions/funds/disclosure/district-digest'
import { genesisDigest } from '../../cloudfunctions/funds/ledger/chain'
import type { Link } from '../../cloudfunctions/funds/ledger/model'
import { overlap } from '../../cloudfunctions/funds/ledger/pools'
import {
  type DigestRecord,
  type DisclosureRecord,
  digestIdOf,
  disclosureIdOf,
  type ThanksRecord,
  thanksIdOf,
} from '../../cloudfunctions/funds/proof/records'
import type { ChainRecord, EntryRecord, FundRecord, GiftRecord } from '../../cloudfunctions/funds/records'
import { shanghaiDay, shanghaiDayStartMs } from '../../cloudfunctions/shared/time/shanghai'
import { dayMs, minuteMs } from '../../cloudfunctions/shared/time/spans'
import { castOpenid, homeCommunityCode } from './cast'
import { hexOf } from './random'

const daysPublished = 30

interface Books {
  funds: readonly FundRecord[]
  journal: readonly EntryRecord[]
  chain: readonly ChainRecord[]
  nowMs: number
}

/** What was published of the books so far: a digest each day, what the campaigns owed, and thanks for what was bought. */
export function makeDisclosure(books: Books) {
  const { nowMs } = books
  const entries = new Map<string, EntryRecord>(books.journal.map((entry) => [entry._id, entry]))
  const linksOf = new Map(books.funds.map((fund) => [fund._id, linksOfFund(books.chain, fund._id)]))
  return {
    digests: makeDigests(books, linksOf, entries),
    disclosures: books.funds.flatMap((fund) =>
      makeDisclosures(fund, books.journal, linksOf.get(fund._id) ?? [], nowMs),
    ),
    thanks: makeThanks(books.journal, nowMs),
  }
}

/** Three of the gifts that paid for something in the stage's community are the neighbour's: they have become things by now. */
export function withSpentGifts(gifts: readonly GiftRecord[], { journal, chain }: Omit<Books, 'nowMs'>): GiftRecord[] {
  const fundId = `fund_${homeCommunityCode}`
  const paid = journal.filter((entry) => entry.fundId === fundId && entry.kind === 'payment')
  const lots = new Map(linksOfFund(chain, fundId).map(({ entryId, spans }) => [entryId, spans[0]]))
  const became = gifts.filter(({ entryId, earmark, paidAtMs }) => {
    const lot = entryId === null ? undefined : lots.get(entryId)
    if (earmark === 'childCare' || lot === undefined) return false
    const buyers = paid.filter(({ spans }) => spans.some((span) => overlap(span, lot) !== null))
    return buyers.length > 0 && buyers.every(({ atMs }) => atMs > (paidAtMs ?? 0))
  })
  const own = became.slice(0, 3)
  return gifts.map((gift) => (own.includes(gift) ? { ...gift, donorOpenid: castOpenid('neighbour') } : gift))
}

function linksOfFund(chain: readonly ChainRecord[], fundId: string): Link[] {
  const batches = chain.filter((batch) => batch.fundId === fundId)
  return batches.sort((a, b) => a.batch - b.batch).flatMap(({ links }) => links)
}

/** The ends of all chains as they stood at the beginning of each of the last thirty days. */
function makeDigests(
  { funds, nowMs }: Books,
  linksOf: ReadonlyMap<string, readonly Link[]>,
  entries: ReadonlyMap<string, EntryRecord>,
): DigestRecord[] {
  const districtCode = funds[0]?.districtCode ?? ''
  const sorted = [...funds].sort((a, b) => (a._id < b._id ? -1 : 1))
  const records: DigestRecord[] = []
  let previousDigest = firstDistrictDigest(districtCode)
  for (let ago = daysPublished; ago >= 1; ago -= 1) {
    const publishedAtMs = shanghaiDayStartMs(nowMs - ago * dayMs) + minuteMs
    const rows = sorted.map(({ _id: fundId, name }) => {
      const links = linksOf.get(fundId) ?? []
      const later = links.findIndex(({ entryId }) => (entries.get(entryId)?.atMs ?? 0) >= publishedAtMs)
      const entryCount = later < 0 ? links.length : later
      return { fundId, name, entryCount, digest: links[entryCount - 1]?.digest ?? genesisDigest(fundId) }
    })
    const day = shanghaiDay(publishedAtMs)
    const digest = districtDigest(previousDigest, day, districtCode, rows)
    const _id = digestIdOf(districtCode, day)
    records.push({ _id, districtCode, day, funds: rows, previousDigest, digest, publishedAtMs })
    previousDigest = digest
  }
  return records
}

/** Everything that a campaign owed is published in time; of the stage's fund the last one waits for somebody to read it. */
function makeDisclosures(
  fund: FundRecord,
  journal: readonly EntryRecord[],
  links: readonly Link[],
  nowMs: number,
): DisclosureRecord[] {
  const { campaign, _id: fundId, communityName: name } = fund
  if (!campaign) return []
  const subject: Subject = {
    ...{ kind: 'campaign', cause: `${fundId} ${campaign.filingNumber}`, fundId, name },
    ...{ fromMs: campaign.opensAtMs, toMs: campaign.closesAtMs },
  }
  const owed = obligationsOf(subject, nowMs)
  const own = journal.filter((entry) => entry.fundId === fundId)
  const numbers = new Map(links.map(({ entryId, number }) => [entryId, number]))
  return owed.map((each, index): DisclosureRecord => {
    const waits = fund.territoryCode === homeCommunityCode && index === owed.length - 1
    const { fromMs, toMs, draftAtMs, dueAtMs, kind, title } = each
    const by = { approvedByOpenid: castOpenid('district'), approvedByName: '郑文清', remark: '凭证已逐笔核对。' }
    const approved = waits
      ? {
          status: 'draft' as const,
          ...{ approvedByOpenid: null, approvedByName: null, remark: '', publishedAtMs: null },
        }
      : { status: 'published' as const, ...by, publishedAtMs: Math.min(draftAtMs + 3 * dayMs, nowMs - dayMs) }
    return {
      ...{
        _id: disclosureIdOf(each.cause),
        districtCode: fund.districtCode,
        territoryCode: fund.territoryCode,
        fundId,
      },
      ...{ placeName: name, kind, title, fromMs, toMs, draftAtMs, dueAtMs, ...approved },
      content: contentFor(own, numbers, fromMs, toMs),
      ...{ corrected: [], version: waits ? 1 : 2 },
    }
  })
}

function contentFor(
  journal: readonly EntryRecord[],
  numbers: ReadonlyMap<string, number>,
  fromMs: number,
  toMs: number,
): DisclosureRecord['content'] {
  const within = journal.filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
  const payments = within.filter(({ kind }) => kind === 'payment').sort((a, b) => b.atMs - a.atMs)
  return contentOf({
    before: groupsOf(journal.filter(({ atMs }) => atMs < fromMs)),
    within: groupsOf(within),
    payments: payments.map(({ _id, atMs, title, earmark, amountFen }) => {
      return { atMs, title, field: earmark, amountFen, number: numbers.get(_id) ?? null }
    }),
    corrections: [],
  })
}

function groupsOf(entries: readonly EntryRecord[]): Group[] {
  return entries.map(({ kind, direction, earmark, amountFen, postings }) => {
    return { kind, direction, earmark, amountFen, postings, count: 1 }
  })
}

const words: readonly (readonly [start: RegExp, fromName: string, words: string])[] = [
  [/扶手/, '周奶奶', '扶手装好了，夜里起来不用再摸着墙走，谢谢大家惦记。'],
  [/餐箱/, '助餐点的老人们', '天冷了，饭送到手里还是烫的，谢谢好心人。'],
  [/热餐/, '三楼的李爷爷', '饭菜还是热的，志愿者陪我说了好一会儿话。'],
  [/绘本|冬衣|小组课/, '课堂的孩子们', '新书我们都看完了，下次想看恐龙的！'],
  [/应急灯/, '四单元的邻居', '楼道亮了，晚上接孩子回家不害怕了。'],
]

/** Of the stage's fund, what those said whom a payment helped; its picture is added when it has been stored. */
function makeThanks(journal: readonly EntryRecord[], nowMs: number): ThanksRecord[] {
  const payments = journal.filter((entry) => entry.fundId === `fund_${homeCommunityCode}` && entry.kind === 'payment')
  return payments.flatMap(({ _id: entryId, fundId, title, atMs }): ThanksRecord[] => {
    const said = words.find(([start]) => start.test(title))
    if (!said) return []
    const [, fromName, sentence] = said
    const recordedByOpenid = castOpenid('staff')
    return [
      {
        ...{ _id: thanksIdOf(entryId), fundId, entryId, fromName, words: sentence, photos: [] },
        consent: { of: /孩子/.test(fromName) ? 'guardian' : 'self', atMs: atMs + 2 * dayMs, recordedByOpenid },
        atMs: Math.min(atMs + 2 * dayMs, nowMs),
        thanksKey: hexOf(`thanks:${entryId}`),
        inputDigest: hexOf(`thanks:${entryId}:input`).repeat(2),
      },
    ]
  })
}

/** Two thanks came with a picture: one has passed, the other waits for a person's look. */
export function withPicture(
  thanks: readonly ThanksRecord[],
  pictures: { passed: string; doubtful: string },
): ThanksRecord[] {
  return thanks.map((each) => {
    const { words } = each
    if (words.includes('扶手')) return { ...each, photos: [{ fileId: pictures.passed, verdict: 'pass' }] }
    return words.includes('楼道') ? { ...each, photos: [{ fileId: pictures.doubtful, verdict: 'review' }] } : each
  })
}

/** A bathroom wall with its new rail, drawn as one would photograph it. */
export function thanksPicture(): Uint8Array {
  const tiles = Array.from({ length: 6 }, (_, column) =>
    Array.from({ length: 6 }, (_, row) => {
      const shade = (column + row) % 2 === 0 ? '#e4efed' : '#dbe8e6'
      return `<rect x="${column * 100 + 3}" y="${row * 100 + 3}" width="94" height="94" rx="6" fill="${shade}"/>`
    }).join(''),
  )
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600" viewBox="0 0 600 600">
<rect width="600" height="600" fill="#c8d9d6"/>${tiles.join('')}
<rect y="520" width="600" height="80" fill="#b9a88c"/>
<g fill="none" stroke-linecap="round"><path d="M150 250h300M150 250v170" stroke="#8d9a97" stroke-width="34"/>
<path d="M150 246h300M150 250v170" stroke="#f3f6f5" stroke-width="20"/></g>
<g fill="#8d9a97"><circle cx="150" cy="420" r="26"/><circle cx="450" cy="250" r="26"/></g>
<path d="M470 330c30-26 70-14 78 16 8 32-22 62-78 96-56-34-86-64-78-96 8-30 48-42 78-16z" fill="#d9734e" opacity=".85"/>
</svg>`)
}
