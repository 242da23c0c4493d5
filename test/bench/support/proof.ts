/** What a donor's trace and a fund's public page cost in a fund with a long past: round trips, and the time of them all. */
import { auditFund, beginFund } from '../../../cloudfunctions/funds/audit/long'
import { readFigures } from '../../../cloudfunctions/funds/proof/figures'
import { readGiftTrace, readPaymentTrace } from '../../../cloudfunctions/funds/proof/trace'
import { readDetail } from '../../../cloudfunctions/funds/view'
import type { Database, World } from '../../../cloudfunctions/shared/ports'
import { donorOpenid, longFundId, tracedGiftId } from './long-history'

type Report = (figure: string, value: number, unit: string) => void

const runs = 15

export async function benchProof(world: World, entries: number, report: Report): Promise<void> {
  const giftId = tracedGiftId(entries)
  const trace = () => readGiftTrace(world, donorOpenid, giftId)
  const { pieces } = await trace()
  const [bought] = pieces
  if (bought?.state !== 'spent' || !bought.entryId) throw new Error('the gift in the middle was not spent')
  const { entryId } = bought
  await measure(world, 'trace', (own) => readGiftTrace(own, donorOpenid, giftId), report)
  await measure(world, 'paymentTrace', (own) => readPaymentTrace(own, entryId), report)
  await measure(world, 'publicPage', (own) => readDetail(own, longFundId, Date.now()), report)
  await measure(world, 'figures', (own) => readFigures(own, longFundId, Date.now()), report)
  await measureAudit(world, entries, report)
}

/** The night's audit of the whole fund, laid aside and taken up again each second, as if every call ended there. */
async function measureAudit(world: World, entries: number, report: Report): Promise<void> {
  const counted = counting(world)
  const sinceMs = performance.now()
  let [progress, calls, mostBytes, mostKept] = [beginFund(longFundId), 0, 0, 0]
  while (progress.phase !== 'done') {
    progress = await auditFund(counted.world, progress, [], Date.now() + 1_000, async (kept) => {
      mostKept = Math.max(mostKept, JSON.stringify(kept).length)
      mostBytes = Math.max(mostBytes, process.memoryUsage().heapUsed)
    })
    calls += 1
  }
  if (progress.findingCount > 0) throw new Error(`the audit finds ${JSON.stringify(progress.findings[0])}`)
  const seconds = (performance.now() - sinceMs) / 1000
  report('audit.entries', entries / seconds, 'entries/s')
  report('audit.seconds', seconds, 's')
  report('audit.calls', calls, '')
  report('audit.roundTrips', counted.trips(), '')
  report('audit.laidAside', mostKept / 1000, 'kB')
  report('audit.heap', mostBytes / 1_000_000, 'MB')
}

async function measure(
  world: World,
  name: string,
  work: (world: World) => Promise<unknown>,
  report: Report,
): Promise<void> {
  const times: number[] = []
  let trips = 0
  for (let run = 0; run < runs; run += 1) {
    const counted = counting(world)
    const sinceMs = performance.now()
    await work(counted.world)
    times.push(performance.now() - sinceMs)
    trips = counted.trips()
  }
  report(`${name}.roundTrips`, trips, '')
  report(`${name}.ms`, times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? Number.NaN, 'ms')
}

function counting(world: World): { world: World; trips(): number } {
  let trips = 0
  const counted = new Proxy(world.database, {
    get(target, name: keyof Database) {
      trips += 1
      const call = target[name] as (...words: unknown[]) => unknown
      return call.bind(target)
    },
  })
  return { world: { ...world, database: counted }, trips: () => trips }
}
