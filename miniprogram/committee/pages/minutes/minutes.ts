import { careBehavior } from '../../../behaviors/care'
import { readerHandlers } from '../../../behaviors/handlers'
import { idOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { copy } from '../../../platform/device'
import { getSpending } from '../../../services/spending'
import { type Minutes, minutesOf } from './view'

interface MinutesData {
  care: boolean
  minutes: Remote<Minutes>
}

const data: MinutesData = { care: false, minutes: { status: 'loading' } }

/** The record of a decision as one would file it: to be read whole, and copied out. */
Page({
  behaviors: [careBehavior],
  data,
  reader: null as RemoteReader<Minutes> | null,
  ...readerHandlers,

  onLoad(query) {
    this.reader = remote({
      read: async () => minutesOf(await getSpending(idOf(query, 'spendingId', 'spend_'))),
      show: (minutes) => this.setData({ minutes }),
    })
    void this.reader.load()
  },
  copyAll() {
    const { minutes } = this.data
    if (minutes.status === 'ready') void copy(minutes.value.text, '全文已复制，可以粘贴保存')
  },
})
