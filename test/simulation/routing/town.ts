/** A district in small: three streets of five communities, with rooms, stations and a centre, and the people who work there. */

import type { WorkerRecord } from '../../../cloudfunctions/needs/records'
import type { TerritoryRecord } from '../../../cloudfunctions/shared/territory/records'
import { dayMs } from '../../../cloudfunctions/shared/time/spans'
import { Chance, hexOf, openidOf } from '../../../local/seed/random'
import { aroundTheClock, skillsOf } from '../../../local/seed/workers'
import type { Shift } from '../../../typings/routing'
import type { Field, LicenceLevel } from '../../../typings/terms'

export const districtCode = '500199'
const STREETS = 3
/** The communities of a street: how much of what is asked comes from each, and how many work in its room. */
const communitiesOfStreet = [
  { weight: 35, workers: 4 },
  { weight: 22, workers: 2 },
  { weight: 19, workers: 2 },
  { weight: 13, workers: 1 },
  { weight: 11, workers: 1 },
] as const
const STATION_WORKERS = 3
const CENTRE_WORKERS = 3

const fields: readonly Field[] = ['socialAssistance', 'elderCare', 'childCare', 'socialAffairs', 'communitySafety']

/** How a person answers, which no router is told. */
export interface Temper {
  /** Of what they are offered: takes it, hands it back; the rest they leave lying. */
  takes: number
  handsBack: number
  /** Half of their answers come within so many minutes of their working time. */
  medianMinutes: number
}

export interface Town {
  territories: TerritoryRecord[]
  workers: WorkerRecord[]
  tempers: ReadonlyMap<string, Temper>
  /** With how much of what is asked comes from each. */
  communities: readonly (readonly [code: string, weight: number])[]
}

/** The same town for the same seed. Most people are reliable, some are busy, a few hardly ever answer. */
export function makeTown(seed: number, startMs: number, days: number): Town {
  const streets = Array.from({ length: STREETS }, (_, at) => `${districtCode}${pad(at + 1)}`)
  const rooms = streets.flatMap((street) =>
    communitiesOfStreet.map((each, at) => ({ ...each, code: `${street}${pad(at + 1)}` })),
  )
  const communities = rooms.map(({ code, weight }) => [code, weight] as const)
  const bases = [
    ...rooms.flatMap(({ code, workers: count }) => Array<string>(count).fill(code)),
    ...streets.flatMap((code) => Array<string>(STATION_WORKERS).fill(code)),
    ...Array<string>(CENTRE_WORKERS).fill(districtCode),
  ]
  const workers = bases.map((base, number) => makeWorker(seed, base, number, startMs, days))
  return {
    territories: [districtCode, ...streets, ...rooms.map(({ code }) => code)].map(territory),
    workers,
    tempers: new Map(workers.map(({ _id }, number) => [_id, temperOf(seed, number)])),
    communities,
  }
}

function makeWorker(seed: number, base: string, number: number, startMs: number, days: number): WorkerRecord {
  const chance = new Chance(seed, `simulated worker:${number}`)
  const atCentre = base.length === 6
  // In a room people divide the fields between them; at station and centre they do more of them.
  const own = atCentre ? [...fields] : chance.some(fields, base.length === 9 ? 4 : 3)
  const served = own.includes('elderCare') || chance.next() < 0.5 ? own : [...own, 'elderCare' as const]
  return {
    _id: `worker_${hexOf(`simulated:${seed}:${number}`)}`,
    openid: openidOf(`simulated:${seed}:${number}`),
    name: `${number + 1}号社工`,
    level: chance.weighted<LicenceLevel>([
      ['assistant', atCentre ? 0 : 6],
      ['certified', 3],
      ['senior', atCentre ? 3 : 1],
    ]),
    licenceValidUntilMs: startMs + 1000 * dayMs,
    fields: served,
    subSkills: served.flatMap((field) =>
      atCentre ? skillsOf(field) : chance.some(skillsOf(field), chance.whole(2, 3)),
    ),
    districtCode,
    streetCode: atCentre ? null : base.slice(0, 9),
    territoryCode: base,
    servesCodes: base.length === 12 && number % 2 === 1 ? [base, nextDoor(base)] : [base],
    servicePointName: base,
    capPoints: chance.pick([8, 12, 12, 16]),
    loadPoints: 0,
    leaves: leavesOf(chance, startMs, days),
    lastOfferedAtMs: 0,
    roomSinceMs: null,
    gender: chance.next() < 0.7 ? 'female' : 'male',
    languages: chance.next() < 0.8 ? ['mandarin', 'chongqing'] : ['mandarin'],
    shifts: shiftsAt(base, chance),
    conflictCodes: [],
    complainedBy: [],
    formerResidents: [],
    recent: {},
  }
}

/** Every second worker of the rooms covers the next community of the street as well. */
function nextDoor(code: string): string {
  return `${code.slice(0, 9)}${pad((Number(code.slice(9)) % communitiesOfStreet.length) + 1)}`
}

/** A few days off now and then, which are known beforehand. */
function leavesOf(chance: Chance, startMs: number, days: number) {
  const count = Math.round(days / 45)
  return Array.from({ length: count }, () => {
    const fromMs = startMs + chance.whole(0, days) * dayMs
    return { fromMs, untilMs: fromMs + chance.whole(2, 6) * dayMs }
  })
}

function shiftsAt(base: string, chance: Chance): readonly Shift[] {
  if (base.length === 6) return aroundTheClock
  if (base.length === 12) return []
  const off = chance.whole(0, 6)
  const worked = [0, 1, 2, 3, 4, 5, 6].filter((day) => day !== off && day !== (off + 1) % 7)
  return worked.map((weekday) => ({ weekday, fromMinute: 510, untilMinute: 1080 }))
}

function temperOf(seed: number, number: number): Temper {
  const chance = new Chance(seed, `temper:${number}`)
  const [takes, handsBack, medianMinutes] = chance.weighted([
    [[0.93, 0.05, 20] as const, 65],
    [[0.75, 0.15, 60] as const, 25],
    [[0.35, 0.25, 150] as const, 10],
  ])
  return { takes, handsBack, medianMinutes }
}

function territory(code: string): TerritoryRecord {
  const level = code.length === 6 ? 'district' : code.length === 9 ? 'street' : 'community'
  return {
    _id: code,
    level,
    name: code,
    parentCode: code.length === 6 ? null : code.slice(0, code.length - 3),
    districtCode,
    streetCode: code.length === 6 ? null : code.slice(0, 9),
    streetName: code.length === 6 ? '' : code.slice(0, 9),
    districtName: districtCode,
    servicePoint: { kind: 'room', name: code, address: code, phone: '023-00000000', onDutyName: '', openHours: '' },
    fundId: null,
  }
}

const pad = (number: number) => String(number).padStart(3, '0')
