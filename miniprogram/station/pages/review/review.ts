import type { ReviewRow } from '../../../../typings/residents'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { listHandlers } from '../../../behaviors/handlers'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { failureLine } from '../../../format/errors'
import { dayAndTime } from '../../../format/time'
import { tell } from '../../../platform/device'
import { decideReview, listReviews } from '../../../services/notices'

interface Row {
  key: string
  kind: string
  /** What is waited for: 文字, 照片, 录音. */
  held: string
  text: string
  textHeld: boolean
  photos: readonly { url: string; state: 'uploaded' }[]
  voiceUrl: string
  facts: string
}

interface ReviewData {
  care: boolean
  reviews: Remote<Listing<Row>>
  reasons: readonly string[]
  /** The row whose refusal is being written. */
  refusing: string
  reason: string
  missing: boolean
  busy: string
}

const data: ReviewData = {
  care: false,
  reviews: { status: 'loading' },
  reasons: ['有别人的隐私', '有不礼貌的话', '像是广告', '照片里有别人的脸'],
  refusing: '',
  reason: '',
  missing: false,
  busy: '',
}

/** What WeChat's check was not sure of waits here for a person: let through, or refused with a reason that its writer reads. */
Page({
  behaviors: [careBehavior],
  data,
  list: null as Paging | null,
  ...listHandlers,

  onLoad() {
    this.list = paging({
      read: listReviews,
      present: (row) => rowView(row, Date.now()),
      show: (reviews) => this.setData({ reviews }),
    })
  },
  async onShow() {
    await this.list?.load()
  },

  approve({ currentTarget }: Tap<{ id: string }>) {
    return this.decide(currentTarget.dataset.id, true, '')
  },
  startRefusing({ currentTarget }: Tap<{ id: string }>) {
    this.setData({ refusing: currentTarget.dataset.id, reason: '', missing: false })
  },
  stopRefusing() {
    this.setData({ refusing: '' })
  },
  pick({ currentTarget }: Tap<{ reason: string }>) {
    this.setData({ reason: currentTarget.dataset.reason, missing: false })
  },
  type({ detail }: Said<{ value: string }>) {
    this.setData({ reason: detail.value, missing: false })
  },
  refuse() {
    const reason = this.data.reason.trim()
    if (reason === '') return this.setData({ missing: true })
    return this.decide(this.data.refusing, false, reason)
  },
  async decide(key: string, approved: boolean, reason: string) {
    if (this.data.busy !== '') return
    this.setData({ busy: key })
    try {
      await decideReview(key, approved, reason)
      this.setData({ refusing: '' })
      tell(approved ? '通过了' : '已告诉对方原因，可以换种说法再写')
    } catch (error) {
      tell(failureLine(error))
    } finally {
      this.setData({ busy: '' })
      await this.list?.load()
    }
  },
})

const kinds = { need: '求助', note: '留言', visit: '服务照片' } as const

function rowView(row: ReviewRow, nowMs: number): Row {
  const { reviewKey, kind, communityName, text, textHeld, photoUrls, voiceUrl, atMs } = row
  const held = [textHeld ? '文字' : '', photoUrls.length > 0 ? '照片' : '', voiceUrl === null ? '' : '录音']
  return {
    key: reviewKey,
    kind: kinds[kind],
    held: `请看${held.filter((part) => part !== '').join('、') || '内容'}`,
    text,
    textHeld,
    photos: photoUrls.map((url) => ({ url, state: 'uploaded' })),
    voiceUrl: voiceUrl ?? '',
    facts: `${communityName} · ${dayAndTime(atMs, nowMs)}`,
  }
}
