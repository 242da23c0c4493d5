import type { CaseDetail } from '../../../../typings/cases'
import type { NeedId, WorkerId } from '../../../../typings/ids'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { isIdOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { type ColleagueRow, colleagueRows } from '../../../format/colleagues'
import { failureWords } from '../../../format/errors'
import { isPhone, plainPhone } from '../../../format/people'
import { tell } from '../../../platform/device'
import { newKey } from '../../../platform/keys'
import { getCase, listColleagues, sendReferral } from '../../../services/cases'

type To = 'worker' | 'organisation'

interface ReferData {
  care: boolean
  to: To
  colleagues: Remote<readonly ColleagueRow[]>
  chosen: WorkerId | ''
  chosenName: string
  organisation: string
  phone: string
  reason: string
  missing: string
  sending: boolean
}

const data: ReferData = {
  care: false,
  to: 'worker',
  colleagues: { status: 'loading' },
  chosen: '',
  chosenName: '',
  organisation: '',
  phone: '',
  reason: '',
  missing: '',
  sending: false,
}

Page({
  behaviors: [careBehavior],
  data,
  needId: '' as NeedId | '',
  key: newKey(),
  kase: null as CaseDetail | null,
  reader: null as RemoteReader<readonly ColleagueRow[]> | null,
  ...readerHandlers,

  async onLoad(query) {
    const { needId } = query
    if (!isIdOf(needId, 'need_')) {
      void wx.navigateBack()
      return
    }
    this.needId = needId
    this.key = newKey()
    this.reader = remote({
      read: async () => {
        const [kase, colleagues] = await Promise.all([getCase(needId), listColleagues(needId)])
        this.kase = kase
        return colleagueRows(colleagues)
      },
      show: (colleagues) => this.setData({ colleagues }),
      isEmpty: (rows) => rows.length === 0,
    })
    await this.reader.load()
  },

  chooseTo({ currentTarget }: Tap<{ to: To }>) {
    this.setData({ to: currentTarget.dataset.to, missing: '' })
  },
  choose({ detail }: Said<{ id: WorkerId; name: string }>) {
    this.setData({ chosen: detail.id, chosenName: detail.name, missing: '' })
  },
  type({ detail, currentTarget }: Said<{ value: string }, { name: 'organisation' | 'phone' | 'reason' }>) {
    this.setData({ [currentTarget.dataset.name]: detail.value, missing: '' })
  },

  async send() {
    const { to, chosen, organisation, phone, reason, sending } = this.data
    const { kase, needId } = this
    if (sending || kase === null || needId === '') return
    const missing =
      to === 'worker' && chosen === ''
        ? '请选一位同事'
        : to === 'organisation' && organisation.trim().length < 2
          ? '请写机构名称'
          : to === 'organisation' && !isPhone(phone)
            ? '请写机构电话，手机或带区号的座机'
            : reason.trim() === ''
              ? '请写一句为什么转'
              : ''
    this.setData({ missing })
    if (missing !== '') return
    const target =
      to === 'worker'
        ? { kind: 'worker' as const, workerId: chosen as WorkerId }
        : { kind: 'organisation' as const, name: organisation.trim(), phone: plainPhone(phone) }
    this.setData({ sending: true })
    try {
      await sendReferral({ needId, key: this.key, version: kase.version, to: target, reason: reason.trim() })
      tell('已发出，有答复会告诉您')
      void wx.navigateBack()
    } catch (error) {
      const { code, title, advice } = failureWords(error)
      if (code !== 'OFFLINE') this.key = newKey()
      this.setData({ missing: code === 'NOT_NOW' && error instanceof Error ? error.message : `${title}，${advice}` })
      if (code === 'CONFLICT') await this.reader?.load()
    } finally {
      this.setData({ sending: false })
    }
  },
})
