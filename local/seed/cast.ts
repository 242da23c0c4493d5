import type { WorkerRecord } from '../../cloudfunctions/needs/records'
import type { PersonRecord } from '../../cloudfunctions/people/records'
import type { TerritoryRecord } from '../../cloudfunctions/shared/territory/records'
import type { Duty, Role } from '../../typings/people'
import type { CastMember, WallCode } from '../wechat/http/cast'
import { servicePointName } from './places'
import { openidOf } from './random'
import { aroundTheClock, personWith, skillsOf } from './workers'

/** Everything of the demo's stage happens in this community of 古南街道. */
export const homeCommunityCode = '500110001001'
export const homeStreetCode = '500110001'

interface Part {
  /** Short and stable: it makes the openid. */
  key: string
  name: string
  role: string
  line: string
  duty?: { role: Role; territoryCode: string }
  /** Lives in the home community; false starts with nothing chosen. */
  settled: boolean
}

/** The people whose phones the desk lends. Their names are invented. */
const parts: readonly Part[] = [
  { key: 'grandmother', name: '周桂芬', role: '居民', line: '72 岁，一个人住，腿脚不太方便', settled: true },
  { key: 'son', name: '周明', role: '居民', line: '周桂芬的儿子，在外地打工，替母亲操心', settled: true },
  {
    key: 'worker',
    name: '张晓敏',
    role: '社工',
    line: '新山村社区社工室，擅长养老和儿童',
    duty: { role: 'socialWorker', territoryCode: homeCommunityCode },
    settled: true,
  },
  { key: 'donor', name: '陈志远', role: '捐赠人', line: '第一次来，想知道钱花到哪里', settled: false },
  {
    key: 'colleague',
    name: '李成华',
    role: '社工',
    line: '古南街道社工站，接不下的单会转到他',
    duty: { role: 'socialWorker', territoryCode: homeStreetCode },
    settled: true,
  },
  {
    key: 'supervisor',
    name: '吴建平',
    role: '社工站站长',
    line: '古南街道社工站，看着待派的每一件事',
    duty: { role: 'stationSupervisor', territoryCode: homeStreetCode },
    settled: true,
  },
  {
    key: 'staff',
    name: '何雪梅',
    role: '社区工作者',
    line: '新山村社区，打印基金的码',
    duty: { role: 'communityStaff', territoryCode: homeCommunityCode },
    settled: true,
  },
  { key: 'neighbour', name: '刘伟', role: '居民', line: '年轻的邻居，也想捐一点', settled: true },
  {
    key: 'district',
    name: '郑文清',
    role: '区慈善会',
    line: '看全区 79 只基金',
    duty: { role: 'districtStaff', territoryCode: '500110' },
    settled: true,
  },
  {
    key: 'treasurer',
    name: '罗敏',
    role: '区慈善会财务',
    line: '导入明细、提出拨款，由郑文清批准',
    duty: { role: 'districtStaff', territoryCode: '500110' },
    settled: true,
  },
  {
    key: 'duty',
    name: '马红梅',
    role: '区值班员',
    line: '没有人接的求助，最后都到她这里',
    duty: { role: 'dutyOfficer', territoryCode: '500110' },
    settled: true,
  },
  {
    key: 'member',
    name: '邓玉兰',
    role: '基金委员',
    line: '退休教师，新山村社区基金管委会委员',
    duty: { role: 'fundCommitteeMember', territoryCode: homeCommunityCode },
    settled: true,
  },
  {
    key: 'member2',
    name: '黄国强',
    role: '基金委员',
    line: '管委会委员，侄子开着便民五金店',
    duty: { role: 'fundCommitteeMember', territoryCode: homeCommunityCode },
    settled: true,
  },
  {
    key: 'member3',
    name: '龚世辉',
    role: '基金委员',
    line: '管委会委员，老党员',
    duty: { role: 'fundCommitteeMember', territoryCode: homeCommunityCode },
    settled: true,
  },
  {
    key: 'member4',
    name: '彭德涛',
    role: '基金委员',
    line: '管委会委员，物业经理',
    duty: { role: 'fundCommitteeMember', territoryCode: homeCommunityCode },
    settled: true,
  },
  {
    key: 'fundSupervisor',
    name: '曾明',
    role: '基金监事',
    line: '列席每次表决，写下监事意见',
    duty: { role: 'fundSupervisor', territoryCode: homeCommunityCode },
    settled: true,
  },
  {
    key: 'street',
    name: '林志华',
    role: '街道民政办',
    line: '古南街道，管基金办法，批大额支出',
    duty: { role: 'streetStaff', territoryCode: homeStreetCode },
    settled: true,
  },
]

