import { z } from 'zod'
import type { TerritoryCode } from '../../../../typings/ids'
import type { Role } from '../../../../typings/people'
import type { PolicyRules, PolicyView } from '../../../../typings/spending'
import { holdsOn, requireDutyOn } from '../../../shared/access/duties'
import { leaveTrace } from '../../../shared/audit/audit'
import { Failure, require } from '../../../shared/errors'
import { field, moment, territoryCode, text } from '../../../shared/fields'
import type { Stored, World } from '../../../shared/ports'
import { type Context, procedure, staffName } from '../../../shared/procedure'
import { findTerritory } from '../../../shared/territory/directory'
import { dayMs, longestYearMs } from '../../../shared/time/spans'
import { contradictions, loosenings } from '../../policy/rules'
import { amount } from '../../spending/fields'
import { isReplaced, readPolicies } from '../../spending/policies'
import { type PolicyRecord, policyIdOf } from '../../spending/records'

/** The district sets the frame, the street its measures and, for each of its communities, the rules. */
const setters: readonly Role[] = ['districtStaff', 'streetStaff']

const whole = (least: number, most: number) =>
  z.int('a whole number').min(least, `${least} at least`).max(most, `${most} at most`)
const rules = z.strictObject({
  committeeAboveFen: amount(0),
  streetAboveFen: amount(0),
  districtAboveFen: amount(0),
  requestMostFen: amount(100),
  beneficiaryYearMostFen: amount(100),
  quorumPercent: whole(50, 100),
  voteDays: whole(1, 30),
  consentDays: whole(3, 60),
  settleDays: whole(1, 365),
  idleMonths: whole(1, 60),
  spendingRatioLeast: whole(0, 100),
  managementRatioMost: whole(0, 100),
  purposes: z.array(field).min(1, '1 at least').max(5, '5 at most'),
  bannedUses: z.array(text(2, 20)).max(30, '30 at most'),
})

/** What is in force, for anybody: the rules of a public fund are public. */
export const getPolicy = procedure({
  name: 'funds.getPolicy',
  input: z.strictObject({ territoryCode }),
  access: 'anyone',
  run: (context, input) => view(context, input.territoryCode),
})

/**
 * A new version of a level's rules, from a moment on that is not past and a year ahead at most. It replaces those that were to
 * begin later than it does. Its id holds its number: two at once are CONFLICT.
 */
export const setPolicy = procedure({
  name: 'funds.setPolicy',
  input: z.strictObject({
    territoryCode,
    version: whole(0, 9_999),
    rules,
    effectiveFromMs: moment,
    note: text(2, 200),
  }),
  access: setters,
  run: async (context, input) => {
    const { world, openid, requestId, nowMs, duties } = context
    requireDutyOn(duties, input.territoryCode)
    const territory = await findTerritory(world, input.territoryCode)
    require(territory, 'NOT_FOUND', 'no such territory')
    const chain = await readPolicies(world, input.territoryCode, Math.max(nowMs, input.effectiveFromMs))
    const own = chain.versions.filter(({ territoryCode: code }) => code === input.territoryCode)
    const last = own.at(-1)
    const said = { rules: input.rules, note: input.note }
    if (last && last.version === input.version + 1 && last.setByOpenid === openid && isSame(last, said)) {
      return view(context, input.territoryCode)
    }
    require((last?.version ?? 0) === input.version, 'CONFLICT', 'another version was set in the meantime')
    const above = chain.levels.at(-2)
    requireInOrder(
      input.rules,
      above ? (await readPolicies(world, above.territoryCode, Math.max(nowMs, input.effectiveFromMs))).effective : null,
    )
    const inReach = input.effectiveFromMs >= nowMs - dayMs && input.effectiveFromMs <= nowMs + longestYearMs
    if (!inReach) refuse([{ path: 'effectiveFromMs', limit: 'not before today, nor more than a year ahead' }])
    const record: PolicyRecord = {
      ...{ _id: policyIdOf(input.territoryCode, input.version + 1), version: input.version + 1 },
      ...{ territoryCode: input.territoryCode, territoryName: territory.name },
      level: territory.level === 'district' || territory.level === 'street' ? territory.level : 'community',
      // Never before the moment it was set: what was submitted before is judged by what was in force then.
      ...{ effectiveFromMs: Math.max(nowMs, input.effectiveFromMs), setAtMs: nowMs, setByOpenid: openid },
      ...{ setByName: staffName(context), note: input.note, rules: input.rules },
    }
    require((await world.database.insert('policies', record)) === 'inserted', 'CONFLICT', 'another was set just now')
    await leaveTrace(world, {
      action: 'funds.setPolicy',
      subjectId: record._id,
      actorOpenid: openid,
      requestId,
      atMs: nowMs,
    })
    return view(context, input.territoryCode)
  },
})

function requireInOrder(rules: PolicyRules, above: PolicyRules | null): void {
  const faults = [...contradictions(rules), ...(above ? loosenings(above, rules) : [])]
  if (faults.length > 0) refuse(faults)
}

function refuse(fields: readonly { path: string; limit: string }[]): never {
  throw new Failure(
    'INVALID_INPUT',
    'stricter than the level above, never looser',
    fields.map(({ path, limit }) => ({ path: path === 'effectiveFromMs' ? path : `rules.${path}`, limit })),
  )
}

async function view(context: Context, code: TerritoryCode): Promise<PolicyView> {
  const { world, nowMs } = context
  const [chain, names, canSet] = await Promise.all([
    readPolicies(world, code, nowMs),
    Promise.all(
      [6, 9, 12].filter((length) => length <= code.length).map((length) => findTerritory(world, code.slice(0, length))),
    ),
    maySet(world, context.openid, code),
  ])
  require(names.at(-1), 'NOT_FOUND', 'no such territory')
  const own = chain.versions.filter(({ territoryCode: each }) => each === code)
  return {
    levels: chain.levels.map(({ level, territoryCode: each, inForce }, index) =>
      inForce
        ? versionOf(inForce)
        : {
            ...{ level, territoryCode: each, territoryName: names[index]?.name ?? '' },
            ...{ version: 0, effectiveFromMs: 0, setByName: '', note: '', rules: chain.effective },
          },
    ),
    upcoming: chain.versions
      .filter((each) => each.effectiveFromMs > nowMs && !isReplaced(each, chain.versions))
      .map(versionOf),
    effective: chain.effective,
    version: own.at(-1)?.version ?? 0,
    canSet,
  }
}

function versionOf(record: PolicyRecord) {
  const { level, territoryCode: code, territoryName, version, effectiveFromMs, setByName, note, rules } = record
  return { level, territoryCode: code, territoryName, version, effectiveFromMs, setByName, note, rules }
}

function isSame(last: PolicyRecord, said: { rules: PolicyRules; note: string }): boolean {
  const inOrder = (rules: PolicyRules) => JSON.stringify(Object.entries(rules).sort())
  return last.note === said.note && inOrder(last.rules) === inOrder(said.rules)
}

/** The page is for anybody; only these may change it. */
async function maySet(world: World, openid: string, code: TerritoryCode): Promise<boolean> {
  const person = await world.database.get<
    Stored & { duties?: readonly { role: Role; territoryCode: string; territoryName: string }[] }
  >('people', openid)
  return holdsOn(
    (person?.duties ?? []).filter(({ role }) => setters.includes(role)),
    code,
  )
}
