import type { Consent, ConsentKind, ErasePreview, MyExport } from '../../../../typings/residents'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { readMe } from '../../../behaviors/session'
import { failureLine } from '../../../format/errors'
import { fullDate } from '../../../format/time'
import { copy, tell } from '../../../platform/device'
import { eraseMe, exportMe, getErasePreview, listConsents, setConsent } from '../../../services/residents'

interface ConsentRow {
  kind: ConsentKind
  title: string
  short: string
  lines: readonly string[]
  version: string
  given: boolean
  said: string
}

interface PrivacyData {
  care: boolean
  consents: Remote<readonly ConsentRow[]>
  open: ConsentKind | ''
  busy: ConsentKind | 'export' | 'erase' | ''
  exported: MyExport | null
  erase: ErasePreview | null
  word: string
}

const data: PrivacyData = {
  care: false,
  consents: { status: 'loading' },
  open: '',
  busy: '',
  exported: null,
  erase: null,
  word: '',
}

Page({
  behaviors: [careBehavior],
  data,
  reader: null as RemoteReader<readonly ConsentRow[]> | null,
  ...readerHandlers,

  onLoad() {
    this.reader = remote({
      read: async () => (await listConsents()).map(rowOf),
      show: (consents) => this.setData({ consents }),
    })
  },
  async onShow() {
    await this.reader?.load()
  },

  toggle({ currentTarget }: Tap<{ kind: ConsentKind }>) {
    const { kind } = currentTarget.dataset
    this.setData({ open: this.data.open === kind ? '' : kind })
  },
  async answer({ detail, currentTarget }: Said<{ value: boolean }, { kind: ConsentKind; version: string }>) {
    const { kind, version } = currentTarget.dataset
    this.setData({ busy: kind })
    try {
      await setConsent(kind, version, detail.value)
      tell(detail.value ? '已同意' : '已撤回，以后用到时会再问您')
    } catch (error) {
      tell(failureLine(error))
    } finally {
      this.setData({ busy: '' })
      await this.reader?.load()
    }
  },

  async exportData() {
    this.setData({ busy: 'export' })
    try {
      this.setData({ exported: await exportMe() })
    } catch (error) {
      tell(failureLine(error))
    } finally {
      this.setData({ busy: '' })
    }
  },
  async copyPage() {
    const { exported } = this.data
    if (exported !== null) await copy(exported.pageUrl, '链接已复制，请在浏览器里打开，10 分钟内有效')
  },
  async copyJson() {
    const { exported } = this.data
    if (exported !== null) await copy(exported.jsonUrl, '链接已复制，10 分钟内有效')
  },

  async startErase() {
    this.setData({ busy: 'erase', word: '' })
    try {
      this.setData({ erase: await getErasePreview() })
    } catch (error) {
      tell(failureLine(error))
    } finally {
      this.setData({ busy: '' })
    }
  },
  typeWord({ detail }: Said<{ value: string }>) {
    this.setData({ word: detail.value.trim() })
  },
  keepAll() {
    this.setData({ erase: null, word: '' })
  },
  async eraseAll() {
    const { word, busy } = this.data
    if (busy !== '' || word !== '删除') return tell('请在框里写“删除”两个字')
    this.setData({ busy: 'erase' })
    try {
      await eraseMe(word)
      wx.clearStorageSync()
      await readMe(true)
      tell('已删除您的信息')
      void wx.switchTab({ url: '/pages/home/home' })
    } catch (error) {
      tell(failureLine(error))
    } finally {
      this.setData({ busy: '' })
    }
  },
})

function rowOf({ text, answer }: Consent): ConsentRow {
  const { kind, title, short, lines, version } = text
  const given = answer?.given === true
  const older = given && answer.version !== version ? '，内容已更新，下次用到时会再问您' : ''
  const said = answer === null ? '还没有问过您' : `${fullDate(answer.atMs)}${given ? '同意' : '撤回'}${older}`
  return { kind, title, short, lines, version, given, said }
}
