import type { RequestKey } from '../../../../typings/ids'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { wayName } from '../../../format/cases'
import { failureLine } from '../../../format/errors'
import { dayAndTime } from '../../../format/time'
import { CallFailure } from '../../../platform/cloud'
import { copy, tell } from '../../../platform/device'
import { onNetworkBack } from '../../../platform/network'
import { removeDraft, type VisitDraft } from '../../visit-sync'
import { followVisits, sendWaiting, unsentVisits, visitPorts } from '../../visits-on-phone'

interface Row {
  key: RequestKey
  about: string
  head: string
  note: string
  photos: string
  refused: boolean
  why: string
  mendable: boolean
}

interface UnsentData {
  care: boolean
  rows: readonly Row[]
  sending: boolean
  dropping: RequestKey | ''
}

const data: UnsentData = { care: false, rows: [], sending: false, dropping: '' }

/** What the person can mend themselves; the rest is for a colleague to hear. */
const mendable: readonly string[] = ['CONTENT_REFUSED', 'INVALID_INPUT', 'NOT_NOW']

Page({
  behaviors: [careBehavior],
  data,
  leaving: [] as (() => void)[],

  onLoad() {
    this.leaving = [followVisits(() => this.show()), onNetworkBack(() => void this.send())]
  },
  onShow() {
    this.show()
  },
  onUnload() {
    for (const leave of this.leaving) leave()
  },
  show() {
    const nowMs = Date.now()
    this.setData({ rows: unsentVisits().map((draft) => rowOf(draft, nowMs)) })
  },

  async send() {
    if (this.data.sending) return
    this.setData({ sending: true })
    const { sent, waiting } = await sendWaiting()
    this.setData({ sending: false })
    if (sent > 0) tell(`同步好了 ${sent} 次记录`)
    else if (waiting > 0) tell('还是没有网络，记录都在手机里')
  },
  mend({ currentTarget }: Tap<{ key: RequestKey }>) {
    void wx.navigateTo({ url: `/worker/pages/visit/visit?key=${currentTarget.dataset.key}` })
  },
  async copyNote({ currentTarget }: Tap<{ key: RequestKey }>) {
    const row = this.data.rows.find(({ key }) => key === currentTarget.dataset.key)
    if (row !== undefined) await copy(`${row.head}\n${row.note}`, '文字已复制，可以发给同事')
  },
  async drop({ currentTarget }: Tap<{ key: RequestKey }>) {
    const { confirm } = await wx.showModal({
      title: '删掉这次记录？',
      content: '删掉以后找不回来。可以先复制文字。',
      confirmText: '删掉',
      cancelText: '留着',
    })
    if (confirm) removeDraft(visitPorts, currentTarget.dataset.key)
  },
})

function rowOf(draft: VisitDraft, nowMs: number): Row {
  const { key, about, way, startedAtMs, minutes, note, photos, state, refusedBecause, refusedWords, recorded } = draft
  const left = photos.filter(({ added }) => !added).length
  return {
    key,
    about: about === '' ? '服务记录' : about,
    head: `${dayAndTime(startedAtMs, nowMs)} · ${wayName(way)} · ${minutes} 分钟`,
    note,
    photos: left === 0 ? '' : recorded ? `文字已同步，还有 ${left} 张照片` : `${left} 张照片`,
    refused: state === 'refused',
    why: state === 'refused' ? whyRefused(refusedBecause, refusedWords) : '',
    mendable: mendable.includes(refusedBecause),
  }
}

function whyRefused(code: VisitDraft['refusedBecause'], words: string): string {
  if (words !== '') return words
  if (code === 'NOT_FOUND') return '这件个案已经不在您这里，请复制文字交给现在的社工或督导'
  return code === '' ? '' : failureLine(new CallFailure(code, '', false, ''))
}
