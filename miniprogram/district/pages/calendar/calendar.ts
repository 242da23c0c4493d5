import type { DisclosureId, DisclosureSummary } from '../../../../typings/disclosure'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { type CalendarWords, calendarWords, kindWords } from '../../../format/disclosure'
import { listCalendar } from '../../../services/disclosure'

interface Row {
  disclosureId: DisclosureId
  title: string
  about: string
  words: CalendarWords
  /** Only what has a draft can be opened. */
  opens: boolean
}
interface Group {
  key: 'late' | 'draft' | 'ahead'
  title: string
  count: number
  rows: Row[]
}
interface Calendar {
  groups: Group[]
  sentence: string
}

const titles: Record<Group['key'], string> = { late: '已经逾期', draft: '等您核对', ahead: '接下来' }
/** What comes later is there to be seen coming, not to be read through. */
const aheadShown = 12

Page({
  behaviors: [careBehavior],
  data: { calendar: { status: 'loading' } as Remote<Calendar> },
  reader: null as RemoteReader<Calendar> | null,
  ...readerHandlers,

  onLoad() {
    this.reader = remote({
      read: async () => calendarOf(await listCalendar()),
      show: (calendar) => this.setData({ calendar }),
      isEmpty: ({ groups }) => groups.length === 0,
    })
  },
  async onShow() {
    await this.reader?.load()
  },
  onOpen({ currentTarget }: Tap<{ id: DisclosureId; opens: boolean }>) {
    const { id, opens } = currentTarget.dataset
    if (opens) void wx.navigateTo({ url: `/district/pages/disclosure/disclosure?disclosureId=${id}` })
  },
  onEvent() {
    void wx.navigateTo({ url: '/district/pages/event/event' })
  },
  onExports() {
    void wx.navigateTo({ url: '/district/pages/exports/exports' })
  },
})

function calendarOf(list: readonly DisclosureSummary[]): Calendar {
  const nowMs = Date.now()
  const groups = (['late', 'draft', 'ahead'] as const).flatMap((key): Group[] => {
    const own = list.filter(({ state }) => state === key)
    const rows = (key === 'ahead' ? own.slice(0, aheadShown) : own).map((each) => rowOf(each, nowMs))
    return own.length === 0 ? [] : [{ key, title: titles[key], count: own.length, rows }]
  })
  const count = (key: Group['key']) => groups.find((group) => group.key === key)?.count ?? 0
  const late = count('late')
  return {
    groups,
    sentence:
      late > 0
        ? `有 ${late} 份已经逾期，请先公布它们。`
        : count('draft') > 0
          ? `有 ${count('draft')} 份草稿等您核对，都还来得及。`
          : '没有要公布的，到时间系统会备好草稿。',
  }
}

function rowOf(summary: DisclosureSummary, nowMs: number): Row {
  const { name, rule } = kindWords(summary.kind)
  return {
    ...{ disclosureId: summary.disclosureId, title: summary.title },
    about: `${name} · ${rule}`,
    words: calendarWords(summary, nowMs),
    opens: summary.state !== 'ahead',
  }
}
