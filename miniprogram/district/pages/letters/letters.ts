import type { MessageId } from '../../../../typings/ids'
import type { DeadLetter, DeadLetterState } from '../../../../typings/notices'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { listHandlers } from '../../../behaviors/handlers'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { failureLine } from '../../../format/errors'
import type { StatusWords } from '../../../format/needs'
import { dayAndTime } from '../../../format/time'
import { tell } from '../../../platform/device'
import { listDeadLetters, settleDeadLetter } from '../../../services/notices'

type View = 'dead' | 'all'

interface LetterRow {
  messageId: MessageId
  title: string
  body: string
  to: string
  facts: string
  status: StatusWords
  open: boolean
}

interface LettersData {
  care: boolean
  view: View
  letters: Remote<Listing<LetterRow>>
  busy: MessageId | ''
}

const data: LettersData = { care: false, view: 'dead', letters: { status: 'loading' }, busy: '' }

/** WeChat messages that could not be delivered: somebody sees them, sends them again, or tells the person in another way. */
Page({
  behaviors: [careBehavior],
  data,
  list: null as Paging | null,
  ...listHandlers,

  onLoad() {
    this.list = paging({
      read: (cursor) => listDeadLetters(this.data.view, cursor),
      present: (letter) => letterRow(letter, Date.now()),
      show: (letters) => this.setData({ letters }),
    })
  },
  async onShow() {
    await this.list?.load()
  },
  async turn({ currentTarget }: Tap<{ view: View }>) {
    if (currentTarget.dataset.view === this.data.view) return
    this.setData({ view: currentTarget.dataset.view, letters: { status: 'loading' } })
    await this.list?.load()
  },
  sendAgain({ currentTarget }: Tap<{ id: MessageId }>) {
    return this.settle(currentTarget.dataset.id, 'again')
  },
  setSeen({ currentTarget }: Tap<{ id: MessageId }>) {
    return this.settle(currentTarget.dataset.id, 'seen')
  },
  async settle(messageId: MessageId, how: 'again' | 'seen') {
    if (this.data.busy !== '') return
    this.setData({ busy: messageId })
    try {
      const { state } = await settleDeadLetter(messageId, how)
      tell(how === 'seen' ? '好的，记下了' : state === 'settled' ? '已经再发一次' : '正在再发，稍后看结果')
    } catch (error) {
      tell(failureLine(error))
    } finally {
      this.setData({ busy: '' })
      await this.list?.load()
    }
  },
})

const states: Readonly<Record<DeadLetterState, StatusWords>> = {
  dead: { word: '没送到', tone: 'waiting', icon: 'alert' },
  trying: { word: '正在再发', tone: 'moving', icon: 'refresh' },
  settled: { word: '处理好了', tone: 'done', icon: 'check' },
}

function letterRow(letter: DeadLetter, nowMs: number): LetterRow {
  const { messageId, title, body, toName, placeName, diedAtMs, attempts, state, settledByName } = letter
  const tried = `试了 ${attempts} 次，${dayAndTime(diedAtMs, nowMs)} 停下`
  return {
    messageId,
    title,
    body,
    to: [`给${toName ?? '一位居民'}`, placeName].filter((part) => part !== '').join(' · '),
    facts: settledByName === null ? tried : `${tried} · ${settledByName}处理`,
    status: states[state],
    open: state === 'dead',
  }
}
