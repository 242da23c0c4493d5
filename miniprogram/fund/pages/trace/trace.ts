import type { GiftTrace, TracePiece } from '../../../../typings/disclosure'
import type { EntryId } from '../../../../typings/ids'
import type { Fen } from '../../../../typings/money'
import type { Field } from '../../../../typings/terms'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { idOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { purposeName, type StateWords, stateWords, traceSentence } from '../../../format/disclosure'
import { grouped } from '../../../format/money'
import { dayAndTime, fullDate } from '../../../format/time'
import { showPictures } from '../../../platform/files'
import { getGiftTrace } from '../../../services/disclosure'

interface PieceView {
  key: string
  amountFen: Fen
  state: StateWords
  title: string
  note: string
  field: Field | ''
  /** Empty: there is nothing more to see. */
  entryId: EntryId | ''
  thanks: { fromName: string; words: string; photoUrls: readonly string[] } | null
}

interface TraceView {
  fundName: string
  fundId: string
  amountFen: Fen
  /** When it was given, and what for. */
  given: string
  sentence: string
  /** The heading above its pieces. */
  became: string
  parts: { key: string; percent: number; tone: string }[]
  pieces: PieceView[]
}

Page({
  behaviors: [careBehavior],
  data: { trace: { status: 'loading' } as Remote<TraceView> },
  reader: null as RemoteReader<TraceView> | null,
  ...readerHandlers,

  onLoad(query: { giftId?: string }) {
    this.reader = remote({
      read: async () => traceView(await getGiftTrace(idOf(query, 'giftId', 'gift_'))),
      show: (trace) => this.setData({ trace }),
    })
    void this.reader.load()
  },
  onPiece({ currentTarget }: Tap<{ entryId: EntryId | '' }>) {
    const { entryId } = currentTarget.dataset
    if (entryId) void wx.navigateTo({ url: `/fund/pages/payment/payment?entryId=${entryId}` })
  },
  onPhoto({ currentTarget }: Tap<{ url: string; urls: string[] }>) {
    showPictures(currentTarget.dataset.urls, currentTarget.dataset.url)
  },
  onFund() {
    const { trace } = this.data
    if (trace.status === 'ready') void wx.navigateTo({ url: `/pages/fund/fund?fundId=${trace.value.fundId}` })
  },
})

function traceView(trace: GiftTrace): TraceView {
  const nowMs = Date.now()
  const { fundName, fundId, amountFen, earmark, paidAtMs, pieces } = trace
  return {
    ...{ fundName, fundId, amountFen },
    given: `${fullDate(paidAtMs)}捐出 · ${purposeName(earmark)}`,
    sentence: traceSentence(trace),
    became: pieces.some(({ state }) => state === 'spent') ? '它变成了' : '它现在在哪里',
    parts: pieces.map((piece, index) => ({
      key: String(index),
      percent: (piece.amountFen / amountFen) * 100,
      tone: piece.state === 'spent' ? (piece.field ?? 'any') : piece.state,
    })),
    pieces: pieces.map((piece, index) => pieceView(piece, index, nowMs)),
  }
}

function pieceView(piece: TracePiece, index: number, nowMs: number): PieceView {
  const { amountFen, state, field, thanks } = piece
  return {
    key: String(index),
    ...{ amountFen, state: stateWords(state), field: field ?? '', thanks },
    title: state === 'waiting' ? '等着用在居民需要的地方' : piece.title,
    note: noteOf(piece, nowMs),
    entryId: state === 'spent' ? (piece.entryId ?? '') : '',
  }
}

function noteOf({ atMs, number, field, state }: TracePiece, nowMs: number): string {
  if (state === 'waiting') return '用出的那一天，这里就会写明。'
  const place = number === null ? [] : [`账本第 ${grouped(number)} 笔`]
  const purpose = field === null ? [] : [purposeName(field)]
  return [...(atMs === null ? [] : [dayAndTime(atMs, nowMs)]), ...purpose, ...place].join(' · ')
}
