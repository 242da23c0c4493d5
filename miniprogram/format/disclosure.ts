import type {
  AlertKind,
  DisclosureKind,
  DisclosureSummary,
  GiftTrace,
  Ratio,
  TracePiece,
} from '../../typings/disclosure'
import type { Field, PublicCount } from '../../typings/terms'
import { fieldWords } from './fields'
import { grouped, money } from './money'
import { dayMs, fullDate } from './time'

/** 养老服务; money for wherever it is needed most has no field. */
export function purposeName(field: Field | null): string {
  return field === null ? '哪里需要用哪里' : fieldWords(field).name
}

/** 少于 5 where it could point at a person. */
export function countWords(count: PublicCount): string {
  return count === '<5' ? '少于 5 笔' : `${grouped(count)} 笔`
}

export interface StateWords {
  word: string
  tone: 'done' | 'moving' | 'waiting' | 'quiet'
  icon: string
}

const states: Record<TracePiece['state'], StateWords> = {
  spent: { word: '已经用上', tone: 'done', icon: 'done' },
  setApart: { word: '已留出，快用上了', tone: 'moving', icon: 'lock' },
  waiting: { word: '还在基金里', tone: 'waiting', icon: 'clock' },
  moved: { word: '转到别的社区', tone: 'moving', icon: 'swap' },
  returned: { word: '已经退款', tone: 'quiet', icon: 'undo' },
}

export function stateWords(state: TracePiece['state']): StateWords {
  return states[state]
}

const wholeWords: Record<TracePiece['state'], string> = {
  spent: '全部用上了',
  setApart: '全部留给了一件已经批准的事',
  waiting: '都还在基金里，等着用在居民需要的地方',
  moved: '全部转到了别的社区',
  returned: '已经全部退款',
}

/** The whole of a gift's way in one sentence: 您的 50 元里，40 元已经用上，10 元还在基金里。 */
export function traceSentence({ amountFen, pieces, number }: GiftTrace): string {
  if (number === null) return `您的 ${money(amountFen)} 刚刚到账，正在编进账本，过几分钟就能看到去向。`
  const sum = (state: TracePiece['state']) =>
    pieces.filter((piece) => piece.state === state).reduce((total, piece) => total + piece.amountFen, 0)
  const told = (['spent', 'setApart', 'waiting', 'moved', 'returned'] as const).flatMap((state) => {
    const part = sum(state)
    return part === 0 ? [] : [`${money(part as GiftTrace['amountFen'])} ${states[state].word}`]
  })
  const [only] = pieces
  if (told.length === 1 && only) return `您的 ${money(amountFen)} ${wholeWords[only.state]}。`
  return `您的 ${money(amountFen)}：${told.join('，')}。`
}

const kinds: Record<DisclosureKind, { name: string; rule: string; icon: string }> = {
  disaster: { name: '救灾捐赠', rule: '每 5 天公布一次', icon: 'alert' },
  progress: { name: '定期公布', rule: '超过 6 个月的，每 3 个月公布一次', icon: 'calendar' },
  final: { name: '全面公开', rule: '结束后 3 个月内', icon: 'paper' },
  major: { name: '重大支出', rule: '发生后 30 天内', icon: 'bolt' },
  relatedParty: { name: '关联交易', rule: '发生后 30 天内', icon: 'users' },
  yearly: { name: '年度报告', rule: '次年 5 月 31 日前', icon: 'list' },
}

export function kindWords(kind: DisclosureKind): { name: string; rule: string; icon: string } {
  return kinds[kind]
}

export interface CalendarWords {
  word: string
  tone: 'danger' | 'waiting' | 'quiet' | 'done'
  icon: string
  /** When it is due, as people say it. */
  due: string
}

/** How a disclosure stands, in a word with its icon, and when it is due: the last day that is still in time. */
export function calendarWords({ state, dueAtMs, publishedAtMs }: DisclosureSummary, nowMs: number): CalendarWords {
  const lastDay = fullDate(dueAtMs - 1)
  const days = Math.ceil((dueAtMs - nowMs) / dayMs)
  switch (state) {
    case 'late':
      return { word: '已逾期', tone: 'danger', icon: 'alert', due: `应在 ${lastDay}前公布，晚了 ${1 - days} 天` }
    case 'draft':
      return { word: '待核对', tone: 'waiting', icon: 'edit', due: `${lastDay}前公布，还有 ${days} 天` }
    case 'ahead':
      return { word: '未到时间', tone: 'quiet', icon: 'clock', due: `${lastDay}前公布` }
    case 'published':
      return { word: '已公布', tone: 'done', icon: 'done', due: `${fullDate(publishedAtMs ?? dueAtMs)} 公布` }
  }
}

/** 2026年3月1日 至 2026年5月31日 */
export function periodWords({ fromMs, toMs }: Pick<DisclosureSummary, 'fromMs' | 'toMs'>): string {
  const [first, last] = [fullDate(fromMs), fullDate(toMs - 1)]
  return first === last ? first : `${first} 至 ${last}`
}

const alerts: Record<AlertKind, { name: string; icon: string }> = {
  idle: { name: '闲置', icon: 'clock' },
  spendingRatio: { name: '支出比例', icon: 'filter' },
  managementRatio: { name: '管理费', icon: 'filter' },
  deadline: { name: '公示逾期', icon: 'calendar' },
  difference: { name: '对账差异', icon: 'swap' },
  books: { name: '账目不符', icon: 'alert' },
}

export function alertWords(kind: AlertKind): { name: string; icon: string } {
  return alerts[kind]
}

/** A ratio in a sentence that says what it is measured against and whether that is enough. */
export function ratioSentence(which: 'spending' | 'management', ratio: Ratio): string {
  const { percent, limitPercent, verdict, partFen, wholeFen } = ratio
  if (which === 'spending') {
    if (percent === null) return '去年还没有收到善款，今年没有要求。'
    const spent = `今年用出 ${money(partFen)}，是去年收到 ${money(wholeFen)} 的 ${percent}%`
    return verdict === 'within'
      ? `${spent}，达到了规定的 ${limitPercent}%。`
      : `${spent}，年底前要达到 ${limitPercent}%。`
  }
  if (percent === null) return '今年还没有用出，也没有管理费。'
  if (partFen === 0) return `今年没有花管理费，${money(wholeFen)} 全用在居民身上。`
  const cost = `管理费 ${money(partFen)}，占今年用出的 ${percent}%`
  return verdict === 'within'
    ? `${cost}，没有超过规定的 ${limitPercent}%。`
    : `${cost}，超过了规定的 ${limitPercent}%。`
}
