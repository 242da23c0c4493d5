import { z } from 'zod'
import type { Duty, Role } from '../../../typings/people'
import { holdsOn } from '../../shared/access/duties'
import { Failure, require } from '../../shared/errors'
import { cursor, needId, text, version, workerId } from '../../shared/fields'
import { readPage } from '../../shared/paging'
import type { Filter } from '../../shared/ports/index'
import { type Context, procedure } from '../../shared/procedure'
import { districtDigits } from '../../shared/territory/digits'
import { isPossible } from '../casework/steps'
import { candidateForStation, claimFor, rowForStation } from '../casework/views'
import { checkContent } from '../content'
import { deliverNeed } from '../deliver'
import { offerTo } from '../offering'
import { policyOf } from '../policies'
import type { NeedRecord } from '../records'
import { readFieldWorkers } from '../route-need'
import { notesOn } from '../routing/hard-rules'
import { rank } from '../routing/route'
import { getNeed } from '../store'

const PAGE_SIZE = 20
const MOST_CANDIDATES = 30
export const stationRoles: readonly Role[] = ['stationSupervisor', 'districtStaff', 'dutyOfficer']

/** The station's queue, oldest first: needs for which nobody was found, below the caller's duties. */
export const listTriage = procedure({
  name: 'needs.listTriage',
  input: z.strictObject({ cursor }),
  access: stationRoles,
  async run({ world, openid, duties, nowMs }, input) {
    const page = await readPage<NeedRecord>(world.database, 'needs', {
      where: { status: 'triage', ...territoryFilter(duties) },
      sortBy: 'submittedAtMs',
      direction: 'asc',
      size: PAGE_SIZE,
      cursor: input.cursor,
    })
    const own = page.rows.filter((need) => holdsOn(duties, need.territoryCode))
    const rows = own.map((need) => rowForStation(need, openid, nowMs))
    return { rows, nextCursor: page.nextCursor }
  },
})

/** Every worker of the field, those who fit first; the others with what stands in the way. */
export const listCandidates = procedure({
  name: 'needs.listCandidates',
  input: z.strictObject({ needId }),
  access: stationRoles,
  async run(context, input) {
    const need = await getOwnNeed(context, input.needId)
    const workers = await readFieldWorkers(context.world, need)
    const policy = await policyOf(context.world, need.districtCode)
    return rank(need, workers, context.nowMs, policy, true)
      .slice(0, MOST_CANDIDATES)
      .map((judged) => candidateForStation(judged, notesOn(need, judged.worker)))
  },
})

/** A person chooses instead of the router. The hard rules hold for people too, but that an earlier offer went unanswered: NO_CAPACITY, or NOT_NOW with the rule's words. */
export const assign = procedure({
  name: 'needs.assign',
  input: z.strictObject({ needId, workerId, version, note: text(0, 100) }),
  access: stationRoles,
  async run(context, input) {
    const { world, openid } = context
    const need = await getOwnNeed(context, input.needId)
    // The answer to the first try may have been lost on the way.
    if (need.offer?.workerId === input.workerId && need.version === input.version + 1) return { needId: need._id }
    require(need.version === input.version, 'CONFLICT', 'the need has moved on')
    const claim = claimFor(need, openid, context.nowMs)
    require(claim === null || claim.mine, 'CONFLICT', 'a colleague has taken it up')
    require(isPossible(need, 'assigned'), 'NOT_NOW', `a need that is ${need.status} cannot be assigned`)
    await checkContent(world, openid, input.note)
    const supervisorName = context.callerName ?? `${need.streetName}社工站`
    const offer = await offerTo(world, need, input.workerId, { supervisorName, note: input.note })
    if (offer.outcome === 'needChanged') throw new Failure('CONFLICT', 'the need has moved on')
    if (offer.outcome === 'workerChanged') throw obstacleFailure(offer.obstacles)
    await deliverNeed(world, offer.need)
    return { needId: need._id }
  },
})

/** A need outside of the caller's duties looks like one that is not there. */
async function getOwnNeed({ world, duties }: Context, id: NeedRecord['_id']): Promise<NeedRecord> {
  const need = await getNeed(world.database, id)
  require(holdsOn(duties, need.territoryCode), 'NOT_FOUND', 'no such need')
  return need
}

/** Served by `triageDistrict` or `triageStreet`; a duty on one community alone sees its street's rows filtered afterwards. */
function territoryFilter(duties: readonly Duty[]): Filter {
  const codes = duties.map(({ territoryCode }) => territoryCode)
  const districts = codes.filter((code) => code.length === districtDigits)
  if (districts.length > 0) return { districtCode: oneOf([...new Set(districts)]) }
  return { streetCode: oneOf([...new Set(codes.map((code) => code.slice(0, 9)))]) }
}

function oneOf(values: readonly string[]): unknown {
  return values.length === 1 ? values[0] : { $in: values }
}

function obstacleFailure(obstacles: readonly { rule: string; words: string }[]): Failure {
  const onlyFull = obstacles.every(({ rule }) => rule === 'hasRoom')
  return new Failure(onlyFull ? 'NO_CAPACITY' : 'NOT_NOW', obstacles.map(({ words }) => words).join('，'))
}
