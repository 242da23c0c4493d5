import type { DangerAlert, DangerId } from '../../../../typings/residents'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { listHandlers } from '../../../behaviors/handlers'
import { type Poll, poll } from '../../../behaviors/poll'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { failureLine } from '../../../format/errors'
import type { Tone } from '../../../format/needs'
import { dangerWords } from '../../../format/residents'
import { ago } from '../../../format/time'
import { dial, tell } from '../../../platform/device'
import { closeDanger, listDangers, takeDanger } from '../../../services/residents'

interface DangerRow {
  dangerId: DangerId
  title: string
  words: string
  place: string
  again: string
  phone: string
  state: { word: string; tone: Tone; icon: string }
  step: 'take' | 'close' | 'none'
  outcome: string
}

interface DangersData {
  care: boolean
  dangers: Remote<Listing<DangerRow>>
  busy: DangerId | ''
}

const data: DangersData = { care: false, dangers: { status: 'loading' }, busy: '' }

/** Somebody's life may be in danger: who is called, and who went. */
Page({
  behaviors: [careBehavior],
  data,
  list: null as Paging | null,
  polling: null as Poll | null,
  ...listHandlers,

  onLoad() {
    this.list = paging({ read: listDangers, present: rowOf, show: (dangers) => this.setData({ dangers }) })
    this.polling = poll({
      ask: async () => {
        await this.list?.load()
        return false
      },
      firstPauseMs: 10_000,
    })
  },
  async onShow() {
    await this.list?.load()
    this.polling?.start()
  },
  onHide() {
    this.polling?.stop()
  },
  onUnload() {
    this.polling?.stop()
    this.list?.stop()
  },

  async call({ currentTarget }: Tap<{ phone: string }>) {
    await dial(currentTarget.dataset.phone)
  },
  take({ currentTarget }: Tap<{ id: DangerId }>) {
    const { id } = currentTarget.dataset
    return this.act(id, () => takeDanger(id), '由您处理，请马上联系')
  },
  async close({ currentTarget }: Tap<{ id: DangerId }>) {
    const { id } = currentTarget.dataset
    const { confirm, content } = await wx.showModal({
      title: '处理得怎么样？',
      editable: true,
      placeholderText: '例：已联系 120，家人陪同送医',
      confirmText: '办好了',
      cancelText: '还没有',
    })
    const outcome = (content ?? '').trim()
    if (!confirm) return
    if (outcome.length < 2) return tell('请写一句处理结果')
    await this.act(id, () => closeDanger(id, outcome), '已记录')
  },
  async act(id: DangerId, step: () => Promise<DangerAlert>, said: string) {
    if (this.data.busy !== '') return
    this.setData({ busy: id })
    try {
      await step()
      tell(said)
    } catch (error) {
      tell(failureLine(error))
    } finally {
      this.setData({ busy: '' })
      await this.list?.load()
    }
  },
})

function rowOf(alert: DangerAlert): DangerRow {
  const { dangerId, kind, words, communityName, phone, raisedAtMs, state, takenByName, outcome, escalated, again } =
    alert
  const taken = takenByName ?? '同事'
  const states: Record<DangerAlert['state'], DangerRow['state']> = {
    open: { word: escalated ? '还没人接，已报区里' : '还没人接', tone: 'danger', icon: 'alert' },
    taken: { word: `${taken}在处理`, tone: 'moving', icon: 'user' },
    closed: { word: '已处理', tone: 'done', icon: 'check' },
  }
  return {
    dangerId,
    title: dangerWords[kind],
    words,
    place: `${communityName} · ${ago(raisedAtMs, Date.now())}`,
    again: again ? `又求助 ${again.count} 次，最近 ${ago(again.atMs, Date.now())}` : '',
    phone: phone ?? '',
    state: states[state],
    step: state === 'open' ? 'take' : state === 'taken' ? 'close' : 'none',
    outcome: outcome ?? '',
  }
}
