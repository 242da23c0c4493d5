import type { FundId, TerritoryCode } from '../../../typings/ids'
import { yuanText } from '../../shared/money'
import type { World } from '../../shared/ports'
import type { TerritoryRecord } from '../../shared/territory/records'
import { shanghaiDate, shanghaiDay, shanghaiMonth } from '../../shared/time/shanghai'
import { clearAlert, raiseAlert } from '../alerts/raise'
import { addMonths } from '../disclosure/calendar'
import { isIdle, managementRatio, type RatioLimits, spendingRatio, yearOf } from '../disclosure/ratios'
import type { KnownDigest } from '../ledger/audit-chain'
import { sha256 } from '../ledger/canonical'
import { balanceFen } from '../ledger/fold'
import { publishDigest } from '../proof/digests'
import { draft } from '../proof/drafts'
import { type Owed, readDealings, readOwed } from '../proof/obligations'
import type { DigestRecord, DisclosureRecord, NightlyRecord } from '../proof/records'
import type { CheckpointRecord, FundRecord } from '../records'
import { readPolicies } from '../spending/policies'
import { type AuditProgress, auditFund, beginFund } from './long'

/** No new fund is begun after this: the timer's call ends at 55 s, and the next minute goes on. */
const budgetMs = 20_000
/** A month of what was published. */
const publishedRead = 31
const mostLate = 200

/**
 * A district's night, at most once a day and as many minutes as it takes: publishes the day's digest, audits each fund and
 * looks at its ratios and dealings, drafts what is owed, and says what is late. Killed anywhere, the next minute goes on; each
 * step done twice changes nothing. What breaks in one district is reported and keeps no other from its night.
 */
export async function runNightly(world: World): Promise<void> {
  const nowMs = world.clock.nowMs()
  const day = shanghaiDay(nowMs)
  if (finishedOn.get(world.database) === day) return
  const untilMs = nowMs + budgetMs
  const districts = await world.database.find<TerritoryRecord>('territories', {
    where: { parentCode: null },
    limit: 100,
  })
  let broken = 0
  for (const { _id: code, name } of districts) {
    try {
      if (!(await runDistrict(world, { code, name }, day, untilMs))) return
    } catch (error) {
      // It is tried again in a minute; the others do not wait for it.
      world.log('error', 'funds.nightlyFailed', { district: code, error: error instanceof Error ? error.message : '' })
      broken += 1
    }
  }
  if (districts.length > 0 && broken === 0) finishedOn.set(world.database, day)
}

/** So that a warm instance asks the database nothing for the rest of the day. */
const finishedOn = new WeakMap<object, string>()

interface District {
  code: TerritoryCode
  name: string
}

/** True when its night is over. */
async function runDistrict(world: World, district: District, day: string, untilMs: number): Promise<boolean> {
  const _id = `nightly_${district.code}_${day}`
  const begun: NightlyRecord = { _id, through: '', auditing: null, finishedAtMs: null }
  const kept = await world.database.get<NightlyRecord>('nightly', _id)
  if (kept?.finishedAtMs) return true
  if (!kept) {
    await publishDigest(world, district.code, day)
    await world.database.insert('nightly', begun)
  }
  const funds = await world.database.find<FundRecord>('funds', {
    where: { districtCode: district.code, _id: { $gt: kept?.through ?? '' } },
    orderBy: [['_id', 'asc']],
    limit: 1000,
  })
  const published = await readPublishedDays(world, district.code)
  for (const fund of funds) {
    if (world.clock.nowMs() > untilMs) return false
    const begunBefore = kept?.auditing?.fundId === fund._id ? kept.auditing : beginFund(fund._id)
    const layAside = (auditing: AuditProgress) => world.database.update('nightly', _id, {}, { set: { auditing } })
    if (!(await lookAtFund(world, fund, begunBefore, published, untilMs, layAside))) return false
    await world.database.update('nightly', _id, {}, { set: { through: fund._id, auditing: null } })
  }
  await lookAtDisclosures(world, district)
  await world.database.update('nightly', _id, {}, { set: { finishedAtMs: world.clock.nowMs() } })
  return true
}

function readPublishedDays(world: World, districtCode: TerritoryCode): Promise<DigestRecord[]> {
  return world.database.find<DigestRecord>('digests', {
    where: { districtCode },
    orderBy: [['day', 'desc']],
    limit: publishedRead,
  })
}

/** True when it is through with the fund. One that cannot be read keeps none of the others from being looked at. */
async function lookAtFund(
  world: World,
  fund: FundRecord,
  begun: AuditProgress,
  published: readonly DigestRecord[],
  untilMs: number,
  layAside: (progress: AuditProgress) => Promise<unknown>,
): Promise<boolean> {
  try {
    const progress = await auditFund(world, begun, digestsOf(fund, published), untilMs, layAside)
    if (progress.phase !== 'done') return false
    await tellFindings(world, fund, progress)
    await lookAtSpending(world, fund)
    await draftAll(world, await readDealings(world, fund, world.clock.nowMs()))
  } catch (error) {
    world.log('error', 'funds.nightlyFailed', {
      fundId: fund._id,
      error: error instanceof Error ? error.message : 'unknown',
    })
  }
  return true
}

/** What was published of a fund's chain: it must still pass through all of it. */
function digestsOf({ _id }: FundRecord, published: readonly DigestRecord[]): KnownDigest[] {
  return published.flatMap(({ _id: where, funds }) =>
    funds.filter(({ fundId }) => fundId === _id).map(({ entryCount, digest }) => ({ where, entryCount, digest })),
  )
}