/** Bound to her WeChat, and named in the mandate of her son. */
export const grandmotherPhone = '13900000072'

/** Null: a made-up number of their own. */
export function castPhoneNumber(openid: string): string | null {
  return openid === castOpenid('grandmother') ? grandmotherPhone : null
}

export const castOpenid = (key: string): string => openidOf(`cast:${key}`)

export function castMembers(): CastMember[] {
  return parts.map(({ key, name, role, line }) => ({ openid: castOpenid(key), name, role, line }))
}

/** The codes on the desk's wall: three communities' posters. */
export function wallCodes(places: readonly Pick<TerritoryRecord, '_id' | 'name' | 'fundId'>[]): WallCode[] {
  return places
    .filter((place) => place.fundId !== null)
    .slice(0, 3)
    .map((place) => ({ name: place.name, target: { page: 'pages/fund/fund', scene: `c=${place._id}` } }))
}

export function castPeople(nameOf: ReadonlyMap<string, string>): PersonRecord[] {
  return parts.map(({ key, name, duty, settled }) => {
    const duties: Duty[] = duty ? [{ ...duty, territoryName: nameOf.get(duty.territoryCode) ?? '' }] : []
    const person = personWith(castOpenid(key), name, homeCommunityCode, duties)
    return { ...person, territoryCode: settled ? homeCommunityCode : null }
  })
}

/** The two cast members who are social workers take the places of two of the pool, so that its size stays. */
export function castWorkers(workers: WorkerRecord[], places: readonly TerritoryRecord[], nowMs: number): void {
  const room = places.find((place) => place._id === homeCommunityCode)
  const station = places.find((place) => place._id === homeStreetCode)
  if (!room || !station) throw new Error('the home community is not in the tree')
  // Her room's colleagues work in other fields, so that the first need on the stage reaches her.
  for (const worker of workers.filter(({ territoryCode }) => territoryCode === homeCommunityCode)) {
    worker.fields = ['socialAffairs', 'communitySafety']
    worker.subSkills = [...skillsOf('socialAffairs'), 'mediation']
  }
  takePlace(workers, homeCommunityCode, {
    openid: castOpenid('worker'),
    name: '张晓敏',
    level: 'certified',
    licenceValidUntilMs: nowMs + 700 * 86_400_000,
    fields: ['elderCare', 'childCare'],
    subSkills: [...skillsOf('elderCare'), ...skillsOf('childCare')],
    servicePointName: servicePointName(room),
  })
  takePlace(workers, homeStreetCode, {
    openid: castOpenid('colleague'),
    name: '李成华',
    level: 'certified',
    licenceValidUntilMs: nowMs + 700 * 86_400_000,
    fields: ['elderCare', 'socialAssistance', 'communitySafety'],
    subSkills: [...skillsOf('elderCare'), ...skillsOf('socialAssistance'), ...skillsOf('communitySafety')],
    servicePointName: servicePointName(station),
  })
}

function takePlace(workers: WorkerRecord[], territoryCode: string, as: Partial<WorkerRecord>): void {
  const index = workers.findIndex((worker) => worker.territoryCode === territoryCode)
  const place = workers[index]
  if (!place) throw new Error(`no worker has a place at ${territoryCode}`)

  // Whatever the hour at which the stage is opened, they are at work.
  workers[index] = { ...place, ...as, capPoints: 12, leaves: [], shifts: aroundTheClock }
}
