import type { Leave, LeaveId } from '../../../../typings/cases'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { listHandlers } from '../../../behaviors/handlers'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { decisionWords } from '../../../format/cases'
import { failureLine } from '../../../format/errors'
import type { StatusWords } from '../../../format/needs'
import { dayMs, dayStartMs, dayText, fullDate, momentOf } from '../../../format/time'
import { tell } from '../../../platform/device'
import { newKey } from '../../../platform/keys'
import { askLeave, cancelLeave, listMyLeaves } from '../../../services/cases'

interface LeaveRow {
  leaveId: LeaveId
  dates: string
  reason: string
  state: StatusWords
  said: string
  canCancel: boolean
}

interface LeaveData {
  care: boolean
  leaves: Remote<Listing<LeaveRow>>
  today: string
  fromDay: string
  untilDay: string
  reason: string
  missing: string
  sending: boolean
}

const data: LeaveData = {
  care: false,
  leaves: { status: 'loading' },
  today: '',
  fromDay: '',
  untilDay: '',
  reason: '',
  missing: '',
  sending: false,
}

Page({
  behaviors: [careBehavior],
  data,
  list: null as Paging | null,
  key: newKey(),
  ...listHandlers,

  onLoad() {
    this.list = paging({
      read: listMyLeaves,
      present: (leave) => leaveRow(leave, Date.now()),
      show: (leaves) => this.setData({ leaves }),
    })
    const today = dayText(Date.now())
    const tomorrow = dayText(Date.now() + dayMs)
    this.setData({ today, fromDay: tomorrow, untilDay: tomorrow })
  },
  async onShow() {
    await this.list?.load()
  },

  chooseFrom({ detail }: Said<{ value: string }>) {
    const untilDay = detail.value > this.data.untilDay ? detail.value : this.data.untilDay
    this.setData({ fromDay: detail.value, untilDay })
  },
  chooseUntil({ detail }: Said<{ value: string }>) {
    this.setData({ untilDay: detail.value })
  },
  type({ detail }: Said<{ value: string }>) {
    this.setData({ reason: detail.value, missing: '' })
  },
  async ask() {
    const { fromDay, untilDay, reason, sending } = this.data
    if (sending) return
    if (reason.trim() === '') return this.setData({ missing: '请写一句原因' })
    this.setData({ sending: true })
    try {
      const fromMs = dayStartMs(fromDay)
      await askLeave({ key: this.key, fromMs, untilMs: momentOf(untilDay), reason: reason.trim() })
      this.key = newKey()
      this.setData({ reason: '' })
      tell('已交站里审批')
      await this.list?.load()
    } catch (error) {
      this.setData({ missing: failureLine(error) })
    } finally {
      this.setData({ sending: false })
    }
  },
  async cancel({ currentTarget }: Tap<{ id: LeaveId }>) {
    try {
      await cancelLeave(currentTarget.dataset.id)
      tell('请假撤回了')
    } catch (error) {
      tell(failureLine(error))
    }
    await this.list?.load()
  },
})

function leaveRow(leave: Leave, nowMs: number): LeaveRow {
  const { leaveId, fromMs, untilMs, reason, state, decidedByName, note } = leave
  return {
    leaveId,
    dates: `${fullDate(fromMs)} 至 ${fullDate(untilMs)}`,
    reason,
    state: decisionWords(state),
    said: decidedByName === null ? '' : [decidedByName, note].filter((part) => part !== '').join('：'),
    canCancel: state === 'waiting' || (state === 'approved' && fromMs > nowMs),
  }
}
