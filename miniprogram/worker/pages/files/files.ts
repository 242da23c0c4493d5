import type { ChildFile } from '../../../../typings/case-sharing'
import type { NeedId } from '../../../../typings/ids'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { listHandlers } from '../../../behaviors/handlers'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { decisionWords, stageName } from '../../../format/cases'
import { failureWords } from '../../../format/errors'
import { fieldAndSkill } from '../../../format/fields'
import type { StatusWords } from '../../../format/needs'
import { dayAndTime } from '../../../format/time'
import { tell } from '../../../platform/device'
import { newKey } from '../../../platform/keys'
import { askAccess, listChildFiles } from '../../../services/cases'

interface FileRow {
  needId: NeedId
  about: string
  place: string
  who: string
  state: StatusWords | null
  said: string
  /** May be read right now. */
  open: boolean
  /** May be asked for: never was, was refused, or the time is over. */
  askable: boolean
}

interface FilesData {
  care: boolean
  files: Remote<Listing<FileRow>>
  asking: NeedId | ''
  reason: string
  missing: string
  busy: boolean
}

const data: FilesData = { care: false, files: { status: 'loading' }, asking: '', reason: '', missing: '', busy: false }
const leastReason = 5

Page({
  behaviors: [careBehavior],
  data,
  key: newKey(),
  list: null as Paging | null,
  ...listHandlers,

  onLoad() {
    this.list = paging({
      read: listChildFiles,
      present: (file) => fileRow(file, Date.now()),
      show: (files) => this.setData({ files }),
    })
  },
  async onShow() {
    await this.list?.load()
  },
  start({ currentTarget }: Tap<{ id: NeedId }>) {
    this.key = newKey()
    this.setData({ asking: currentTarget.dataset.id, reason: '', missing: '' })
  },
  stop() {
    this.setData({ asking: '' })
  },
  type({ detail }: Said<{ value: string }>) {
    this.setData({ reason: detail.value, missing: '' })
  },
  async ask() {
    const { asking, busy } = this.data
    const reason = this.data.reason.trim()
    if (busy || asking === '') return
    if ([...reason].length < leastReason) return this.setData({ missing: '请写清为什么要看，至少五个字' })
    this.setData({ busy: true })
    try {
      await askAccess(asking, this.key, reason)
      this.setData({ asking: '' })
      tell('已申请，批准后您会收到消息')
      await this.list?.load()
    } catch (error) {
      const { code, title, advice } = failureWords(error)
      if (code !== 'OFFLINE') this.key = newKey()
      this.setData({ missing: `${title}，${advice}` })
    } finally {
      this.setData({ busy: false })
    }
  },
  read({ currentTarget }: Tap<{ id: NeedId }>) {
    void wx.navigateTo({ url: `/worker/pages/case/case?needId=${currentTarget.dataset.id}` })
  },
})

function fileRow(
  { needId, subSkill, communityName, stage, status, workerName, accessRequest }: ChildFile,
  nowMs: number,
): FileRow {
  const until = accessRequest?.untilMs ?? null
  const open = until !== null && until > nowMs
  const over = accessRequest?.state === 'approved' && !open
  return {
    needId,
    about: fieldAndSkill('childCare', subSkill),
    place: `${communityName} · 尾号 ${needId.slice(-4)}`,
    who: `${workerName} · ${status === 'closed' ? '已结案' : stageName(stage)}`,
    state: accessRequest === null || over ? null : decisionWords(accessRequest.state),
    said:
      open && until !== null
        ? `可以看到 ${dayAndTime(until, nowMs)}`
        : over
          ? '上次批准的时间已过'
          : (accessRequest?.note ?? ''),
    open,
    askable: accessRequest === null || over || accessRequest.state === 'declined',
  }
}
