import type { IncomeDesk, Reconciliation } from '../../../../typings/income'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { dayWords, importWords, type StateWords, sourceNames } from '../../../format/income'
import { dayAndTime } from '../../../format/time'
import { getIncomeDesk } from '../../../services/income'

interface DayRow extends Reconciliation {
  words: StateWords
  when: string
  figures: string
}
interface DeskView {
  waiting: readonly { name: string; icon: string; url: string; count: string }[]
  lastImport: { title: string; note: string; words: StateWords } | null
  days: readonly DayRow[]
}

const ways = [
  { name: '导入平台和银行明细', note: '先看预览，确认后入账', icon: 'in', url: '/district/pages/import/import' },
  {
    name: '拨付启动资金',
    note: '一人提出，另一人批准',
    icon: 'gift',
    url: '/district/pages/propose/propose?kind=seedGrants',
  },
  {
    name: '基金和街镇共济池划转',
    note: '一人提出，另一人批准',
    icon: 'swap',
    url: '/district/pages/propose/propose?kind=transfer',
  },
  {
    name: '更正一笔账',
    note: '冲回原账，公开原因',
    icon: 'undo',
    url: '/district/pages/propose/propose?kind=correction',
  },
] as const

interface MoneyData {
  care: boolean
  ways: typeof ways
  desk: Remote<DeskView>
}
const data: MoneyData = { care: false, ways, desk: { status: 'loading' } }

/** Where the people of the district see what came in, what does not agree, and what waits for them. */
Page({
  behaviors: [careBehavior],
  data,
  reader: null as RemoteReader<DeskView> | null,
  ...readerHandlers,

  onLoad() {
    this.reader = remote({ read: async () => viewOf(await getIncomeDesk()), show: (desk) => this.setData({ desk }) })
  },
  async onShow() {
    await this.reader?.load()
  },
  open({ currentTarget }: Tap<{ url: string }>) {
    void wx.navigateTo({ url: currentTarget.dataset.url })
  },
})

function viewOf(desk: IncomeDesk): DeskView {
  const nowMs = Date.now()
  const { lastImport } = desk
  const count = (number: number) => (number === 0 ? '' : number > 99 ? '99+' : String(number))
  return {
    waiting: [
      {
        name: '对不上的钱',
        icon: 'alert',
        url: '/district/pages/differences/differences',
        count: count(desk.differences),
      },
      {
        name: '待审批的拨款和更正',
        icon: 'vote',
        url: '/district/pages/proposals/proposals',
        count: count(desk.proposals),
      },
      { name: '退款', icon: 'undo', url: '/district/pages/refunds/refunds', count: count(desk.refunds) },
      { name: '待审的捐赠署名', icon: 'user', url: '/district/pages/names/names', count: count(desk.heldNames) },
    ],
    lastImport: lastImport && {
      title: `${sourceNames[lastImport.source]} · ${lastImport.fileName}`,
      note: `${dayAndTime(lastImport.createdAtMs, nowMs)} · ${lastImport.authorName}`,
      words: importWords[lastImport.status],
    },
    days: desk.days.map((day) => ({
      ...day,
      words: dayWords[day.status],
      when: day.day.slice(5).replace('-', '月').concat('日'),
      figures: `账单 ${day.billCount} 笔，账本 ${day.bookedCount} 笔`,
    })),
  }
}
