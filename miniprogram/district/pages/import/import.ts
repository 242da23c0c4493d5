import type { RequestKey } from '../../../../typings/ids'
import type { ImportDetail, ImportId, ImportRow, ImportSource, ImportSummary } from '../../../../typings/income'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { listHandlers } from '../../../behaviors/handlers'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { failureLine } from '../../../format/errors'
import { importWords, rowWords, type StateWords, sourceNames } from '../../../format/income'
import { money } from '../../../format/money'
import { dayAndTime } from '../../../format/time'
import { type ChatFile, chooseTable, uploadTable } from '../../../platform/chat-file'
import { CallFailure } from '../../../platform/cloud'
import { tell } from '../../../platform/device'
import { newKey } from '../../../platform/keys'
import { confirmImport, discardImport, getImport, listImports, previewImport } from '../../../services/income'

interface RowView {
  line: number
  title: string
  note: string
  amount: string
  problem: string
  words: StateWords
}
interface DetailView {
  title: string
  note: string
  words: StateWords
  sums: readonly { name: string; value: string }[]
  /** Worst first: what needs a look stands on top. */
  rows: readonly RowView[]
  hidden: number
  button: string
  progress: string
}
interface PastRow {
  importId: ImportId
  title: string
  note: string
  words: StateWords
}

const kinds = (Object.keys(sourceNames) as ImportSource[]).map((key) => ({ key, name: sourceNames[key] }))
/** A phone shows so many at once; the rest are told by number. */
const mostShown = 60
const worstFirst: readonly ImportRow['state'][] = ['wrong', 'unmatched', 'new', 'known']

interface ImportData {
  care: boolean
  kinds: readonly { key: ImportSource; name: string }[]
  source: ImportSource
  fileName: string
  problem: string
  reading: boolean
  posting: boolean
  detail: DetailView | null
  past: Remote<Listing<PastRow>>
}
const data: ImportData = {
  ...{ care: false, kinds, source: 'tencentGongyi', fileName: '', problem: '', reading: false, posting: false },
  ...{ detail: null, past: { status: 'loading' } },
}

/** A file from a platform or the bank: choose, look, confirm. */
Page({
  behaviors: [careBehavior],
  data,
  current: null as ImportDetail | null,
  /** What was chosen, with the key of its request: sent again it is the same import. */
  chosen: null as { file: ChatFile; key: RequestKey } | null,
  list: null as Paging | null,
  gone: false,
  ...listHandlers,

  onLoad() {
    this.list = paging({ read: listImports, present: pastRow, show: (past) => this.setData({ past }) })
    void this.list.load()
  },
  onUnload() {
    this.gone = true
    this.list?.stop()
  },

  chooseKind({ currentTarget }: Tap<{ key: ImportSource }>) {
    this.setData({ source: currentTarget.dataset.key, problem: '' })
  },
  async chooseFile() {
    try {
      const file = await chooseTable()
      if (file === null) return
      this.chosen = { file, key: newKey() }
      this.setData({ fileName: file.name, problem: file.tooLarge ? '文件超过 1 MB，请分成几个文件' : '' })
      if (!file.tooLarge) await this.read()
    } catch {
      this.setData({ problem: '只能选 CSV 文件。请在表格软件里另存为 CSV，再发到聊天里' })
    }
  },
  async read() {
    const { chosen } = this
    if (chosen === null || this.data.reading) return
    this.setData({ reading: true, problem: '' })
    try {
      const fileId = await uploadTable(chosen.file)
      const fileName = chosen.file.name.slice(-80)
      this.show(await previewImport({ importKey: chosen.key, source: this.data.source, fileId, fileName }))
      void this.list?.load()
    } catch (error) {
      this.chosen = { ...chosen, key: newKey() }
      this.setData({ problem: problemOf(error) })
    } finally {
      this.setData({ reading: false })
    }
  },
  /** A hundred rows a call, until all are gone through. */
  async confirm() {
    if (this.current === null || this.data.posting) return
    this.setData({ posting: true })
    try {
      while (this.current.status !== 'posted') {
        this.show(await confirmImport(this.current.importId, this.current.version))
        if (this.gone) return
      }
      tell('已入账')
    } catch (error) {
      tell(failureLine(error))
      this.show(await getImport(this.current.importId).catch(() => this.current as ImportDetail))
    } finally {
      this.setData({ posting: false })
      void this.list?.load()
    }
  },
  async discard() {
    const { current } = this
    if (current === null) return
    try {
      await discardImport(current.importId, current.version)
      this.clear()
      void this.list?.load()
    } catch (error) {
      tell(failureLine(error))
    }
  },
  clear() {
    this.current = null
    this.chosen = null
    this.setData({ detail: null, fileName: '', problem: '' })
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },
  async openPast({ currentTarget }: Tap<{ id: ImportId }>) {
    try {
      this.show(await getImport(currentTarget.dataset.id))
      void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    } catch (error) {
      tell(failureLine(error))
    }
  },
  show(detail: ImportDetail) {
    this.current = detail
    if (!this.gone) this.setData({ detail: detailView(detail), fileName: detail.fileName })
  },
})

/** What the server says of the file itself is in the person's words already. */
function problemOf(error: unknown): string {
  const field = error instanceof CallFailure ? error.fields.find(({ path }) => path === 'fileId') : undefined
  return field?.limit ?? failureLine(error)
}

function pastRow({ importId, source, fileName, createdAtMs, authorName, status, newCount }: ImportSummary): PastRow {
  return {
    importId,
    title: `${sourceNames[source]} · ${fileName}`,
    note: `${dayAndTime(createdAtMs, Date.now())} · ${authorName} · ${newCount} 笔`,
    words: importWords[status],
  }
}

function detailView(detail: ImportDetail): DetailView {
  const { newCount, knownCount, unmatchedCount, wrongCount, newFen, status, rowCount, doneCount } = detail
  const rows = [...detail.rows].sort((a, b) => worstFirst.indexOf(a.state) - worstFirst.indexOf(b.state))
  const nothing = newCount + unmatchedCount === 0
  return {
    title: `${sourceNames[detail.source]} · ${detail.fileName}`,
    note: `${rowCount} 行 · ${detail.encoding} · ${detail.authorName}`,
    words: importWords[status],
    sums: [
      { name: status === 'posted' ? '已入账' : '可入账', value: `${newCount} 笔，${money(newFen)}` },
      { name: '以前已入账', value: `${knownCount} 笔，不会重复` },
      { name: '看不出是哪个基金', value: `${unmatchedCount} 笔，转人工认领` },
      { name: '有错，不入账', value: `${wrongCount} 行` },
    ],
    rows: rows.slice(0, mostShown).map(rowView),
    hidden: Math.max(0, rows.length - mostShown),
    button:
      status === 'posted' || status === 'discarded'
        ? ''
        : nothing
          ? ''
          : status === 'posting'
            ? '接着入账'
            : '确认入账',
    progress: status === 'posting' ? `已处理 ${doneCount} / ${rowCount} 行` : '',
  }
}

function rowView(row: ImportRow): RowView {
  const place = row.communityName === '' ? row.remark : row.communityName
  return {
    line: row.line,
    title: row.donorName ?? '爱心人士',
    note: [`第 ${row.line} 行`, row.orderNumber, place].filter((part) => part !== '').join(' · '),
    amount: row.amountFen === null ? '' : money(row.amountFen),
    problem: row.problem,
    words: rowWords[row.state],
  }
}
