import type { ReferralLetter } from '../../../../typings/case-sharing'
import type { NeedId } from '../../../../typings/ids'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { isIdOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { referralWords } from '../../../format/cases'
import { failureWords } from '../../../format/errors'
import { fieldAndSkill } from '../../../format/fields'
import type { StatusWords } from '../../../format/needs'
import { fullDate } from '../../../format/time'
import { dial, tell } from '../../../platform/device'
import { newKey } from '../../../platform/keys'
import { answerReferralLetter, getReferralLetter } from '../../../services/cases'

type Answer = 'accepted' | 'declined' | 'done'

interface LetterView extends Omit<ReferralLetter, 'state' | 'can'> {
  about: string
  sent: string
  status: StatusWords
  answerable: boolean
  finishable: boolean
}

interface LetterData {
  care: boolean
  letter: Remote<LetterView>
  /** The code is wrong, or somebody else of the organisation has the letter. */
  gone: boolean
  name: string
  note: string
  missing: string
  busy: boolean
}

const data: LetterData = {
  care: false,
  letter: { status: 'loading' },
  gone: false,
  name: '',
  note: '',
  missing: '',
  busy: false,
}

Page({
  behaviors: [careBehavior],
  data,
  link: null as { needId: NeedId; referralId: string; code: string } | null,
  key: newKey(),
  reader: null as RemoteReader<LetterView> | null,
  ...readerHandlers,

  onLoad(query) {
    const { needId, referralId, code } = query
    if (!isIdOf(needId, 'need_') || !referralId || !code) return this.setData({ gone: true })
    const link = { needId, referralId, code }
    this.link = link
    this.key = newKey()
    this.reader = remote({
      read: async () => {
        try {
          return letterView(await getReferralLetter(link))
        } catch (error) {
          const { code: why } = failureWords(error)
          if (why === 'NOT_FOUND' || why === 'INVALID_INPUT') this.setData({ gone: true })
          throw error
        }
      },
      show: (letter) => this.show(letter),
    })
  },
  async onShow() {
    await this.reader?.load()
  },
  onShareAppMessage() {
    const { letter } = this.data
    // From anybody else's hand the letter is not passed on: its code is for one organisation.
    if (this.link === null || letter.status !== 'ready' || !letter.value.mine) {
      return { title: '有难处，社区有人应', path: '/pages/home/home' }
    }
    const { needId, referralId, code } = this.link
    return {
      title: `转介函：请${letter.value.organisation}协助`,
      path: `/worker/pages/letter/letter?needId=${needId}&referralId=${referralId}&code=${code}`,
    }
  },

  show(letter: Remote<LetterView>) {
    const name = letter.status === 'ready' && this.data.name === '' ? letter.value.answeredBy : this.data.name
    this.setData({ letter, name })
  },
  type({ detail, currentTarget }: Said<{ value: string }, { name: 'name' | 'note' }>) {
    this.setData({ [currentTarget.dataset.name]: detail.value, missing: '' })
  },
  async answer({ currentTarget }: Tap<{ state: Answer }>) {
    const { state } = currentTarget.dataset
    const { busy } = this.data
    const [name, note] = [this.data.name.trim(), this.data.note.trim()]
    if (busy || this.link === null) return
    if ([...name].length < 2) return this.setData({ missing: '请写您的姓名，社工好联系' })
    if (state === 'declined' && note === '') return this.setData({ missing: '请写一句为什么接不了' })
    this.setData({ busy: true, missing: '' })
    try {
      this.reader?.put(letterView(await answerReferralLetter({ ...this.link, key: this.key, state, name, note })))
      this.key = newKey()
      this.setData({ note: '' })
      tell('答复好了，社工会收到消息')
    } catch (error) {
      const { code, title, advice } = failureWords(error)
      if (code !== 'OFFLINE') this.key = newKey()
      this.setData({ missing: code === 'NOT_NOW' && error instanceof Error ? error.message : `${title}，${advice}` })
      if (code === 'NOT_NOW' || code === 'NOT_FOUND') await this.reader?.load()
    } finally {
      this.setData({ busy: false })
    }
  },
  async call() {
    const { letter } = this.data
    if (letter.status === 'ready') await dial(letter.value.stationPhone)
  },
})

function letterView({ state, can, ...letter }: ReferralLetter): LetterView {
  return {
    ...letter,
    about: fieldAndSkill(letter.field, letter.subSkill),
    sent: fullDate(letter.sentAtMs),
    status: referralWords(state),
    answerable: can.includes('accepted'),
    finishable: can.includes('done'),
  }
}
