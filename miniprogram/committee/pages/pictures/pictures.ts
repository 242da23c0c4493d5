import type { HeldPicture } from '../../../../typings/committee'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { failureLine } from '../../../format/errors'
import { dayAndTime } from '../../../format/time'
import { tell } from '../../../platform/device'
import { decidePicture, listHeldPictures } from '../../../services/spending'

interface Row {
  key: string
  kind: string
  title: string
  note: string
  photos: readonly { url: string; state: 'uploaded' }[]
}

interface PicturesData {
  care: boolean
  rows: Remote<readonly Row[]>
  reasons: readonly string[]
  /** The row whose refusal is being written. */
  refusing: string
  reason: string
  missing: boolean
  busy: string
}

const reasons = ['照片里有别人的脸', '有身份证号或电话', '和这件事没有关系', '看不清楚']
const data: PicturesData = {
  ...{ care: false, rows: { status: 'loading' }, reasons, refusing: '', reason: '', missing: false, busy: '' },
}

/** Quotes, vouchers and pictures of thanks that WeChat's check was not sure of: somebody looks before others see them. */
Page({
  behaviors: [careBehavior],
  data,
  reader: null as RemoteReader<readonly Row[]> | null,
  ...readerHandlers,

  onLoad() {
    this.reader = remote<readonly Row[]>({
      read: async () => (await listHeldPictures()).map((picture) => rowOf(picture, Date.now())),
      show: (rows) => this.setData({ rows }),
      isEmpty: (rows) => rows.length === 0,
    })
    void this.reader.load()
  },

  approve({ currentTarget }: Tap<{ key: string }>) {
    return this.decide(currentTarget.dataset.key, true, '')
  },
  startRefusing({ currentTarget }: Tap<{ key: string }>) {
    this.setData({ refusing: currentTarget.dataset.key, reason: '', missing: false })
  },
  stopRefusing() {
    this.setData({ refusing: '' })
  },
  pick({ currentTarget }: Tap<{ reason: string }>) {
    this.setData({ reason: currentTarget.dataset.reason, missing: false })
  },
  type({ detail }: WechatMiniprogram.Input) {
    this.setData({ reason: detail.value, missing: false })
  },
  refuse() {
    const reason = this.data.reason.trim()
    if (reason === '') return this.setData({ missing: true })
    return this.decide(this.data.refusing, false, reason)
  },
  async decide(key: string, approve: boolean, reason: string) {
    if (this.data.busy !== '') return
    this.setData({ busy: key })
    try {
      await decidePicture(key, approve, reason)
      this.setData({ refusing: '' })
      tell(approve ? '通过了' : '已告诉对方原因')
    } catch (error) {
      tell(failureLine(error))
    } finally {
      this.setData({ busy: '' })
      await this.reader?.load()
    }
  },
})

const kinds = { quote: '报价和材料', voucher: '付款凭证', thanks: '感谢照片' } as const

function rowOf({ pictureKey, kind, communityName, title, url, atMs }: HeldPicture, nowMs: number): Row {
  return {
    ...{ key: pictureKey, kind: kinds[kind], title },
    note: `${communityName} · ${dayAndTime(atMs, nowMs)}`,
    photos: url === null ? [] : [{ url, state: 'uploaded' }],
  }
}
