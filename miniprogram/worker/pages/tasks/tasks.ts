import type { NeedId, OfferId } from '../../../../typings/ids'
import type { DeclineReason, WorkerLoad } from '../../../../typings/needs'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { listHandlers } from '../../../behaviors/handlers'
import { type Poll, poll } from '../../../behaviors/poll'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { followMe, knownMe, readMe } from '../../../behaviors/session'
import type { Failure } from '../../../format/errors'
import { tell } from '../../../platform/device'
import { askForMessages } from '../../../platform/subscription'
import { listTasks } from '../../../services/needs'
import { accept, decline } from '../../answering'
import { type TaskRow, taskRow } from '../../task-row'

interface TasksData {
  care: boolean
  tasks: Remote<Listing<TaskRow>>
  offers: readonly TaskRow[]
  cases: readonly TaskRow[]
  load: WorkerLoad | null
  /** Notices of new tasks that may still be sent; -1 while unknown. */
  credits: number
  /** The offer whose answer is on its way, or that is being declined. */
  busy: NeedId | ''
  declining: TaskRow | null
  gone: boolean
}

const data: TasksData = {
  care: false,
  tasks: { status: 'loading' },
  offers: [],
  cases: [],
  load: null,
  credits: -1,
  busy: '',
  declining: null,
  gone: false,
}

Page({
  behaviors: [careBehavior],
  data,
  list: null as Paging | null,
  polling: null as Poll | null,
  leave: null as (() => void) | null,
  ...listHandlers,

  onLoad() {
    this.list = paging({
      read: async (cursor) => {
        const page = await listTasks(cursor)
        this.setData({ load: page.load })
        return page
      },
      present: (task) => taskRow(task, Date.now()),
      show: (tasks) => this.show(tasks),
    })
    this.polling = poll({ ask: () => this.lookAgain(), firstPauseMs: 5_000, longestPauseMs: 60_000 })
    this.leave = followMe((me) => this.setData({ credits: me.messageCredits.taskOffered }))
    readMe().catch(() => undefined)
  },
  async onShow() {
    await this.list?.load()
    this.polling?.start()
  },
  onHide() {
    this.polling?.stop()
  },
  onUnload() {
    this.polling?.stop()
    this.list?.stop()
    this.leave?.()
  },

  /** Offers first: they have a deadline. */
  show(tasks: Remote<Listing<TaskRow>>) {
    const rows = tasks.status === 'ready' ? tasks.value.rows : []
    this.setData({
      tasks,
      offers: rows.filter((row) => row.offerId !== ''),
      cases: rows.filter((row) => row.offerId === ''),
    })
  },
  /** Only while the list's beginning is all there is: a longer one would jump under the finger. */
  async lookAgain(): Promise<boolean> {
    const { tasks, busy, declining } = this.data
    if (busy !== '' || declining !== null || (tasks.status === 'ready' && tasks.value.rows.length > 20)) return false
    const before = this.data.offers.map((row) => row.offerId).join()
    await this.list?.load()
    return this.data.offers.map((row) => row.offerId).join() !== before
  },

  open({ currentTarget }: Tap<{ id: NeedId }>) {
    void wx.navigateTo({ url: `/worker/pages/task/task?needId=${currentTarget.dataset.id}` })
  },
  openCase({ currentTarget }: Tap<{ id: NeedId }>) {
    void wx.navigateTo({ url: `/worker/pages/case/case?needId=${currentTarget.dataset.id}` })
  },
  openDay() {
    void wx.navigateTo({ url: '/worker/pages/day/day' })
  },

  async acceptOffer({ currentTarget }: Tap<{ id: NeedId; offer: OfferId }>) {
    const { id, offer } = currentTarget.dataset
    if (this.data.busy !== '') return
    this.setData({ busy: id })
    const answer = await accept(id, offer)
    this.setData({ busy: '' })
    if (answer.kind === 'done') {
      tell('接好了，请尽快联系居民')
      void wx.navigateTo({ url: `/worker/pages/task/task?needId=${id}` })
    } else await this.unanswered(answer)
  },

  startDecline({ currentTarget }: Tap<{ id: NeedId }>) {
    const row = this.data.offers.find((offer) => offer.needId === currentTarget.dataset.id)
    if (row !== undefined) this.setData({ declining: row })
  },
  stopDecline() {
    this.setData({ declining: null })
  },
  async declineOffer({ detail }: Said<{ reason: DeclineReason; note: string }>) {
    const { declining, busy } = this.data
    if (declining === null || declining.offerId === '' || busy !== '') return
    this.setData({ busy: declining.needId })
    const answer = await decline(declining.needId, declining.offerId, detail.reason, detail.note)
    this.setData({ busy: '', declining: null })
    if (answer.kind === 'done') {
      tell('已转给别的社工')
      await this.list?.load()
    } else await this.unanswered(answer)
  },
  async unanswered(answer: { kind: 'gone' } | { kind: 'failed'; failure: Failure }) {
    if (answer.kind === 'gone') this.setData({ gone: true })
    else tell(`${answer.failure.title}，${answer.failure.advice}`)
    await this.list?.load()
  },
  closeGone() {
    this.setData({ gone: false })
  },

  async addCredit() {
    const me = knownMe()
    if (me === null) return
    const allowed = await askForMessages(me, ['taskOffered'])
    if (allowed.length === 0) return tell('没关系，新任务也会出现在这里')
    tell('好的，新任务会发微信给您')
    await readMe(true).catch(() => undefined)
  },
})
