import type { Day, Errand, IncomingReferral } from '../../../../typings/cases'
import type { NeedId } from '../../../../typings/ids'
import type { Field } from '../../../../typings/terms'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { followMe, knownMe, readMe } from '../../../behaviors/session'
import { distanceWords } from '../../../format/distance'
import { failureWords } from '../../../format/errors'
import { fieldAndSkill } from '../../../format/fields'
import type { Tone } from '../../../format/needs'
import { dayAndTime, fullDate } from '../../../format/time'
import { copy, tell } from '../../../platform/device'
import { newKey } from '../../../platform/keys'
import { onNetworkBack } from '../../../platform/network'
import { whereAmI } from '../../../platform/place'
import { askForMessages } from '../../../platform/subscription'
import { getMyDay, setReferral } from '../../../services/cases'
import { sendWaiting, unsentVisits } from '../../visits-on-phone'

interface ErrandRow {
  key: string
  needId: NeedId
  field: Field
  about: string
  words: string
  who: string
  address: string
  chip: { word: string; tone: Tone; icon: string }
}

interface PlaceGroup {
  key: string
  place: string
  /** From the place before, in words; empty when nobody knows. */
  far: string
  rows: ErrandRow[]
}

interface DayView {
  groups: PlaceGroup[]
  count: number
  openCases: number
  referrals: (IncomingReferral & { about: string })[]
  leave: string
  /** How the list is ordered, in words. */
  order: string
}

interface DayData {
  care: boolean
  today: string
  day: Remote<DayView>
  unread: number
  credits: number
  unsent: number
  busy: boolean
}

const data: DayData = {
  care: false,
  today: '',
  day: { status: 'loading' },
  unread: 0,
  credits: -1,
  unsent: 0,
  busy: false,
}

Page({
  behaviors: [careBehavior],
  data,
  reader: null as RemoteReader<DayView> | null,
  /** Where the phone was when the worker wanted the way to begin there. */
  from: null as { latitude: number; longitude: number } | null,
  leaving: [] as (() => void)[],
  ...readerHandlers,

  onLoad() {
    this.reader = remote({
      read: async () => dayView(await getMyDay(this.from), Date.now()),
      show: (day) => this.setData({ day }),
    })
    this.leaving = [
      followMe((me) => this.setData({ unread: me.unreadCount, credits: me.messageCredits.taskOffered })),
      onNetworkBack(() => void this.onShow()),
    ]
  },
  async onShow() {
    this.setData({ today: fullDate(Date.now()), unsent: unsentVisits().length })
    readMe(true).catch(() => undefined)
    await this.reader?.load()
    await this.send()
  },
  onUnload() {
    this.reader?.stop()
    for (const leave of this.leaving) leave()
  },
  async send() {
    await sendWaiting()
    this.setData({ unsent: unsentVisits().length })
  },

  open({ currentTarget }: Tap<{ id: NeedId }>) {
    void wx.navigateTo({ url: `/worker/pages/case/case?needId=${currentTarget.dataset.id}` })
  },
  async copyAddress({ currentTarget }: Tap<{ text: string }>) {
    await copy(currentTarget.dataset.text, '地址已复制，可粘贴到地图里导航')
  },
  /** The way from here; the place is used for this order and kept nowhere. */
  async fromHere() {
    const here = await whereAmI()
    if (here === null) return tell('没拿到位置，还是按您的社工室排')
    this.from = { latitude: here.latitude, longitude: here.longitude }
    await this.reader?.load()
  },
  openReads() {
    void wx.navigateTo({ url: '/worker/pages/reads/reads' })
  },
  openFiles() {
    void wx.navigateTo({ url: '/worker/pages/files/files' })
  },
  openInbox() {
    void wx.navigateTo({ url: '/pages/inbox/inbox' })
  },
  openUnsent() {
    void wx.navigateTo({ url: '/worker/pages/unsent/unsent' })
  },
  openHistory() {
    void wx.navigateTo({ url: '/worker/pages/history/history' })
  },
  openLeave() {
    void wx.navigateTo({ url: '/worker/pages/leave/leave' })
  },
  /** A natural moment to buy a notice: the day's list is in hand. */
  async addCredit() {
    const me = knownMe()
    if (me === null) return
    const allowed = await askForMessages(me, ['taskOffered'])
    tell(allowed.length === 0 ? '没关系，新任务也会出现在这里' : '好的，新任务会发微信给您')
    await readMe(true).catch(() => undefined)
  },
  async answer({ currentTarget }: Tap<{ id: NeedId; referral: string; state: 'accepted' | 'declined' }>) {
    const { id, referral, state } = currentTarget.dataset
    if (this.data.busy) return
    this.setData({ busy: true })
    try {
      await setReferral({ needId: id, key: newKey(), referralId: referral, state, note: '' })
      tell(state === 'accepted' ? '个案转到您这里了' : '已告诉同事')
      if (state === 'accepted') void wx.navigateTo({ url: `/worker/pages/case/case?needId=${id}` })
    } catch (error) {
      const { code, title, advice } = failureWords(error)
      tell(code === 'NOT_NOW' && error instanceof Error ? error.message : `${title}，${advice}`)
    } finally {
      this.setData({ busy: false })
      await this.reader?.load()
    }
  },
})

function dayView(day: Day, nowMs: number): DayView {
  const groups: PlaceGroup[] = []
  for (const errand of day.errands) {
    const last = groups[groups.length - 1]
    if (last?.key === errand.territoryCode) last.rows.push(errandRow(errand, nowMs))
    else {
      const far = errand.metres === null || errand.metres < nearM ? '' : distanceWords(errand.metres)
      const rows = [errandRow(errand, nowMs)]
      groups.push({ key: errand.territoryCode, place: errand.communityName, far, rows })
    }
  }
  return {
    groups,
    count: day.errands.length,
    openCases: day.openCases,
    referrals: day.referrals.map((each) => ({ ...each, about: fieldAndSkill(each.field, each.subSkill) })),
    order: orderWords(day),
    leave: day.leave === null ? '' : `您在休假，到 ${dayAndTime(day.leave.untilMs, nowMs)}`,
  }
}

/** Nearer than this one is there. */
const nearM = 100

function orderWords({ errands, start }: Day): string {
  if (errands.length < 2) return ''
  if (start === null) return '按社区和门牌号排'
  return `从${start.here ? '您这里' : start.name}出发，近的在前；同一社区按门牌排`
}

function errandRow(errand: Errand, nowMs: number): ErrandRow {
  const when = dayAndTime(errand.atMs, nowMs)
  return {
    key: `${errand.needId}-${errand.kind}`,
    needId: errand.needId,
    field: errand.field,
    about: fieldAndSkill(errand.field, errand.subSkill),
    words: errand.words,
    who: errand.contactName,
    address: errand.address,
    chip: errand.overdue
      ? { word: `超期，${when}`, tone: 'danger', icon: 'alert' }
      : { word: errand.kind === 'visit' ? when : `${when} 前`, tone: 'waiting', icon: 'clock' },
  }
}