async function tellFindings(world: World, fund: FundRecord, { findings, findingCount }: AuditProgress): Promise<void> {
  if (findingCount === 0) return
  const words = findings.map(({ where, what }) => `${where}: ${what}`)
  world.log('error', 'funds.booksBroken', { fundId: fund._id, count: findingCount })
  await raiseAlert(world, {
    ...{ kind: 'books', cause: `${fund._id} ${sha256(words.join('\n'))}`, ...placeOf(fund) },
    title: `${fund.communityName}基金的账对不上`,
    body: `夜间核账发现 ${findingCount} 处不符，请停止支出并联系技术和审计人员。第一处：${words[0]}`,
    page: `/fund/pages/proof/proof?fundId=${fund._id}`,
  })
}

/** Idle money, and ratios outside of the policy's limits. */
async function lookAtSpending(world: World, fund: FundRecord): Promise<void> {
  const checkpoint = await world.database.get<CheckpointRecord>('fundCheckpoints', fund._id)
  if (!checkpoint) return
  const nowMs = world.clock.nowMs()
  const { effective } = await readPolicies(world, fund.territoryCode, nowMs)
  const { lastSpentAtMs } = checkpoint
  const since = addMonths(nowMs, -effective.idleMonths)
  const firstReceivedMonth = checkpoint.months.find(({ receivedFen }) => receivedFen > 0)?.month ?? null
  const money = { balanceFen: balanceFen(checkpoint), firstReceivedMonth, lastSpentAtMs }
  const idleCause = `${fund._id} ${lastSpentAtMs ?? 0}`
  if (isIdle(money, { atMs: since, month: shanghaiMonth(since) })) {
    await raiseAlert(world, {
      ...{ kind: 'idle', cause: idleCause, ...placeOf(fund), page: `/fund/pages/figures/figures?fundId=${fund._id}` },
      title: `${fund.communityName}基金 ${effective.idleMonths} 个月没有用过`,
      body: `余额 ${yuanText(money.balanceFen)} 元。请和管委会商量把善款用在居民需要的地方。`,
    })
  }
  await lookAtRatios(world, fund, checkpoint, effective)
}

/** A year's spending, from October on as a warning and in the next year as a fact; and what the running of the fund cost. */
async function lookAtRatios(
  world: World,
  fund: FundRecord,
  checkpoint: CheckpointRecord,
  limits: RatioLimits,
): Promise<void> {
  const [year = 0, month = 0] = shanghaiMonth(world.clock.nowMs()).split('-').map(Number)
  const about = { ...placeOf(fund), page: `/fund/pages/figures/figures?fundId=${fund._id}` }
  const judged = month >= 10 ? year : year - 1
  const ratio = spendingRatio(checkpoint.months, judged, judged < year, limits)
  if (ratio.verdict === 'outside' || ratio.verdict === 'onTheWay') {
    await raiseAlert(world, {
      ...{ kind: 'spendingRatio', cause: `${fund._id} ${judged} ${ratio.verdict}`, ...about },
      title: `${fund.communityName}基金 ${judged} 年支出${judged < year ? '没有达到' : '还没有达到'}比例`,
      body: `用出 ${yuanText(ratio.partFen)} 元，是上一年收入的 ${ratio.percent}%，规定不低于 ${ratio.limitPercent}%。`,
    })
  }
  const costFen = checkpoint.runningCostFen[String(year)] ?? 0
  const cost = managementRatio(costFen, yearOf(checkpoint.months, year).spentFen, limits)
  if (cost.verdict !== 'outside') return
  await raiseAlert(world, {
    ...{ kind: 'managementRatio', cause: `${fund._id} ${year}`, ...about },
    title: `${fund.communityName}基金 ${year} 年管理费超出比例`,
    body: `管理费 ${yuanText(cost.partFen)} 元，占今年支出的 ${cost.percent}%，规定不超过 ${cost.limitPercent}%。`,
  })
}

async function lookAtDisclosures(world: World, district: District): Promise<void> {
  const nowMs = world.clock.nowMs()
  await draftAll(world, await readOwed(world, district, nowMs, nowMs + 1))
  const late = await world.database.find<DisclosureRecord>('disclosures', {
    where: { districtCode: district.code, status: 'draft', dueAtMs: { $lte: nowMs } },
    orderBy: [['dueAtMs', 'asc']],
    limit: mostLate,
    fields: ['fundId', 'territoryCode', 'placeName', 'title', 'dueAtMs'],
  })
  for (const { _id, fundId, territoryCode, placeName, title, dueAtMs } of late) {
    await raiseAlert(world, {
      ...{ kind: 'deadline', cause: _id, territoryCode, placeName },
      fundId: fundId === '' ? null : (fundId as FundId),
      title: `公示逾期：${title}`,
      body: `应在 ${shanghaiDate(dueAtMs - 1)}前公布。草稿已备好，核对后即可公布。`,
      page: `/district/pages/disclosure/disclosure?disclosureId=${_id}`,
    })
  }
}

/** Drafts what has none yet: the ids are asked for at once. */
async function draftAll(world: World, owed: readonly Owed[]): Promise<void> {
  if (owed.length === 0) return
  const known = await world.database.find<DisclosureRecord>('disclosures', {
    where: { _id: { $in: owed.map(({ disclosureId }) => disclosureId) } },
    limit: 1000,
    fields: ['status'],
  })
  const there = new Set<string>(known.map(({ _id }) => _id))
  for (const each of owed) if (!there.has(each.disclosureId)) await draft(world, each)
}

/** Published after all, or owed no longer: what said that it was late is over. */
export function clearLate(world: World, record: Pick<DisclosureRecord, '_id'>, words = '已公布'): Promise<boolean> {
  return clearAlert(world, 'deadline', record._id, words)
}

function placeOf(fund: FundRecord) {
  return { territoryCode: fund.territoryCode, fundId: fund._id, placeName: fund.communityName }
}
