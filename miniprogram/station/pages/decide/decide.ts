import type { CaseDetail } from '../../../../typings/cases'
import type { NeedId } from '../../../../typings/ids'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { isIdOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { type CaseView, caseView } from '../../../format/case-view'
import { failureWords } from '../../../format/errors'
import { dayAndTime } from '../../../format/time'
import { dial, tell } from '../../../platform/device'
import { newKey } from '../../../platform/keys'
import { addSupervisionNote, askAccess, decideCase, getStationCase, listSensitiveReads } from '../../../services/cases'

/** What the one field on the page is for. */
type Purpose = 'decide' | 'supervise' | 'askAccess'

interface DecideData {
  care: boolean
  kase: Remote<CaseView>
  purpose: Purpose
  /** plan, closure, or empty when nothing waits for this person. */
  what: 'plan' | 'closure' | ''
  note: string
  missing: string
  busy: boolean
  reads: readonly { key: string; words: string; time: string }[]
  readsOpen: boolean
}

const data: DecideData = {
  care: false,
  kase: { status: 'loading' },
  purpose: 'decide',
  what: '',
  note: '',
  missing: '',
  busy: false,
  reads: [],
  readsOpen: false,
}

Page({
  behaviors: [careBehavior],
  data,
  needId: '' as NeedId | '',
  key: newKey(),
  reader: null as RemoteReader<CaseView> | null,
  ...readerHandlers,

  onLoad(query) {
    const { needId } = query
    if (!isIdOf(needId, 'need_')) {
      void wx.navigateBack()
      return
    }
    this.needId = needId
    this.key = newKey()
    this.reader = remote({
      read: async () => caseView(await getStationCase(needId), Date.now()),
      show: (kase) => this.show(kase),
    })
  },
  async onShow() {
    await this.reader?.load()
  },
  show(kase: Remote<CaseView>) {
    const can = kase.status === 'ready' ? kase.value.can : []
    const what = can.includes('decidePlan') ? 'plan' : can.includes('decideClosure') ? 'closure' : ''
    this.setData({ kase, what, purpose: what === '' ? 'supervise' : 'decide' })
  },

  type({ detail }: Said<{ value: string }>) {
    this.setData({ note: detail.value, missing: '' })
  },
  aim({ currentTarget }: Tap<{ purpose: Purpose }>) {
    this.setData({ purpose: currentTarget.dataset.purpose, missing: '' })
  },

  async decide({ currentTarget }: Tap<{ approved: boolean }>) {
    const { approved } = currentTarget.dataset
    const { what, note } = this.data
    if (what === '') return
    if (!approved && note.trim() === '') return this.setData({ missing: '退回修改要写一句，社工才知道改哪里' })
    await this.send(
      (needId, version) => decideCase({ needId, key: this.key, version, what, approved, note: note.trim() }),
      approved ? '批准了，社工会收到通知' : '已退回修改，社工会收到通知',
    )
  },
  async supervise() {
    const text = this.data.note.trim()
    if (text === '') return this.setData({ missing: '请写一句' })
    await this.send((needId) => addSupervisionNote({ needId, key: this.key, text }), '话带到了')
  },
  async askForFile() {
    const reason = this.data.note.trim()
    if (reason.length < 5) return this.setData({ missing: '请写清为什么要看，至少五个字' })
    await this.send(async (needId) => {
      await askAccess(needId, this.key, reason)
      return getStationCase(needId)
    }, '已申请，批准后您会收到消息')
  },
  async send(step: (needId: NeedId, version: number) => Promise<CaseDetail>, said: string) {
    const { kase, busy } = this.data
    if (busy || this.needId === '' || kase.status !== 'ready') return
    this.setData({ busy: true, missing: '' })
    try {
      this.reader?.put(caseView(await step(this.needId, kase.value.version), Date.now()))
      this.key = newKey()
      this.setData({ note: '' })
      tell(said)
    } catch (error) {
      const { code, title, advice } = failureWords(error)
      if (code !== 'OFFLINE') this.key = newKey()
      this.setData({ missing: code === 'NOT_NOW' && error instanceof Error ? error.message : `${title}，${advice}` })
      if (code === 'CONFLICT' || code === 'NOT_NOW') await this.reader?.load()
    } finally {
      this.setData({ busy: false })
    }
  },

  reassign() {
    void wx.navigateTo({ url: `/station/pages/reassign/reassign?needId=${this.needId}` })
  },
  async call() {
    const { kase } = this.data
    if (kase.status === 'ready' && kase.value.contact !== null) await dial(kase.value.contact.phone)
  },
  async toggleReads() {
    const { readsOpen } = this.data
    this.setData({ readsOpen: !readsOpen })
    if (readsOpen || this.needId === '') return
    try {
      const page = await listSensitiveReads(this.needId, null)
      const nowMs = Date.now()
      const reads = page.rows.map(({ atMs, readerName, what }, index) => ({
        key: `${atMs}-${index}`,
        words: `${readerName} ${what}`,
        time: dayAndTime(atMs, nowMs),
      }))
      this.setData({ reads })
    } catch (error) {
      tell(failureWords(error).title)
    }
  },
})
