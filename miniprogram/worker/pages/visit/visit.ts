import type { ContactWay } from '../../../../typings/cases'
import type { NeedId } from '../../../../typings/ids'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { ways } from '../../../format/cases'
import { dayAndTime, dayText, momentOf, momentText } from '../../../format/time'
import { tell } from '../../../platform/device'
import { choosePictures, keepPicture } from '../../../platform/files'
import { whereAmI } from '../../../platform/place'
import { noteTemplates } from '../../note-templates'
import { putDraft, removeDraft, type VisitDraft } from '../../visit-sync'
import { draftOf, newVisit, sendWaiting, unsentVisits, visitPorts } from '../../visits-on-phone'

const mostPhotos = 9

interface VisitData {
  care: boolean
  draft: VisitDraft | null
  photos: { url: string; state: 'uploaded' }[]
  started: string
  /** For the pickers: 2026-11-23 and 14:05, Shanghai time. */
  day: string
  clock: string
  today: string
  restored: boolean
  ways: typeof ways
  lengths: readonly number[]
  templates: typeof noteTemplates
  mostPhotos: number
  missing: string
  placing: boolean
  saving: boolean
}

const data: VisitData = {
  care: false,
  draft: null,
  photos: [],
  started: '',
  day: '',
  clock: '',
  today: '',
  restored: false,
  ways,
  lengths: [15, 30, 45, 60, 90, 120],
  templates: noteTemplates,
  mostPhotos,
  missing: '',
  placing: false,
  saving: false,
}

Page({
  behaviors: [careBehavior],
  data,

  onLoad(query) {
    const { needId, key } = query
    const again = unsentVisits().find((draft) => draft.key === key)
    if (!isNeedId(needId) && again === undefined) {
      void wx.navigateBack()
      return
    }
    const nowMs = Date.now()
    const kept = again ?? (isNeedId(needId) ? draftOf(needId) : null)
    this.setData({ restored: kept !== null, today: dayText(nowMs) })
    if (kept !== null) this.put(kept)
    else if (isNeedId(needId)) {
      this.put(newVisit(needId, decodeURIComponent(query.about ?? ''), nowMs))
    }
  },
  onHide() {
    this.keep()
  },
  onUnload() {
    this.keep()
  },

  put(change: Partial<VisitDraft>) {
    const draft = { ...this.data.draft, ...change } as VisitDraft
    const at = momentText(draft.startedAtMs)
    this.setData({
      draft,
      photos: draft.photos.map(({ path }) => ({ url: path, state: 'uploaded' })),
      started: dayAndTime(draft.startedAtMs, Date.now()),
      day: at.slice(0, 10),
      clock: at.slice(11),
    })
  },
  /** On the phone at every pause: a flat battery costs at most the last letters. */
  keep() {
    const { draft, saving } = this.data
    if (draft === null || saving || draft.state === 'waiting') return
    const empty = draft.note === '' && draft.photos.length === 0
    if (empty) return
    if (!putDraft(visitPorts, draft)) tell('手机空间不够，没能保存草稿')
  },

  chooseWay({ currentTarget }: Tap<{ way: ContactWay }>) {
    this.put({ way: currentTarget.dataset.way })
    this.keep()
  },
  chooseDay({ detail }: Said<{ value: string }>) {
    this.startAt(detail.value, this.data.clock)
  },
  chooseClock({ detail }: Said<{ value: string }>) {
    this.startAt(this.data.day, detail.value)
  },
  startAt(day: string, clock: string) {
    const startedAtMs = momentOf(`${day} ${clock}`)
    if (startedAtMs > Date.now()) return tell('还没到的时间不能记')
    this.put({ startedAtMs })
    this.keep()
  },
  chooseLength({ currentTarget }: Tap<{ minutes: number }>) {
    this.put({ minutes: currentTarget.dataset.minutes })
    this.keep()
  },
  type({ detail }: Said<{ value: string }>) {
    this.put({ note: detail.value })
    if (this.data.missing !== '') this.setData({ missing: '' })
  },
  blur() {
    this.keep()
  },
  /** Only into what is empty or below it: nothing that was written goes away. */
  useTemplate({ currentTarget }: Tap<{ text: string }>) {
    const note = this.data.draft?.note.trim() ?? ''
    const { text } = currentTarget.dataset
    this.put({ note: note === '' ? text : `${note}\n${text}` })
    this.keep()
  },

  async addPhotos() {
    const { draft } = this.data
    if (draft === null) return
    try {
      const paths = await choosePictures(mostPhotos - draft.photos.length)
      const kept = await Promise.all(paths.map(keepPicture))
      const added = kept.map((path) => ({ path, fileId: '', added: false }))
      this.put({ photos: [...(this.data.draft?.photos ?? []), ...added] })
      this.keep()
    } catch {
      tell('请在设置里允许使用相机或相册')
    }
  },
  removePhoto({ detail }: Said<{ index: number }>) {
    const { draft } = this.data
    if (draft === null) return
    const gone = draft.photos[detail.index]
    if (gone !== undefined) visitPorts.dropPhoto(gone.path)
    this.put({ photos: draft.photos.filter((_, index) => index !== detail.index) })
    this.keep()
  },
  async takePlace() {
    if (this.data.placing) return
    this.setData({ placing: true })
    const place = await whereAmI()
    this.setData({ placing: false })
    if (place === null) return tell('没有拿到位置，可以不填')
    this.put({ place })
    this.keep()
  },
  dropPlace() {
    this.put({ place: null })
    this.keep()
  },

  /** Onto the phone first, then to the cloud: with no network it goes out later by itself. */
  async save() {
    const { draft, saving } = this.data
    if (draft === null || saving) return
    if (draft.note.trim() === '') return this.setData({ missing: '写一句今天做了什么' })
    this.setData({ saving: true })
    const ready: VisitDraft = {
      ...draft,
      note: draft.note.trim(),
      state: 'waiting',
      refusedBecause: '',
      refusedWords: '',
    }
    if (!putDraft(visitPorts, ready)) {
      this.setData({ saving: false })
      return tell('手机空间不够，没能保存，请先清理一些照片')
    }
    await sendWaiting()
    const left = visitPorts.read().find(({ key }) => key === ready.key)
    if (left === undefined) tell('记好了')
    else if (left.state === 'refused') {
      this.setData({ saving: false })
      this.put(left)
      void wx.redirectTo({ url: '/worker/pages/unsent/unsent' })
      return
    } else tell('没有网络，已存在手机里，联网后自动上传')
    void wx.navigateBack()
  },
  giveUp() {
    const { draft } = this.data
    if (draft !== null) removeDraft(visitPorts, draft.key)
    this.setData({ draft: null })
    void wx.navigateBack()
  },
})

function isNeedId(text: string | undefined): text is NeedId {
  return text?.startsWith('need_') ?? false
}
