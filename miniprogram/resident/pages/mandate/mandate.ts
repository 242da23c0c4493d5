import type { MandateId } from '../../../../typings/asking'
import type { Mandate } from '../../../../typings/residents'
import { careBehavior } from '../../../behaviors/care'
import { readerHandlers } from '../../../behaviors/handlers'
import { isIdOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { failureLine } from '../../../format/errors'
import { mandateStates, relationWords } from '../../../format/residents'
import { fullDate } from '../../../format/time'
import { CallFailure } from '../../../platform/cloud'
import { tell } from '../../../platform/device'
import { confirmMandate, getMandate, refuseMandate, revokeMandate } from '../../../services/residents'

interface MandateView {
  question: string
  who: string
  phone: string
  may: string
  until: string
  state: (typeof mandateStates)[keyof typeof mandateStates]
  /** asked: this person may answer; principal: has said yes; over: nothing to do; own: the one who acts looks at it. */
  step: 'asked' | 'principal' | 'over' | 'own'
}

interface MandateData {
  care: boolean
  mandate: Remote<MandateView>
  busy: boolean
}

const data: MandateData = { care: false, mandate: { status: 'loading' }, busy: false }

/** Opened from the card that the one who acts sent: the person themselves says yes or no. */
Page({
  behaviors: [careBehavior],
  data,
  mandateId: '' as MandateId | '',
  reader: null as RemoteReader<MandateView> | null,
  ...readerHandlers,

  onLoad({ mandateId }) {
    if (!isIdOf(mandateId, 'mandate_')) {
      void wx.switchTab({ url: '/pages/home/home' })
      return
    }
    this.mandateId = mandateId
    this.reader = remote({
      read: async () => viewOf(await getMandate(mandateId)),
      show: (mandate) => this.setData({ mandate }),
    })
  },
  async onShow() {
    await this.reader?.load()
  },

  /** WeChat's answer to its own question: whether the number may be compared. */
  async agree({ detail }: { detail: { code?: string; errMsg?: string } }) {
    const { code } = detail
    if (code === undefined || code === '') return tell('没有核对手机号，还没有确认')
    await this.act((id) => confirmMandate(id, code), '谢谢，已经确认')
  },
  refuse() {
    return this.act((id) => refuseMandate(id), '已经拒绝，对方不能替您办事')
  },
  end() {
    return this.act((id) => revokeMandate(id), '已取消')
  },
  async act(step: (id: MandateId) => Promise<Mandate>, said: string) {
    if (this.data.busy || this.mandateId === '') return
    this.setData({ busy: true })
    try {
      this.reader?.put(viewOf(await step(this.mandateId)))
      tell(said)
    } catch (error) {
      tell(isOtherNumber(error) ? '您微信的手机号和登记的本人电话不一样，不能确认' : failureLine(error))
      await this.reader?.load()
    } finally {
      this.setData({ busy: false })
    }
  },
  async goHome() {
    await wx.switchTab({ url: '/pages/home/home' })
  },
})

function viewOf(mandate: Mandate): MandateView {
  const { actorName, principalName, relation, principalPhoneMasked, scope, untilMs, state, you } = mandate
  const live = state === 'given' || state === 'confirmed'
  return {
    question: `${actorName}想替${principalName}办事`,
    who: `${actorName}说是${principalName}的${relationWords[relation].actor}`,
    phone: principalPhoneMasked,
    may: scope.includes('follow') ? '替您求助、看进展、和社工留言' : '替您求助',
    until: fullDate(untilMs),
    state: mandateStates[state],
    step: !live ? 'over' : you === 'actor' ? 'own' : you === 'principal' ? 'principal' : 'asked',
  }
}

function isOtherNumber(error: unknown): boolean {
  return error instanceof CallFailure && error.code === 'FORBIDDEN'
}
