import type { NeedId, WorkerId } from '../../../../typings/ids'
import { careBehavior } from '../../../behaviors/care'
import type { Said } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { isIdOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { type ColleagueRow, colleagueRows } from '../../../format/colleagues'
import { failureWords } from '../../../format/errors'
import { tell } from '../../../platform/device'
import { newKey } from '../../../platform/keys'
import { listColleagues, reassignCase } from '../../../services/cases'

interface ReassignData {
  care: boolean
  colleagues: Remote<readonly ColleagueRow[]>
  chosen: WorkerId | ''
  chosenName: string
  reason: string
  missing: string
  sending: boolean
}

const data: ReassignData = {
  care: false,
  colleagues: { status: 'loading' },
  chosen: '',
  chosenName: '',
  reason: '',
  missing: '',
  sending: false,
}

Page({
  behaviors: [careBehavior],
  data,
  needId: '' as NeedId | '',
  key: newKey(),
  reader: null as RemoteReader<readonly ColleagueRow[]> | null,
  ...readerHandlers,

  async onLoad(query) {
    const { needId } = query
    if (!isIdOf(needId, 'need_')) {
      void wx.navigateBack()
      return
    }
    this.needId = needId
    this.key = newKey()
    this.reader = remote({
      read: async () => colleagueRows(await listColleagues(needId)),
      show: (colleagues) => this.setData({ colleagues }),
      isEmpty: (rows) => rows.length === 0,
    })
    await this.reader.load()
  },
  choose({ detail }: Said<{ id: WorkerId; name: string }>) {
    this.setData({ chosen: detail.id, chosenName: detail.name, missing: '' })
  },
  type({ detail }: Said<{ value: string }>) {
    this.setData({ reason: detail.value, missing: '' })
  },
  async send() {
    const { chosen, chosenName, reason, sending } = this.data
    if (sending || this.needId === '') return
    const missing = chosen === '' ? '请选一位社工' : reason.trim().length < 2 ? '请写明为什么换' : ''
    this.setData({ missing })
    if (chosen === '' || missing !== '') return
    this.setData({ sending: true })
    try {
      await reassignCase(this.needId, this.key, chosen, reason.trim())
      tell(`已转给${chosenName}，两位都会收到通知`)
      void wx.navigateBack()
    } catch (error) {
      const { code, title, advice } = failureWords(error)
      if (code !== 'OFFLINE') this.key = newKey()
      const own = (code === 'NOT_NOW' || code === 'NO_CAPACITY') && error instanceof Error
      this.setData({ missing: own ? `${chosenName}：${error.message}` : `${title}，${advice}` })
      await this.reader?.load()
    } finally {
      this.setData({ sending: false })
    }
  },
})
