import type { NeedId } from '../../../typings/ids'
import type { NeedDetail } from '../../../typings/needs'
import { careBehavior } from '../../behaviors/care'
import type { Said } from '../../behaviors/events'
import { readerHandlers } from '../../behaviors/handlers'
import { idOf } from '../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../behaviors/remote'
import { failureLine, failureWords } from '../../format/errors'
import { tell } from '../../platform/device'
import { getNeed } from '../../services/needs'
import { rewriteNeed } from '../../services/notices'

interface Refused {
  needId: NeedId
  version: number
  /** 没有通过：像是广告; empty when there is nothing to write again. */
  why: string
}

interface RewriteData {
  care: boolean
  need: Remote<Refused>
  text: string
  gap: string
  sending: boolean
}

const data: RewriteData = { care: false, need: { status: 'loading' }, text: '', gap: '', sending: false }
const least = 5

Page({
  behaviors: [careBehavior],
  data,
  reader: null as RemoteReader<Refused> | null,
  ...readerHandlers,

  onLoad(query) {
    this.reader = remote({
      read: async () => {
        const need = await getNeed(idOf(query, 'needId', 'need_'))
        // The person's own words are where they begin.
        if (this.data.text === '') this.setData({ text: need.description })
        return refusedView(need)
      },
      show: (need) => this.setData({ need }),
    })
    void this.reader.load()
  },
  type({ detail }: Said<{ value: string }>) {
    this.setData({ text: detail.value, gap: '' })
  },
  async send() {
    const { need, text, sending } = this.data
    if (need.status !== 'ready' || sending) return
    if ([...text.trim()].length < least) return this.setData({ gap: `请至少写 ${least} 个字` })
    this.setData({ sending: true, gap: '' })
    try {
      await rewriteNeed(need.value.needId, need.value.version, text.trim())
      tell('写好了，社工能看到了')
      void wx.navigateBack()
    } catch (error) {
      const { code } = failureWords(error)
      if (code === 'CONFLICT' || code === 'NOT_NOW') await this.reader?.load()
      this.setData({ gap: failureLine(error) })
    } finally {
      this.setData({ sending: false })
    }
  },
})

function refusedView({ needId, version, aftercare }: NeedDetail): Refused {
  return { needId, version, why: aftercare.refusedBecause ?? '' }
}
