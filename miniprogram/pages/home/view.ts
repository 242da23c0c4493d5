import type { Flow, FundDetail } from '../../../typings/funds'
import type { CommunityFigures, TaskSummary, TriageRow, WorkerLoad } from '../../../typings/needs'
import type { Me } from '../../../typings/people'
import type { Field, PublicCount } from '../../../typings/terms'
import type { CommunityCard } from '../../../typings/territory'
import { money } from '../../format/money'
import { publicCount } from '../../format/needs'
import { greeting, holds } from '../../format/people'
import { spendingRoles } from '../../format/spending'
import { ago, duration, minuteMs } from '../../format/time'

/** What the home page shows, ready for its template. */
export interface HomeView {
  community: CommunityCard | null
  greeting: string
  unreadCount: number
  emergencyPhone: string
  isWorker: boolean
  isSupervisor: boolean
  /** Has to do with a fund's spending. */
  isSpender: boolean
  /** Looks at content that waits for a person; a supervisor has it on the station's desk. */
  isReviewer: boolean
}

export function homeView(me: Me, nowMs: number): HomeView {
  const hello = greeting(nowMs)
  return {
    community: me.community,
    greeting: me.name === null ? hello : `${hello}，${me.name}`,
    unreadCount: me.unreadCount,
    emergencyPhone: me.emergencyPhone,
    isWorker: holds(me.duties, 'socialWorker'),
    isSupervisor: holds(me.duties, 'stationSupervisor'),
    isSpender: holds(me.duties, ...spendingRoles),
    isReviewer: holds(me.duties, 'communityStaff'),
  }
}

export interface FigureView {
  /** 少于 before a small count. */
  prefix: string
  value: string
  unit: string
  label: string
}

/** Three figures, each with its words; a median of too few is said, not shown as nought. */
export function figureViews(figures: CommunityFigures): FigureView[] {
  const median = figures.medianMinutesToAccept
  const [value, unit] = median === null ? ['', '还不够统计'] : median < 60 ? [String(median), '分钟'] : hours(median)
  return [
    { ...countView(figures.submittedThisMonth), unit: '件', label: '居民求助' },
    { ...countView(figures.acceptedThisMonth), unit: '件', label: '社工已接手' },
    { prefix: '', value, unit, label: '一般等多久' },
  ]
}

function countView(count: PublicCount): { prefix: string; value: string } {
  return count === '<5' ? { prefix: '少于', value: '5' } : { prefix: '', value: String(count) }
}

function hours(minutes: number): [string, string] {
  const value = Math.round(minutes / 6) / 10
  return [String(value), '小时']
}

/** The same in one sentence, for a screen reader. */
export function figuresSentence(figures: CommunityFigures): string {
  const median = figures.medianMinutesToAccept
  const wait = median === null ? '' : `，从提交到有人接手一般要 ${duration(median * minuteMs)}`
  return `这个月居民求助 ${publicCount(figures.submittedThisMonth)} 件，社工已接手 ${publicCount(figures.acceptedThisMonth)} 件${wait}`
}

export interface StoryView {
  fundId: string
  fundName: string
  balance: string
  /** The latest thing that the gifts bought; null while nothing was bought. */
  latest: { title: string; amount: string; time: string; field: Field | '' } | null
}

export function storyView(fund: FundDetail, nowMs: number): StoryView {
  const bought: Flow | undefined = fund.bought[0]
  return {
    fundId: fund.fundId,
    fundName: fund.name,
    balance: money(fund.balanceFen),
    latest:
      bought === undefined
        ? null
        : {
            title: bought.title,
            amount: money(bought.amountFen),
            time: ago(bought.atMs, nowMs),
            field: bought.field ?? '',
          },
  }
}

export interface WorkView {
  offerCount: number
  /** The first deadline among the offers; 0 when none waits. */
  deadlineMs: number
  caseCount: string
  triageCount: string
  spendingCount: string
}

export function workView(
  tasks: { rows: readonly TaskSummary[]; nextCursor: string | null; load: WorkerLoad } | null,
  triage: { rows: readonly TriageRow[]; nextCursor: string | null } | null,
  spending: { rows: readonly unknown[]; nextCursor: string | null } | null,
): WorkView {
  const rows = tasks?.rows ?? []
  const offers = rows.filter((row) => row.offerId !== null)
  const deadlines = offers.flatMap((row) => (row.deadlineMs === null ? [] : [row.deadlineMs]))
  const cases = rows.length - offers.length
  return {
    offerCount: offers.length,
    deadlineMs: deadlines.length === 0 ? 0 : Math.min(...deadlines),
    caseCount: tasks?.nextCursor ? `${cases}+` : String(cases),
    spendingCount: spending?.nextCursor ? `${spending.rows.length}+` : String(spending?.rows.length ?? 0),
    triageCount: triage?.nextCursor ? `${triage.rows.length}+` : String(triage?.rows.length ?? 0),
  }
}
