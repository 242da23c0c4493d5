import type { FundRow, TableSource } from '../../../../typings/disclosure'
import type { FundId } from '../../../../typings/ids'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { readMe } from '../../../behaviors/session'
import { failureLine } from '../../../format/errors'
import { copy, tell } from '../../../platform/device'
import { getTableFile, listDistrictFunds } from '../../../services/disclosure'

interface Choices {
  districtCode: string
  rows: readonly Pick<FundRow, 'fundId' | 'communityName'>[]
  names: string[]
}

Page({
  behaviors: [careBehavior],
  data: { choices: { status: 'loading' } as Remote<Choices>, chosen: 0, busy: '' },
  reader: null as RemoteReader<Choices> | null,
  ...readerHandlers,

  onLoad() {
    this.reader = remote({
      read: async () => {
        const { duties } = await readMe()
        const duty = duties.find(({ role }) => role === 'districtStaff' || role === 'auditor')
        const districtCode = (duty?.territoryCode ?? '').slice(0, 6)
        const { rows } = await listDistrictFunds(districtCode)
        return { districtCode, rows, names: rows.map(({ communityName }) => communityName) }
      },
      isEmpty: ({ rows }) => rows.length === 0,
      show: (choices) => this.setData({ choices }),
    })
    void this.reader.load()
  },
  onChoose({ detail }: Said<{ value: string }>) {
    this.setData({ chosen: Number(detail.value) })
  },
  onFunds({ currentTarget }: Tap<{ format: 'xlsx' | 'csv' }>) {
    const { choices } = this.data
    if (choices.status !== 'ready') return
    void this.fetch({ kind: 'funds', districtCode: choices.value.districtCode }, currentTarget.dataset.format)
  },
  onFlows({ currentTarget }: Tap<{ format: 'xlsx' | 'csv' }>) {
    const { choices, chosen } = this.data
    const fundId: FundId | undefined = choices.status === 'ready' ? choices.value.rows[chosen]?.fundId : undefined
    if (fundId) void this.fetch({ kind: 'flows', fundId }, currentTarget.dataset.format)
  },
  /** The address goes to the clipboard: tables are opened on a computer. */
  async fetch(table: TableSource, format: 'xlsx' | 'csv') {
    if (this.data.busy !== '') return
    this.setData({ busy: `${table.kind} ${format}` })
    try {
      const { url, fileName } = await getTableFile(table, format)
      await copy(url, `${fileName} 的下载地址已复制`)
    } catch (error) {
      tell(failureLine(error))
    } finally {
      this.setData({ busy: '' })
    }
  },
})
