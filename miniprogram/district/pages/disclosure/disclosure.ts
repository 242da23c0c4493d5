import type { DisclosureContent, DisclosureId, DisclosureView } from '../../../../typings/disclosure'
import { careBehavior } from '../../../behaviors/care'
import type { Said } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { idOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { type CalendarWords, calendarWords, kindWords, periodWords } from '../../../format/disclosure'
import { failureWords } from '../../../format/errors'
import { tell } from '../../../platform/device'
import { correctDisclosure, getDisclosure, publishDisclosure } from '../../../services/disclosure'

interface View {
  disclosureId: DisclosureId
  title: string
  about: string
  period: string
  words: CalendarWords
  published: boolean
  remark: string
  content: DisclosureContent
  correctedCount: number
  version: number
}

/** All that is needed to approve on one screen: what it says, when it is due, a word to add. */
Page({
  behaviors: [careBehavior],
  data: {
    disclosure: { status: 'loading' } as Remote<View>,
    remark: '',
    correcting: false,
    sending: false,
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
  type({ detail }: Said<{ value: string }>) {
    this.setData({ remark: detail.value })
  },
  onCorrecting() {
    this.setData({ correcting: true, remark: '' })
  },
  onPublic() {
    const { disclosure } = this.data
    if (disclosure.status !== 'ready') return
    void wx.navigateTo({ url: `/fund/pages/disclosure/disclosure?disclosureId=${disclosure.value.disclosureId}` })
  },

  async onPublish() {
    const { confirm } = await wx.showModal({
      title: '现在公布？',
      content: '公布后所有人都能看到，不能收回；有错可以更正，更正的原因也会公开。',
      confirmText: '公布',
    })
    if (confirm) await this.send((id, version, words) => publishDisclosure(id, version, words), '已公布')
  },
  async onCorrect() {
    if ([...this.data.remark.trim()].length < 4) {
      tell('请写明为什么更正，至少 4 个字')
      return
    }
    await this.send((id, version, words) => correctDisclosure(id, version, words), '已更正，原因一并公开')
  },
  async send(act: (id: DisclosureId, version: number, words: string) => Promise<DisclosureView>, said: string) {
    const { disclosure, remark, sending } = this.data
    if (disclosure.status !== 'ready' || sending) return
    this.setData({ sending: true })
    try {
      const { disclosureId, version } = disclosure.value
      this.reader?.put(viewOf(await act(disclosureId, version, remark.trim())))
      this.setData({ correcting: false, remark: '' })
      tell(said)
    } catch (error) {
      const { code, title, advice } = failureWords(error)
      tell(`${title}，${advice}`)
      if (code === 'CONFLICT' || code === 'NOT_NOW') await this.reader?.load()
    } finally {
      this.setData({ sending: false })
    }
  },
})

function viewOf(view: DisclosureView): View {
  const { name, rule } = kindWords(view.kind)
  return {
    ...{ disclosureId: view.disclosureId, title: view.title, about: `${name} · ${rule}`, period: periodWords(view) },
    ...{ words: calendarWords(view, Date.now()), published: view.state === 'published', remark: view.remark },
    ...{ content: view.content, correctedCount: view.corrected.length, version: view.version },
  }
}
