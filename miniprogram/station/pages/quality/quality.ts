import type { QualityItem, QualityRow } from '../../../../typings/cases'
import type { NeedId } from '../../../../typings/ids'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { type CaseRow, caseRow, qualityItems } from '../../../format/cases'
import { failureWords } from '../../../format/errors'
import { dayText } from '../../../format/time'
import { tell } from '../../../platform/device'
import { newKey } from '../../../platform/keys'
import { listQualitySample, setQualityReview } from '../../../services/cases'

interface SampleRow extends CaseRow {
  head: string
  scored: boolean
}

interface Sample {
  rows: readonly SampleRow[]
  lead: string
}

interface QualityData {
  care: boolean
  month: string
  /** 2026 年 11 月 */
  monthWords: string
  thisMonth: string
  sample: Remote<Sample>
  open: SampleRow | null
  items: typeof qualityItems
  points: readonly number[]
  scores: Partial<Record<QualityItem, number>>
  total: number
  comment: string
  missing: string
  sending: boolean
}

const data: QualityData = {
  care: false,
  month: '',
  monthWords: '',
  thisMonth: '',
  sample: { status: 'loading' },
  open: null,
  items: qualityItems,
  points: [0, 1, 2, 3, 4, 5],
  scores: {},
  total: 0,
  comment: '',
  missing: '',
  sending: false,
}

Page({
  behaviors: [careBehavior],
  data,
  key: newKey(),
  reader: null as RemoteReader<Sample> | null,
  ...readerHandlers,

  onLoad() {
    const month = dayText(Date.now()).slice(0, 7)
    this.setData({ month, monthWords: wordsOf(month), thisMonth: month })
    this.reader = remote({
      read: async () => sampleOf(await listQualitySample(this.data.month), Date.now()),
      show: (sample) => this.setData({ sample }),
      isEmpty: ({ rows }) => rows.length === 0,
    })
  },
  async onShow() {
    await this.reader?.load()
  },
  async chooseMonth({ detail }: Said<{ value: string }>) {
    const month = detail.value.slice(0, 7)
    this.setData({ month, monthWords: wordsOf(month), sample: { status: 'loading' } })
    await this.reader?.load()
  },

  openRow({ detail }: Said<{ id: NeedId }>) {
    const { sample } = this.data
    const row = sample.status === 'ready' ? sample.value.rows.find(({ needId }) => needId === detail.id) : undefined
    if (row === undefined) return
    this.key = newKey()
    this.setData({ open: row, scores: {}, total: 0, comment: '', missing: '' })
  },
  read() {
    const { open } = this.data
    if (open !== null) void wx.navigateTo({ url: `/station/pages/decide/decide?needId=${open.needId}` })
  },
  sheetChanged({ detail }: Said<{ visible: boolean }>) {
    if (!detail.visible) this.close()
  },
  close() {
    this.setData({ open: null })
  },
  score({ currentTarget }: Tap<{ item: QualityItem; points: number }>) {
    const { item, points } = currentTarget.dataset
    const scores = { ...this.data.scores, [item]: points }
    const total = Object.values(scores).reduce((sum: number, each) => sum + (each ?? 0), 0)
    this.setData({ scores, total, missing: '' })
  },
  type({ detail }: Said<{ value: string }>) {
    this.setData({ comment: detail.value })
  },
  async send() {
    const { open, scores, comment, sending } = this.data
    if (open === null || sending) return
    const { assessment, planning, recording, outcome, ethics } = scores
    if ([assessment, planning, recording, outcome, ethics].some((each) => each === undefined)) {
      this.setData({ missing: '五项都要打分' })
      return
    }
    const full = { assessment, planning, recording, outcome, ethics } as Record<QualityItem, number>
    this.setData({ sending: true })
    try {
      const { needId, version } = open
      await setQualityReview({ needId, key: this.key, version, scores: full, comment: comment.trim() })
      tell('评查存好了')
      this.setData({ open: null })
      await this.reader?.load()
    } catch (error) {
      const { code, title, advice } = failureWords(error)
      this.setData({ missing: code === 'NOT_NOW' && error instanceof Error ? error.message : `${title}，${advice}` })
      if (code === 'CONFLICT') await this.reader?.load()
    } finally {
      this.setData({ sending: false })
    }
  },
})

function sampleOf(sample: { rows: readonly QualityRow[]; closedCount: number }, nowMs: number): Sample {
  return {
    lead: `这个月结案 ${sample.closedCount} 件，按固定的办法抽 ${sample.rows.length} 件，谁来抽都一样。`,
    rows: sample.rows.map((row) => ({
      ...caseRow(row, nowMs),
      head: row.quality === null ? '待评查' : `${row.quality.total} / 25 分`,
      scored: row.quality !== null,
    })),
  }
}

function wordsOf(month: string): string {
  return `${month.slice(0, 4)} 年 ${Number(month.slice(5))} 月`
}
