import type { Note, Thread } from '../../../../typings/aftercare'
import type { NeedId, RequestKey } from '../../../../typings/ids'
import { careBehavior } from '../../../behaviors/care'
import type { Said } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { type Poll, poll } from '../../../behaviors/poll'
import { isIdOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { failureLine, failureWords } from '../../../format/errors'
import { fieldAndSkill } from '../../../format/fields'
import { dayAndTime } from '../../../format/time'
import { tell } from '../../../platform/device'
import { newKey } from '../../../platform/keys'
import { listNotes, sendNote, setNotesRead } from '../../../services/residents'

interface NoteRow {
  noteId: string
  mine: boolean
  fromName: string
  text: string
  time: string
  foot: string
}

interface ThreadView {
  withName: string
  about: string
  canWrite: boolean
  /** Oldest first, as one reads a talk. */
  rows: readonly NoteRow[]
  earlier: string
  latest: string
}

interface ThreadData {
  care: boolean
  thread: Remote<ThreadView>
  text: string
  sending: boolean
  loadingEarlier: boolean
}

const data: ThreadData = { care: false, thread: { status: 'loading' }, text: '', sending: false, loadingEarlier: false }

Page({
  behaviors: [careBehavior],
  data,
  needId: '' as NeedId | '',
  reader: null as RemoteReader<ThreadView> | null,
  polling: null as Poll | null,
  /** Of the line that is being sent: sent again it is the same line. */
  key: newKey() as RequestKey,
  ...readerHandlers,

  onLoad({ needId }) {
    if (!isIdOf(needId, 'need_')) {
      void wx.switchTab({ url: '/pages/needs/needs' })
      return
    }
    this.needId = needId
    this.reader = remote({
      read: async () => threadView(await listNotes(needId, null)),
      show: (thread) => this.show(thread),
    })
    this.polling = poll({ ask: () => this.lookAgain() })
  },
  async onShow() {
    await this.reader?.load()
    this.polling?.start()
    this.toEnd()
  },
  onHide() {
    this.polling?.stop()
  },
  onUnload() {
    this.polling?.stop()
    this.reader?.stop()
  },

  show(thread: Remote<ThreadView>) {
    const before = latestOf(this.data.thread)
    this.setData({ thread })
    const latest = latestOf(thread)
    if (latest === before || this.needId === '') return
    // Being read is a convenience: when it cannot be noted, the talk goes on.
    setNotesRead(this.needId).catch(() => undefined)
    this.toEnd()
  },
  async lookAgain(): Promise<boolean> {
    const before = latestOf(this.data.thread)
    await this.reader?.load()
    return latestOf(this.data.thread) !== before
  },
  toEnd() {
    void wx.pageScrollTo({ scrollTop: 100_000, duration: 0 })
  },
  async earlier() {
    const { thread, loadingEarlier } = this.data
    if (thread.status !== 'ready' || thread.value.earlier === '' || this.needId === '' || loadingEarlier) return
    this.setData({ loadingEarlier: true })
    try {
      const older = threadView(await listNotes(this.needId, thread.value.earlier))
      const value = { ...thread.value, rows: [...older.rows, ...thread.value.rows], earlier: older.earlier }
      this.setData({ thread: { ...thread, value } })
    } catch (error) {
      tell(failureLine(error))
    } finally {
      this.setData({ loadingEarlier: false })
    }
  },

  type({ detail }: Said<{ value: string }>) {
    this.setData({ text: detail.value })
  },
  async send() {
    const { text, sending } = this.data
    const words = text.trim()
    if (words === '' || sending || this.needId === '') return
    this.setData({ sending: true })
    try {
      const note = await sendNote(this.needId, this.key, words)
      this.key = newKey()
      this.setData({ text: '' })
      if (note.state === 'held') tell('这句话要先给工作人员看一看，通过后对方就能看到')
      await this.reader?.load()
      this.toEnd()
    } catch (error) {
      const { code } = failureWords(error)
      // Other words are another line.
      if (code === 'CONTENT_REFUSED' || code === 'KEY_REUSED') this.key = newKey()
      tell(code === 'CONTENT_REFUSED' ? '这句话不能发，请换一种说法' : failureLine(error))
    } finally {
      this.setData({ sending: false })
    }
  },
})

function threadView(thread: Thread): ThreadView {
  const { rows, withName, about, canWrite, nextCursor } = thread
  return {
    withName: withName ?? '',
    about: fieldAndSkill(about.field, about.subSkill),
    canWrite,
    rows: [...rows].reverse().map(noteRow),
    earlier: nextCursor ?? '',
    latest: rows[0]?.noteId ?? '',
  }
}

function noteRow(note: Note): NoteRow {
  const { noteId, mine, fromName, text, atMs, state, read } = note
  const held = state === 'held' ? '等待审核' : state === 'refused' ? '没有通过审核，对方看不到' : ''
  const foot = held !== '' ? held : mine && read ? '已读' : ''
  return { noteId, mine, fromName, text, time: dayAndTime(atMs, Date.now()), foot }
}

function latestOf(thread: Remote<ThreadView>): string {
  return thread.status === 'ready' ? thread.value.latest : ''
}
