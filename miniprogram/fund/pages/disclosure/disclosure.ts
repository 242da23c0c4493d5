import type { DisclosureContent, DisclosureId, DisclosureView } from '../../../../typings/disclosure'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { idOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { kindWords, periodWords } from '../../../format/disclosure'
import { failureLine } from '../../../format/errors'
import { fullDate, fullDateAndTime } from '../../../format/time'
import { copy, tell } from '../../../platform/device'
import { getDisclosure, getTableFile } from '../../../services/disclosure'

interface View {
  disclosureId: DisclosureId
  title: string
  kind: string
  rule: string
  period: string
  published: string
  remark: string
  content: DisclosureContent
  corrected: { key: string; when: string; reason: string; before: DisclosureContent }[]
}

Page({
  behaviors: [careBehavior],
  data: {
    disclosure: { status: 'loading' } as Remote<View>,
    /** Which earlier content is unfolded; empty: none. */
    opened: '',
    exporting: '',
  },
  reader: null as RemoteReader<View> | null,
  ...readerHandlers,

  onLoad(query: { disclosureId?: string }) {
    this.reader = remote({
      read: async () => viewOf(await getDisclosure(idOf(query, 'disclosureId', 'disclosure_'))),
      show: (disclosure) => this.setData({ disclosure }),
    })
    void this.reader.load()
  },
  onShareAppMessage() {
    const { disclosure } = this.data
    if (disclosure.status !== 'ready') return { title: '社区基金公示' }
    const { title, disclosureId } = disclosure.value
    return { title, path: `/fund/pages/disclosure/disclosure?disclosureId=${disclosureId}` }
  },
  onBefore({ currentTarget }: Tap<{ key: string }>) {
    const { key } = currentTarget.dataset
    this.setData({ opened: this.data.opened === key ? '' : key })
  },
  async onExport({ currentTarget }: Tap<{ format: 'xlsx' | 'csv' }>) {
    const { disclosure, exporting } = this.data
    const { format } = currentTarget.dataset
    if (disclosure.status !== 'ready' || exporting !== '') return
    this.setData({ exporting: format })
    try {
      const { url } = await getTableFile({ kind: 'disclosure', disclosureId: disclosure.value.disclosureId }, format)
      await copy(url, '下载地址已复制，10 分钟内有效')
    } catch (error) {
      tell(failureLine(error))
    } finally {
      this.setData({ exporting: '' })
    }
  },
})

function viewOf(view: DisclosureView): View {
  const { name, rule } = kindWords(view.kind)
  const by = view.approvedByName === null ? '' : `，核对人 ${view.approvedByName}`
  return {
    ...{ disclosureId: view.disclosureId, title: view.title, kind: name, rule, period: periodWords(view) },
    published: `${fullDate(view.publishedAtMs ?? view.dueAtMs)} 公布${by}`,
    remark: view.remark,
    content: view.content,
    corrected: view.corrected.map(({ atMs, byName, reason, before }) => ({
      ...{ key: String(atMs), when: `${fullDateAndTime(atMs)} ${byName}更正`, reason, before },
    })),
  }
}
