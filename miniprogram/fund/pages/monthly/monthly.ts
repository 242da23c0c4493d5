import type { FundId } from '../../../../typings/ids'
import type { MonthlyGift } from '../../../../typings/income'
import type { Fen } from '../../../../typings/money'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { idOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { knownMe, readMe } from '../../../behaviors/session'
import { failureLine } from '../../../format/errors'
import { dayAndTime } from '../../../format/time'
import { tell } from '../../../platform/device'
import { askForMessages } from '../../../platform/subscription'
import { getFund } from '../../../services/funds'
import { listMonthly, removeMonthly, setMonthly } from '../../../services/income'

interface Row extends MonthlyGift {
  when: string
}
interface MonthlyView {
  /** The fund that the page was opened for; null when it was opened from the person's own pages. */
  fundName: string | null
  rows: readonly Row[]
}

const days = [1, 5, 10, 15, 20, 25, 28]

interface MonthlyData {
  care: boolean
  list: Remote<MonthlyView>
  days: readonly number[]
  day: number
  yuan: number
  busy: boolean
}
const data: MonthlyData = { care: false, list: { status: 'loading' }, days, day: 5, yuan: 20, busy: false }

/** Monthly giving: WeChat charges nobody by itself here, so the page promises a reminder and nothing more. */
Page({
  behaviors: [careBehavior],
  data,
  fundId: '' as FundId | '',
  reader: null as RemoteReader<MonthlyView> | null,
  ...readerHandlers,

  onLoad(query) {
    this.reader = remote({
      read: async () => {
        if (query.fundId) this.fundId = idOf(query, 'fundId', 'fund_')
        const { fundId } = this
        const [own, fund] = await Promise.all([listMonthly(), fundId === '' ? null : getFund(fundId)])
        const rows = own.map((row) => ({ ...row, when: dayAndTime(row.nextAtMs, Date.now()) }))
        return { fundName: fund?.name ?? null, rows }
      },
      show: (list) => this.show(list),
      isEmpty: ({ fundName, rows }) => fundName === null && rows.length === 0,
    })
    void this.reader.load()
    void readMe().catch(() => null)
  },
  show(list: Remote<MonthlyView>) {
    this.setData({ list })
    const own = list.status === 'ready' ? list.value.rows.find(({ fundId }) => fundId === this.fundId) : undefined
    if (own) this.setData({ day: own.dayOfMonth, yuan: own.amountFen / 100 })
  },
  chooseAmount({ detail }: Said<{ yuan: number }>) {
    this.setData({ yuan: detail.yuan })
  },
  chooseDay({ currentTarget }: Tap<{ day: number }>) {
    this.setData({ day: currentTarget.dataset.day })
  },
  async save() {
    const { fundId } = this
    const { day, yuan, busy } = this.data
    if (busy || fundId === '') return
    this.setData({ busy: true })
    const me = knownMe()
    // Within the tap, as WeChat asks; the inbox has the reminder in any case.
    const asked =
      me && me.messageCredits.giftReminder === 0 ? askForMessages(me, ['giftReminder']) : Promise.resolve([])
    try {
      await setMonthly(fundId, (yuan * 100) as Fen, day)
      await asked
      tell(`记好了，每月 ${day} 日提醒您`)
      await this.reader?.load()
    } catch (error) {
      tell(failureLine(error))
    } finally {
      this.setData({ busy: false })
    }
  },
  async remove({ currentTarget }: Tap<{ id: FundId }>) {
    try {
      await removeMonthly(currentTarget.dataset.id)
      tell('不再提醒了')
    } catch (error) {
      tell(failureLine(error))
    }
    await this.reader?.load()
  },
  openFunds() {
    void wx.switchTab({ url: '/pages/funds/funds' })
  },
})
