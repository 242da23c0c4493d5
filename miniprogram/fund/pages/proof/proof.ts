import type { PublishedDigest } from '../../../../typings/disclosure'
import type { FundId } from '../../../../typings/ids'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { idOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { failureLine } from '../../../format/errors'
import { grouped } from '../../../format/money'
import { shortDigest } from '../../../format/proof'
import { dayAndTime } from '../../../format/time'
import { copy, tell } from '../../../platform/device'
import { getJournalFile, getProof, listJournal } from '../../../services/disclosure'
import { Checking, type Fault } from '../../checking'

interface ProofView {
  fundId: FundId
  fundName: string
  entryCount: number
  digest: string
  digestWords: string
  endWords: string
  published: readonly PublishedDigest[]
  days: { day: string; words: string; count: string; digest: string }[]
}

type Outcome =
  | { state: 'idle' }
  | { state: 'checking'; words: string; percent: number }
  | { state: 'right'; words: string; detail: string }
  | { state: 'wrong'; words: string; detail: string }
  | { state: 'failed'; words: string }

const faultWords: Record<Fault['what'], string> = {
  missing: '这一笔不见了',
  changed: '这一笔的内容被改过',
  title: '这一笔的说明被改过',
  link: '这一笔和前一笔扣不上',
  published: '和当天公布的指纹不一样',
}
const daysShown = 7

Page({
  behaviors: [careBehavior],
  data: {
    proof: { status: 'loading' } as Remote<ProofView>,
    outcome: { state: 'idle' } as Outcome,
    exporting: false,
  },
  reader: null as RemoteReader<ProofView> | null,
  gone: false,
  ...readerHandlers,

  onLoad(query: { fundId?: string }) {
    this.reader = remote({
      read: async () => {
        const proof = await getProof(idOf(query, 'fundId', 'fund_'))
        return { ...proof, ...wordsOf(proof) }
      },
      show: (proof) => this.setData({ proof }),
    })
    void this.reader.load()
  },
  onUnload() {
    this.gone = true
    this.reader?.stop()
  },
  onShareAppMessage() {
    const { proof } = this.data
    const fundId = proof.status === 'ready' ? proof.value.fundId : ''
    return { title: '我核对了这本账，您也来算一算', path: `/fund/pages/proof/proof?fundId=${fundId}` }
  },
  onCopy({ currentTarget }: Tap<{ digest: string }>) {
    void copy(currentTarget.dataset.digest, '已复制数字指纹')
  },

  /** Reads the whole book page by page and works every digest out again, on this phone. */
  async onCheck() {
    const { proof, outcome } = this.data
    if (proof.status !== 'ready' || outcome.state === 'checking') return
    const { fundId, entryCount, published } = proof.value
    const checking = new Checking(fundId, published)
    try {
      let cursor: string | null = null
      do {
        const page: Awaited<ReturnType<typeof listJournal>> = await listJournal(fundId, cursor)
        if (this.gone) return
        const fault = checking.take(page)
        if (fault) return this.setData({ outcome: wrong(fault) })
        cursor = page.nextCursor
        this.setData({ outcome: progress(checking.checked, entryCount) })
      } while (cursor !== null)
      this.setData({ outcome: verdict(checking, proof.value) })
    } catch (error) {
      if (!this.gone) this.setData({ outcome: { state: 'failed', words: failureLine(error) } })
    }
  },

  /** For a computer: the address of the file, good for ten minutes. */
  async onExport() {
    const { proof, exporting } = this.data
    if (proof.status !== 'ready' || exporting) return
    this.setData({ exporting: true })
    try {
      const { fundId } = proof.value
      const first = await getJournalFile(fundId, 1)
      const urls = [first.url]
      // A long book is several files; the addresses go out together, a line each.
      while (urls.length < first.partCount && !this.gone) {
        urls.push((await getJournalFile(fundId, urls.length + 1)).url)
      }
      const count = urls.length > 1 ? `${urls.length} 个` : ''
      if (!this.gone) await copy(urls.join('\n'), `${count}下载地址已复制，10 分钟内有效`)
    } catch (error) {
      tell(failureLine(error))
    } finally {
      this.setData({ exporting: false })
    }
  },
})

function wordsOf(proof: Awaited<ReturnType<typeof getProof>>): Pick<ProofView, 'digestWords' | 'endWords' | 'days'> {
  return {
    digestWords: shortDigest(proof.digest),
    endWords:
      proof.entryCount === 0
        ? '账本还是空的'
        : `到第 ${grouped(proof.entryCount)} 笔 · ${dayAndTime(proof.atMs, Date.now())}`,
    days: proof.published.slice(0, daysShown).map(({ day, entryCount, digest }) => ({
      ...{ day, digest, words: shortDigest(digest) },
      count: `到第 ${grouped(entryCount)} 笔`,
    })),
  }
}

function progress(checked: number, entryCount: number): Outcome {
  const percent = entryCount === 0 ? 100 : Math.min(99, Math.floor((checked / entryCount) * 100))
  return { state: 'checking', percent, words: `正在算：${grouped(checked)} / ${grouped(entryCount)} 笔` }
}

function verdict(checking: Checking, proof: ProofView): Outcome {
  const within = proof.published.filter(({ entryCount }) => entryCount > 0).length
  if (checking.checked < proof.entryCount) {
    return {
      state: 'wrong',
      words: '账本少了几笔',
      detail: `应有 ${proof.entryCount} 笔，只读到 ${checking.checked} 笔。`,
    }
  }
  if (checking.met < new Set(proof.published.map(({ entryCount }) => entryCount).filter(Boolean)).size) {
    return { state: 'wrong', words: '和公布的指纹对不上', detail: '请把这一页截图，联系区民政局。' }
  }
  return {
    state: 'right',
    words: `${grouped(checking.checked)} 笔，一笔不差`,
    detail: within === 0 ? '指纹每天公布一次，明天起可以对照。' : `和已公布的 ${within} 天指纹都对得上。`,
  }
}

function wrong({ number, what }: Fault): Outcome {
  return {
    state: 'wrong',
    words: `第 ${grouped(number)} 笔对不上`,
    detail: `${faultWords[what]}。请截图并联系区民政局。`,
  }
}
