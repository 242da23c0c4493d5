import type { NeedId, WorkerId } from '../../../../typings/ids'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { type ColleagueRow, colleagueRows } from '../../../format/colleagues'
import { failureWords } from '../../../format/errors'
import { tell } from '../../../platform/device'
import { listCandidates } from '../../../services/needs'
import { confirmBatch, previewBatch } from '../../../services/routing'
import { batchView, confirmWords, itemsOf, type Row, type View, withChoice } from './view'

interface BatchData {
  care: boolean
  batch: Remote<View>
  confirm: string
  /** How many the last tap sent; -1 before. */
  sentCount: number
  sending: boolean
  /** The row for which another worker is being chosen; null when the sheet is closed. */
  open: Row | null
  colleagues: Remote<readonly ColleagueRow[]>
}

const data: BatchData = {
  care: false,
  batch: { status: 'loading' },
  confirm: '',
  sentCount: -1,
  sending: false,
  open: null,
  colleagues: { status: 'loading' },
}

Page({
  behaviors: [careBehavior],
  data,
  reader: null as RemoteReader<View> | null,
  colleagues: null as RemoteReader<readonly ColleagueRow[]> | null,

  async onLoad() {
    this.reader = remote({
      read: async () => batchView(await previewBatch(), Date.now()),
      show: (batch) => this.setData({ batch, confirm: batch.status === 'ready' ? confirmWords(batch.value.rows) : '' }),
      isEmpty: ({ rows }) => rows.length === 0,
    })
    await this.reader.load()
  },
  onUnload() {
    this.reader?.stop()
    this.colleagues?.stop()
  },
  async onPullDownRefresh() {
    await this.reload()
    wx.stopPullDownRefresh()
  },
  async retry() {
    await this.reader?.load()
  },
  /** What the supervisor changed is theirs to keep until they ask for a fresh batch. */
  async reload() {
    this.setData({ sentCount: -1 })
    await this.reader?.load()
  },

  skip({ currentTarget }: Tap<{ id: NeedId }>) {
    this.change(currentTarget.dataset.id, (row) => ({ ...row, skipped: !row.skipped }))
  },
  change(needId: NeedId, how: (row: Row) => Row) {
    const { batch } = this.data
    if (batch.status !== 'ready' || this.data.sending) return
    const rows = batch.value.rows.map((row) => (row.needId === needId ? how(row) : row))
    this.reader?.put({ ...batch.value, rows })
  },

  async openRow({ currentTarget }: Tap<{ id: NeedId }>) {
    const { batch } = this.data
    const row =
      batch.status === 'ready' ? batch.value.rows.find(({ needId }) => needId === currentTarget.dataset.id) : undefined
    if (row === undefined) return
    this.setData({ open: row, colleagues: { status: 'loading' } })
    this.colleagues?.stop()
    this.colleagues = remote({
      read: async () => colleagueRows(await listCandidates(row.needId)),
      show: (colleagues) => this.setData({ colleagues }),
      isEmpty: (rows) => rows.length === 0,
    })
    await this.colleagues.load()
  },
  async retryColleagues() {
    await this.colleagues?.load()
  },
  sheetChanged({ detail }: Said<{ visible: boolean }>) {
    if (!detail.visible) this.close()
  },
  close() {
    this.setData({ open: null })
  },
  choose({ detail }: Said<{ id: WorkerId }>) {
    const { open, colleagues } = this.data
    const chosen =
      colleagues.status === 'ready' ? colleagues.value.find(({ workerId }) => workerId === detail.id) : null
    if (open === null || !chosen) return
    this.change(open.needId, (row) => withChoice(row, chosen))
    this.close()
  },

  async confirmAll() {
    const { batch, sending } = this.data
    if (batch.status !== 'ready' || sending) return
    const items = itemsOf(batch.value.rows)
    if (items.length === 0) return tell('没有选中要派的求助')
    this.setData({ sending: true })
    try {
      const outcomes = new Map((await confirmBatch(items, '')).map((outcome) => [outcome.needId, outcome]))
      this.setData({ sending: false })
      const rows = batch.value.rows.map((row) => ({ ...row, outcome: outcomes.get(row.needId)?.words ?? row.outcome }))
      this.reader?.put({ ...batch.value, rows })
      this.setData({ sentCount: [...outcomes.values()].filter(({ outcome }) => outcome === 'offered').length })
    } catch (error) {
      const { title, advice } = failureWords(error)
      tell(`${title}，${advice}`)
    } finally {
      this.setData({ sending: false })
    }
  },
})
