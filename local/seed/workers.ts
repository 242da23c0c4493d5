import type { WorkerRecord } from '../../cloudfunctions/needs/records'
import { noCredits, type PersonRecord } from '../../cloudfunctions/people/records'
import { dayMs } from '../../cloudfunctions/shared/time/spans'
import type { Duty } from '../../typings/people'
import type { Shift } from '../../typings/routing'
import type { Field, LicenceLevel, SubSkill } from '../../typings/terms'
import { fullName } from './names'
import { servicePointName } from './places'
import { Chance, hexOf, openidOf } from './random'
import type { TreeRow } from './tree'

/** Another sequence than the rest of a worker's, so that it can grow by itself. */
const seedOfTerms = 77

const skills: Record<Field, readonly SubSkill[]> = {
  socialAssistance: ['livingAllowance', 'temporaryRelief', 'disabilitySupport'],
  elderCare: ['homeCare', 'livingAlone', 'mealsAndClinic'],
  childCare: ['leftBehind', 'childCounselling', 'tutoring', 'childProtection'],
  socialAffairs: ['familyAffairs', 'funeralAffairs', 'migrants'],
  communitySafety: ['mediation', 'communityCorrection', 'suicideRisk', 'domesticViolence'],
}
const fields = Object.keys(skills) as Field[]

/** How the needs of a district fall on the five fields: the old are most of it. */
export const fieldWeights: readonly (readonly [Field, number])[] = [
  ['elderCare', 38],
  ['socialAssistance', 22],
  ['childCare', 16],
  ['socialAffairs', 13],
  ['communitySafety', 11],
]

export function skillsOf(field: Field): readonly SubSkill[] {
  return skills[field]
}

/**
 * `count` social workers over the tree: the centre, the stations, then the rooms, urban communities first. Each is made
 * from the seed and their own number alone.
 */
export function makeWorkers(tree: readonly TreeRow[], count: number, seed: number, nowMs: number): WorkerRecord[] {
  const bases = basesFor(tree, count)
  return bases.map((base, index) => makeWorker(base, index, seed, nowMs))
}

function basesFor(tree: readonly TreeRow[], count: number): TreeRow[] {
  const at = (level: TreeRow['level']) => tree.filter((row) => row.level === level)
  const stations = at('street').flatMap((row) => Array<TreeRow>(6).fill(row))
  const rooms = [
    ...at('community').flatMap((row) => [row, row, row]),
    ...at('village'),
    ...at('community'),
    ...at('village'),
  ]
  const centre = at('district').flatMap((row) => Array<TreeRow>(10).fill(row))
  const all = [...centre, ...stations, ...rooms]
  return all.slice(0, count)
}

function makeWorker(base: TreeRow, index: number, seed: number, nowMs: number): WorkerRecord {
  const chance = new Chance(seed, `worker:${index}`)
  const level = chance.weighted<LicenceLevel>([
    // The centre takes what the rooms may not: child protection, suicide risk, domestic violence.
    ['assistant', base.level === 'district' ? 0 : 66],
    ['certified', 29],
    ['senior', base.level === 'district' ? 30 : 5],
  ])
  const own = chance.some(
    fields,
    chance.weighted([
      [1, 30],
      [2, 45],
      [3, 25],
    ]),
  )
  const fieldsOfWorker = own.includes('elderCare') || chance.next() < 0.6 ? own : [...own, 'elderCare' as const]
  return {
    _id: `worker_${hexOf(`worker:${seed}:${index}`)}`,
    openid: openidOf(`worker:${seed}:${index}`),
    name: fullName(chance),
    level,
    licenceValidUntilMs: nowMs + chance.whole(-20, 1075) * dayMs,
    fields: fieldsOfWorker,
    subSkills: fieldsOfWorker.flatMap((field) => trainedFor(field, base, chance)),
    districtCode: base.code.slice(0, 6),
    streetCode: base.level === 'district' ? null : base.code.slice(0, 9),
    territoryCode: base.code,
    servesCodes: [base.code],
    servicePointName: servicePointName(base),
    capPoints:
      base.level === 'district'
        ? 10
        : chance.weighted([
            [8, 20],
            [12, 55],
            [16, 25],
          ]),
    loadPoints: 0,
    leaves: chance.next() < 0.04 ? [{ fromMs: nowMs - 2 * dayMs, untilMs: nowMs + chance.whole(1, 9) * dayMs }] : [],
    lastOfferedAtMs: 0,
    roomSinceMs: null,
    ...termsOf(base, `worker:${seed}:${index}`),
  }
}

const everyDay = [0, 1, 2, 3, 4, 5, 6]

/** Who they are to those whom they visit, and when they work. Apart from the rest, which stays as it was. */
function termsOf(base: TreeRow, label: string) {
  const chance = new Chance(seedOfTerms, label)
  return {
    gender: chance.weighted([
      ['female' as const, 72],
      ['male' as const, 28],
    ]),
    languages: [
      'mandarin' as const,
      ...(chance.next() < 0.8 ? (['chongqing'] as const) : []),
      ...(chance.next() < 0.04 ? (['miao'] as const) : []),
      ...(chance.next() < 0.03 ? (['signLanguage'] as const) : []),
    ],
    shifts: shiftsAt(base.level, chance),
    conflictCodes: [],
    complainedBy: [],
    formerResidents: [],
    recent: {},
  }
}

/** Rooms keep the district's calendar; a station is open every day, each on five of them; at the centre somebody is on call at any hour. */
function shiftsAt(level: TreeRow['level'], chance: Chance): readonly Shift[] {
  if (level === 'district') return aroundTheClock
  if (level !== 'street') return []
  const off = chance.whole(0, 6)
  const days = everyDay.filter((day) => day !== off && day !== (off + 1) % 7)
  return days.map((weekday) => ({ weekday, fromMinute: 8 * 60 + 30, untilMinute: 18 * 60 }))
}

/** On call at any hour. */
export const aroundTheClock: readonly Shift[] = everyDay.map((weekday) => ({
  weekday,
  fromMinute: 0,
  untilMinute: 1440,
}))

function trainedFor(field: Field, base: TreeRow, chance: Chance): readonly SubSkill[] {
  if (base.level === 'district') return skills[field]
  return chance.some(skills[field], chance.whole(1, skills[field].length))
}

/** The people behind the workers: their duty lets them see their own work. */
export function peopleOf(workers: readonly WorkerRecord[], nameOf: ReadonlyMap<string, string>): PersonRecord[] {
  return workers.map((worker) =>
    personWith(worker.openid, worker.name, worker.territoryCode, [
      {
        role: 'socialWorker',
        territoryCode: worker.territoryCode,
        territoryName: nameOf.get(worker.territoryCode) ?? '',
      },
    ]),
  )
}

/** A person with duties, living where they work when that is a community. */
export function personWith(openid: string, name: string, territoryCode: string, duties: readonly Duty[]): PersonRecord {
  return {
    _id: openid,
    name,
    territoryCode: territoryCode.length === 12 ? territoryCode : null,
    duties,
    messageCredits: noCredits,
    grantKeys: [],
    grantCount: 0,
  }
}
