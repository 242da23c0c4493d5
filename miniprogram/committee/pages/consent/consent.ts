import type { ConsentView, SpendingId } from '../../../../typings/spending'
import { careBehavior } from '../../../behaviors/care'
import { readerHandlers } from '../../../behaviors/handlers'
import { idOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { failureLine } from '../../../format/errors'
import { fieldWords } from '../../../format/fields'
import { fullDate } from '../../../format/time'
import { tell } from '../../../platform/device'
import { answerConsent, getConsent } from '../../../services/spending'

interface Shown extends ConsentView {
  fromName: string
  toName: string
  until: string
  /** What the person said, or that it is over. */
  said: string
}

interface ConsentData {
  care: boolean
  consent: Remote<Shown>
  busy: string
}

const data: ConsentData = { care: false, consent: { status: 'loading' }, busy: '' }

Page({
  behaviors: [careBehavior],
  data,
  spendingId: '' as SpendingId,
  reader: null as RemoteReader<Shown> | null,
  ...readerHandlers,

  onLoad(query) {
    this.reader = remote({
      read: async () => {
        this.spendingId = idOf(query, 'spendingId', 'spend_')
        return shown(await getConsent(this.spendingId))
      },
      show: (consent) => this.setData({ consent }),
    })
    void this.reader.load()
  },
  agree() {
    return this.answer(true)
  },
  refuse() {
    return this.answer(false)
  },
  async answer(agreed: boolean) {
    if (this.data.busy !== '') return
    this.setData({ busy: agreed ? 'agree' : 'refuse' })
    try {
      this.reader?.put(shown(await answerConsent(this.spendingId, agreed)))
      tell('已记下，谢谢您')
    } catch (error) {
      tell(failureLine(error))
      await this.reader?.load()
    } finally {
      this.setData({ busy: '' })
    }
  },
})

function shown(consent: ConsentView): Shown {
  const said = {
    agreed: '您已同意，谢谢您。善款用出去后，在“我的善款”里看得到。',
    refused: '您没有同意，这笔善款仍按您指定的用途使用。',
  }
  const over = '答复的时间已过，这笔善款仍按您指定的用途使用。'
  return {
    ...consent,
    fromName: fieldWords(consent.from).name,
    toName: fieldWords(consent.to).name,
    until: fullDate(consent.deadlineMs),
    said: consent.open ? '' : consent.answer === null ? over : said[consent.answer],
  }
}
