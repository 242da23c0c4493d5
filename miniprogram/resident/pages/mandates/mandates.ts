import type { MandateId } from '../../../../typings/asking'
import type { Mandate } from '../../../../typings/residents'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { followMe, readMe } from '../../../behaviors/session'
import { failureLine, failureWords } from '../../../format/errors'
import { consentWays, mandateStates, relations, relationWords } from '../../../format/residents'
import { fullDate } from '../../../format/time'
import { tell } from '../../../platform/device'
import { newKey } from '../../../platform/keys'
import { giveMandate, listConsents, listMandates, revokeMandate, setConsent } from '../../../services/residents'
import { inputOf, lengths, type MandateDraft, mandateConsent, missingOf, newMandateDraft } from './form'

interface MandateRow {
  mandateId: MandateId
  title: string
  who: string
  until: string
  state: (typeof mandateStates)[keyof typeof mandateStates]
  canEnd: boolean
  canShare: boolean
}

interface MandatesData {
  care: boolean
  mandates: Remote<readonly MandateRow[]>
  adding: boolean
  draft: MandateDraft
  missing: string
  busy: boolean
  relations: typeof relations
  consentWays: typeof consentWays
  lengths: typeof lengths
  consent: { version: string; short: string; lines: readonly string[] }
}

const data: MandatesData = {
  care: false,
  mandates: { status: 'loading' },
  adding: false,
  draft: newMandateDraft,
  missing: '',
  busy: false,
  relations,
  consentWays,
  lengths,
  consent: mandateConsent,
}

type TextField = 'principalName' | 'principalPhone' | 'actorName'
type Choice = 'relation' | 'consentHow' | 'days'

Page({
  behaviors: [careBehavior],
  data,
  reader: null as RemoteReader<readonly MandateRow[]> | null,
  leave: null as (() => void) | null,
  key: newKey(),
  ...readerHandlers,

  onLoad({ add }) {
    this.setData({ adding: add === '1', draft: newMandateDraft })
    this.leave = followMe(({ name }) => {
      if (this.data.draft.actorName === '') this.setData({ draft: { ...this.data.draft, actorName: name ?? '' } })
    })
    // Without an answer the person writes their own name.
    readMe().catch(() => undefined)
    this.reader = remote({
      read: async () => (await listMandates()).map(rowOf),
      show: (mandates) => this.setData({ mandates }),
      isEmpty: (rows) => rows.length === 0,
    })
  },
  async onShow() {
    await this.reader?.load()
  },
  onUnload() {
    this.leave?.()
    this.reader?.stop()
  },
  /** The card goes to the person themselves, who says yes on their own phone. */
  onShareAppMessage({ target }: { target?: { dataset?: { id?: string } } }) {
    const id = target?.dataset?.id ?? ''
    return id === ''
      ? { title: '五社联动：替家人办事', path: '/pages/home/home' }
      : { title: '请确认：我想替您向社区求助', path: `/resident/pages/mandate/mandate?mandateId=${id}` }
  },

  startAdding() {
    this.setData({ adding: true, missing: '' })
  },
  stopAdding() {
    this.setData({ adding: false, missing: '' })
  },
  type({ detail, currentTarget }: Said<{ value: string }, { name: TextField }>) {
    this.setData({ draft: { ...this.data.draft, [currentTarget.dataset.name]: detail.value }, missing: '' })
  },
  choose({ currentTarget }: Tap<{ name: Choice; value: string }>) {
    const { name, value } = currentTarget.dataset
    this.setData({ draft: { ...this.data.draft, [name]: value }, missing: '' })
  },
  toggle({ currentTarget }: Tap<{ name: 'follow' | 'agreed' }>) {
    const { name } = currentTarget.dataset
    this.setData({ draft: { ...this.data.draft, [name]: !this.data.draft[name] }, missing: '' })
  },
  async add() {
    const { draft, busy } = this.data
    const missing = missingOf(draft)
    if (missing !== '' || busy) return this.setData({ missing })
    this.setData({ busy: true })
    try {
      await giveMandate(inputOf(draft, this.key, Date.now(), this.data.consent.version))
      this.key = newKey()
      setConsent('mandate', this.data.consent.version, true).catch(() => undefined)
      this.setData({ adding: false, draft: { ...newMandateDraft, actorName: draft.actorName } })
      tell('已登记，可以替家人求助了')
      await this.reader?.load()
    } catch (error) {
      if (failureWords(error).code === 'CONFLICT') await this.askAnew()
      else tell(failureLine(error))
    } finally {
      this.setData({ busy: false })
    }
  },
  /** The words to which the person said yes are no longer those in force: the new ones are shown, and asked. */
  async askAnew() {
    const consents = await listConsents().catch(() => [])
    const text = consents.map((each) => each.text).find(({ kind }) => kind === 'mandate')
    if (text === undefined) return tell('同意书更新了，请关闭小程序再打开')
    this.setData({
      consent: text,
      draft: { ...this.data.draft, agreed: false },
      missing: '同意书更新了，请重新看一下，再打勾',
    })
  },
  async end({ currentTarget }: Tap<{ id: MandateId }>) {
    const { confirm } = await wx.showModal({
      title: '取消代办？',
      content: '取消后马上生效。已经提交的求助，社工会照常办理。',
      confirmText: '确定取消',
      cancelText: '先留着',
    })
    if (!confirm) return
    try {
      await revokeMandate(currentTarget.dataset.id)
      tell('已取消')
    } catch (error) {
      tell(failureLine(error))
    }
    await this.reader?.load()
  },
})

function rowOf(mandate: Mandate): MandateRow {
  const { mandateId, principalName, principalPhoneMasked, actorName, relation, state, untilMs, you } = mandate
  const words = relationWords[relation]
  const live = state === 'given' || state === 'confirmed'
  return {
    mandateId,
    title: you === 'actor' ? `替${words.principal}${principalName}` : `${actorName}替我办事`,
    who: you === 'actor' ? principalPhoneMasked : `${actorName}说是您的${words.actor}`,
    until: live ? `到 ${fullDate(untilMs)}` : mandate.revokedBy === null ? '' : `${mandate.revokedBy}取消了`,
    state: mandateStates[state],
    canEnd: live,
    canShare: you === 'actor' && state === 'given',
  }
}
