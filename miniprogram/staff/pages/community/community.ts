import type { VerifyOutcome } from '../../../../typings/aftercare'
import type { NeedId } from '../../../../typings/ids'
import type { VerifyRow } from '../../../../typings/residents'
import type { Field } from '../../../../typings/terms'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { listHandlers } from '../../../behaviors/handlers'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { failureLine } from '../../../format/errors'
import { fieldAndSkill } from '../../../format/fields'
import { type StatusWords, statusWords } from '../../../format/needs'
import { ago } from '../../../format/time'
import { tell } from '../../../platform/device'
import { listToVerify, verifyNeed } from '../../../services/residents'

type View = 'waiting' | 'entered'

interface Row {
  needId: NeedId
  field: Field
  about: string
  excerpt: string
  who: string
  address: string
  time: string
  status: StatusWords
}

interface CommunityData {
  care: boolean
  view: View
  views: readonly { view: View; name: string }[]
  needs: Remote<Listing<Row>>
  busy: NeedId | ''
}

const data: CommunityData = {
  care: false,
  view: 'waiting',
  views: [
    { view: 'waiting', name: '等我核实' },
    { view: 'entered', name: '我代录的' },
  ],
  needs: { status: 'loading' },
  busy: '',
}

/** Community staff: needs of people without a phone, and a look at what neighbours ask for. */
Page({
  behaviors: [careBehavior],
  data,
  list: null as Paging | null,
  ...listHandlers,

  onLoad() {
    this.list = paging({
      read: (cursor) => listToVerify(this.data.view, cursor),
      present: rowOf,
      show: (needs) => this.setData({ needs }),
    })
  },
  async onShow() {
    await this.list?.load()
  },
  async choose({ currentTarget }: Tap<{ view: View }>) {
    this.setData({ view: currentTarget.dataset.view, needs: { status: 'loading' } })
    await this.list?.load()
  },

  enter() {
    void wx.navigateTo({ url: '/pages/need-new/need-new?enter=1' })
  },
  open({ currentTarget }: Tap<{ id: NeedId }>) {
    if (this.data.view === 'entered') {
      void wx.navigateTo({ url: `/pages/need/need?needId=${currentTarget.dataset.id}` })
    }
  },
  confirm({ currentTarget }: Tap<{ id: NeedId }>) {
    return this.verify(currentTarget.dataset.id, 'confirmed', '')
  },
  async differ({ currentTarget }: Tap<{ id: NeedId }>) {
    const { confirm, content } = await wx.showModal({
      title: '情况有出入？',
      editable: true,
      placeholderText: '例：老人已搬到女儿家',
      confirmText: '告诉社工',
      cancelText: '返回',
    })
    const note = [...(content ?? '').trim()].slice(0, 200).join('')
    if (!confirm) return
    if (note === '') return tell('请写一句哪里不一样')
    await this.verify(currentTarget.dataset.id, 'differs', note)
  },
  async verify(needId: NeedId, outcome: VerifyOutcome, note: string) {
    if (this.data.busy !== '') return
    this.setData({ busy: needId })
    try {
      await verifyNeed(needId, outcome, note)
      tell('已告诉接手的社工')
    } catch (error) {
      tell(failureLine(error))
    } finally {
      this.setData({ busy: '' })
      await this.list?.load()
    }
  },
})

function rowOf(row: VerifyRow): Row {
  const { needId, field, subSkill, excerpt, address, contactName, contactPhoneMasked, submittedAtMs, status } = row
  return {
    needId,
    field,
    about: fieldAndSkill(field, subSkill),
    excerpt,
    who: `${contactName} ${contactPhoneMasked}`,
    address,
    time: ago(submittedAtMs, Date.now()),
    status: statusWords(status),
  }
}
