import type { WorkerId } from '../../../../typings/ids'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { listHandlers } from '../../../behaviors/handlers'
import { type Listing, type Paging, paging, type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { failureWords } from '../../../format/errors'
import { tell } from '../../../platform/device'
import { claimTriage } from '../../../services/cases'
import { assignNeed, listCandidates, listTriage } from '../../../services/needs'
import { type CandidateRow, candidateRows, type QueueRow, queueRow } from './view'

interface TriageData {
  care: boolean
  queue: Remote<Listing<QueueRow>>
  /** The need being assigned; null when the sheet is closed. */
  open: QueueRow | null
  candidates: Remote<readonly CandidateRow[]>
  chosen: WorkerId | ''
  note: string
  assigning: boolean
}

const data: TriageData = {
  care: false,
  queue: { status: 'loading' },
  open: null,
  candidates: { status: 'loading' },
  chosen: '',
  note: '',
  assigning: false,
}

Page({
  behaviors: [careBehavior],
  data,
  list: null as Paging | null,
  candidates: null as RemoteReader<readonly CandidateRow[]> | null,
  ...listHandlers,

  onLoad() {
    this.list = paging({
      read: listTriage,
      present: (row) => queueRow(row, Date.now()),
      show: (queue) => this.setData({ queue }),
    })
  },
  async onShow() {
    await this.list?.load()
  },
  onUnload() {
    this.list?.stop()
    this.candidates?.stop()
  },

  async openNeed({ currentTarget }: Tap<{ id: string }>) {
    const { queue } = this.data
    const row =
      queue.status === 'ready' ? queue.value.rows.find(({ needId }) => needId === currentTarget.dataset.id) : undefined
    if (row === undefined) return
    if (!(await this.take(row))) return
    this.setData({ open: row, candidates: { status: 'loading' }, chosen: '', note: '' })
    this.candidates?.stop()
    this.candidates = remote({
      read: async () => candidateRows(await listCandidates(row.needId)),
      show: (candidates) => this.setData({ candidates }),
      isEmpty: (rows) => rows.length === 0,
    })
    await this.candidates.load()
  },
  /** For ten minutes it is this person's to look after; a colleague who was first is named. */
  async take(row: QueueRow): Promise<boolean> {
    try {
      await claimTriage(row.needId, true)
      return true
    } catch (error) {
      const { code, title, advice } = failureWords(error)
      tell(code === 'CONFLICT' ? '同事正在安排这一件，看看别的吧' : `${title}，${advice}`)
      await this.list?.load()
      return false
    }
  },
  async retryCandidates() {
    await this.candidates?.load()
  },
  sheetChanged({ detail }: Said<{ visible: boolean }>) {
    if (!detail.visible) this.close()
  },
  close() {
    const { open, assigning } = this.data
    this.setData({ open: null })
    if (open !== null && !assigning) claimTriage(open.needId, false).catch(() => undefined)
  },

  choose({ currentTarget }: Tap<{ id: WorkerId; fits: boolean; name: string }>) {
    const { id, fits, name } = currentTarget.dataset
    if (fits) this.setData({ chosen: id })
    else tell(`${name}现在不能接这件事，原因写在下面`)
  },
  typeNote({ detail }: Said<{ value: string }>) {
    this.setData({ note: detail.value })
  },
  async assign() {
    const { open, chosen, note, assigning } = this.data
    if (open === null || assigning) return
    if (chosen === '') return tell('请先在上面选一位社工')
    this.setData({ assigning: true })
    try {
      await assignNeed(open.needId, chosen, open.version, note.trim())
      this.setData({ open: null })
      tell('派好了，已通知社工')
      await this.list?.load()
    } catch (error) {
      const { code, title, advice } = failureWords(error)
      tell(`${title}，${advice}`)
      if (code === 'CONFLICT' || code === 'NOT_NOW' || code === 'NOT_FOUND') {
        this.setData({ open: null })
        await this.list?.load()
      } else if (code === 'NO_CAPACITY') await this.candidates?.load()
    } finally {
      this.setData({ assigning: false })
    }
  },
})
