import type { NeedId } from '../../../../typings/ids'
import type { DeclineReason } from '../../../../typings/needs'
import { careBehavior } from '../../../behaviors/care'
import type { Said } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { isIdOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { followMe, readMe } from '../../../behaviors/session'
import { failureLine, failureWords } from '../../../format/errors'
import { dial, tell } from '../../../platform/device'
import { getTask } from '../../../services/needs'
import { getVoice } from '../../../services/residents'
import { accept, decline } from '../../answering'
import { type TaskView, taskView } from './view'

interface TaskData {
  care: boolean
  task: Remote<TaskView>
  /** The offer went to somebody else: said kindly, in place of an error. */
  gone: boolean
  busy: boolean
  declining: boolean
  dutyPhone: string
  /** Fetched when the worker wants to hear it: each time is on record. */
  voiceUrl: string
}

const data: TaskData = {
  care: false,
  task: { status: 'loading' },
  gone: false,
  busy: false,
  declining: false,
  dutyPhone: '',
  voiceUrl: '',
}

Page({
  behaviors: [careBehavior],
  data,
  needId: '' as NeedId | '',
  reader: null as RemoteReader<TaskView> | null,
  leave: null as (() => void) | null,
  ...readerHandlers,

  onLoad(query) {
    const { needId } = query
    if (!isIdOf(needId, 'need_')) {
      void wx.redirectTo({ url: '/worker/pages/tasks/tasks' })
      return
    }
    this.needId = needId
    this.reader = remote({
      read: async () => {
        try {
          return taskView(await getTask(needId), Date.now())
        } catch (error) {
          const { code } = failureWords(error)
          // A task that was another's in the meantime looks like one that is not there.
          if (code === 'OFFER_GONE' || code === 'NOT_FOUND') this.setData({ gone: true })
          throw error
        }
      },
      show: (task) => this.setData({ task }),
    })
    this.leave = followMe((me) => this.setData({ dutyPhone: me.emergencyPhone }))
    readMe().catch(() => undefined)
  },
  async onShow() {
    if (!this.data.gone) await this.reader?.load()
  },
  onUnload() {
    this.reader?.stop()
    this.leave?.()
  },

  async accept() {
    const { task, busy } = this.data
    if (busy || this.needId === '' || task.status !== 'ready' || task.value.offerId === '') return
    this.setData({ busy: true })
    const answer = await accept(this.needId, task.value.offerId)
    this.setData({ busy: false })
    if (answer.kind === 'gone') this.setData({ gone: true })
    else if (answer.kind === 'failed') tell(`${answer.failure.title}，${answer.failure.advice}`)
    else {
      this.reader?.put(taskView(answer.value, Date.now()))
      tell('接好了，请尽快联系居民')
      void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
    }
  },
  startDecline() {
    this.setData({ declining: true })
  },
  stopDecline() {
    this.setData({ declining: false })
  },
  async decline({ detail }: Said<{ reason: DeclineReason; note: string }>) {
    const { task, busy } = this.data
    if (busy || this.needId === '' || task.status !== 'ready' || task.value.offerId === '') return
    this.setData({ busy: true })
    const answer = await decline(this.needId, task.value.offerId, detail.reason, detail.note)
    this.setData({ busy: false, declining: false })
    if (answer.kind === 'gone') this.setData({ gone: true })
    else if (answer.kind === 'failed') tell(`${answer.failure.title}，${answer.failure.advice}`)
    else {
      tell('已转给别的社工')
      this.backToTasks()
    }
  },

  async call() {
    const { task } = this.data
    if (task.status === 'ready' && task.value.contact !== null) await dial(task.value.contact.phone)
  },
  async fetchVoice() {
    if (this.needId === '') return
    try {
      const voice = await getVoice(this.needId)
      if (voice === null) tell('这段录音现在听不了')
      else this.setData({ voiceUrl: voice.url })
    } catch (error) {
      tell(failureLine(error))
    }
  },
  openCase() {
    void wx.navigateTo({ url: `/worker/pages/case/case?needId=${this.needId}` })
  },
  askFund() {
    const { task } = this.data
    const field = task.status === 'ready' ? task.value.field : ''
    void wx.navigateTo({ url: `/committee/pages/new/new?needId=${this.needId}&field=${field}` })
  },
  backToTasks() {
    const pages = getCurrentPages()
    const before = pages[pages.length - 2]
    if (before?.route === 'worker/pages/tasks/tasks') void wx.navigateBack()
    else void wx.redirectTo({ url: '/worker/pages/tasks/tasks' })
  },
})
