import type { FundId } from '../../../../typings/ids'
import type { MemberId, RosterView, Seat } from '../../../../typings/spending'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { idOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { failureWords } from '../../../format/errors'
import { initial } from '../../../format/people'
import { fullDate, yearsLater } from '../../../format/time'
import { tell } from '../../../platform/device'
import { getRoster, setRoster } from '../../../services/spending'

interface SeatRow {
  memberId: MemberId
  name: string
  initial: string
  seat: Seat
  term: string
  related: string
  inOffice: boolean
}

interface Shown {
  fundName: string
  members: SeatRow[]
  supervisors: SeatRow[]
  faults: readonly string[]
  canSet: boolean
}

/** Somebody who may be given a seat, while the roster is changed. */
interface Choice {
  memberId: MemberId
  name: string
  seat: Seat | 'none'
  related: string
  termFromMs: number
  termUntilMs: number
}

interface RosterData {
  care: boolean
  roster: Remote<Shown>
  choices: readonly Choice[] | null
  count: string
  problem: string
  busy: boolean
  seats: readonly { seat: Choice['seat']; label: string }[]
}

const seats = [
  { seat: 'member', label: '委员' },
  { seat: 'supervisor', label: '监事' },
  { seat: 'none', label: '不任' },
] as const
const termYears = 3
const data: RosterData = {
  ...{ care: false, roster: { status: 'loading' }, choices: null, count: '', problem: '', busy: false, seats },
}

Page({
  behaviors: [careBehavior],
  data,
  fundId: '' as FundId,
  view: null as RosterView | null,
  reader: null as RemoteReader<Shown> | null,
  ...readerHandlers,

  onLoad(query) {
    this.reader = remote({
      read: async () => {
        this.fundId = idOf(query, 'fundId', 'fund_')
        this.view = await getRoster(this.fundId)
        return shown(this.view)
      },
      show: (roster) => this.setData({ roster }),
    })
    void this.reader.load()
  },

  edit() {
    if (this.view) this.put(choicesOf(this.view, Date.now()))
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },
  cancel() {
    this.setData({ choices: null, problem: '' })
  },
  put(choices: readonly Choice[]) {
    const count = (wanted: Choice['seat']) => choices.filter(({ seat }) => seat === wanted).length
    this.setData({ choices, count: `委员 ${count('member')} 人，监事 ${count('supervisor')} 人`, problem: '' })
  },
  change(index: number, by: Partial<Choice>) {
    const { choices } = this.data
    if (choices) this.put(choices.map((choice, at) => (at === index ? { ...choice, ...by } : choice)))
  },
  chooseSeat({ currentTarget }: Tap<{ index: number; seat: Choice['seat'] }>) {
    this.change(currentTarget.dataset.index, { seat: currentTarget.dataset.seat })
  },
  typeRelated({ detail, currentTarget }: WechatMiniprogram.Input) {
    const { index } = currentTarget.dataset as { index: number }
    this.change(index, { related: detail.value })
  },

  async save() {
    const { choices, busy } = this.data
    const { view } = this
    if (!choices || !view || busy) return
    this.setData({ busy: true, problem: '' })
    try {
      this.view = await setRoster({ fundId: this.fundId, version: view.version, seats: seatsOf(choices) })
      this.reader?.put(shown(this.view))
      this.setData({ choices: null })
      tell('名单已更新')
    } catch (error) {
      const { code, title, advice } = failureWords(error)
      const named = error instanceof Error && 'fields' in error ? (error.fields as readonly { limit: string }[]) : []
      this.setData({ problem: code === 'INVALID_INPUT' ? (named[0]?.limit ?? title) : `${title}，${advice}` })
      if (code === 'CONFLICT') await this.reader?.load()
    } finally {
      this.setData({ busy: false })
    }
  },
})

function shown({ fundName, seats: all, faults, canSet }: RosterView): Shown {
  const rows = all.map(
    (seat): SeatRow => ({
      ...{ memberId: seat.memberId, name: seat.name, initial: initial(seat.name), seat: seat.seat },
      term: `${fullDate(seat.termFromMs)} 至 ${fullDate(seat.termUntilMs)}`,
      related: seat.relatedParties.join('、'),
      inOffice: seat.inOffice,
    }),
  )
  const of = (wanted: Seat) => rows.filter(({ seat }) => seat === wanted)
  return { fundName, members: of('member'), supervisors: of('supervisor'), faults, canSet }
}

/** Those with a seat keep their term; who is new begins one of three years today. */
function choicesOf(view: RosterView, nowMs: number): Choice[] {
  const known = new Map(view.seats.map((seat) => [seat.memberId, seat]))
  const names = new Map([...view.seats, ...view.candidates].map(({ memberId, name }) => [memberId, name]))
  return [...names].map(([memberId, name]) => {
    const seat = known.get(memberId)
    return {
      ...{ memberId, name, seat: seat?.seat ?? 'none', related: seat?.relatedParties.join('、') ?? '' },
      ...{ termFromMs: seat?.termFromMs ?? nowMs, termUntilMs: seat?.termUntilMs ?? yearsLater(nowMs, termYears) },
    }
  })
}

function seatsOf(choices: readonly Choice[]) {
  return choices.flatMap(({ memberId, seat, related, termFromMs, termUntilMs }) => {
    if (seat === 'none') return []
    const relatedParties = related.split(/[、，,\s]+/).filter((party) => party.length > 1)
    return [{ memberId, seat, termFromMs, termUntilMs, relatedParties }]
  })
}
