import type { NeedId } from '../../../typings/ids'
import type { Field, SubSkill, Urgency } from '../../../typings/needs'
import { careBehavior } from '../../behaviors/care'
import type { Said, Tap } from '../../behaviors/events'
import {
  type DraftPhoto,
  discardDraft,
  finishDraft,
  lastContact,
  type NeedDraft,
  type NeedStep,
  newDraft,
  readDraft,
  saveDraft,
} from '../../behaviors/need-draft'
import { followMe, knownMe, readMe } from '../../behaviors/session'
import { type Failure, failureLine, failureWords } from '../../format/errors'
import { mayBeDanger } from '../../format/fields'
import { urgencies, urgencyWords } from '../../format/needs'
import { tell } from '../../platform/device'
import { choosePictures, uploadPicture } from '../../platform/files'
import { askForMessages } from '../../platform/subscription'
import { submitNeed } from '../../services/needs'
import {
  consent,
  type Gaps,
  gapsOf,
  inputOf,
  longestDescription,
  mostPhotos,
  soundsLikeDanger,
  stepOfField,
} from './form'

/** writing: in the steps; done: it is a need now, and the person is asked whether messages may be sent. */
type Phase =
  | { kind: 'writing' }
  | { kind: 'sending' }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'done'; needId: NeedId; promise: string; messages: 'ask' | 'allowed' | 'refused' }

interface NeedNewData {
  care: boolean
  draft: NeedDraft
  photos: { url: string; state: DraftPhoto['state'] }[]
  gaps: Gaps
  phase: Phase
  danger: boolean
  dutyPhone: string
  consentOpen: boolean
  consent: typeof consent
  urgencies: typeof urgencies
  longestDescription: number
  mostPhotos: number
  steps: readonly string[]
  restored: boolean
}

const data: NeedNewData = {
  care: false,
  draft: newDraft(),
  photos: [],
  gaps: {},
  phase: { kind: 'writing' },
  danger: false,
  dutyPhone: '',
  consentOpen: false,
  consent,
  urgencies,
  longestDescription,
  mostPhotos,
  steps: ['哪方面', '怎么了', '在哪里'],
  restored: false,
}

type TextField = 'description' | 'address' | 'contactName' | 'contactPhone'

Page({
  behaviors: [careBehavior],
  data,
  leave: null as (() => void) | null,

  onLoad() {
    const draft = readDraft()
    this.put(draft)
    this.setData({ restored: draft.field !== '' || draft.description !== '' })
    this.leave = followMe((me) => {
      this.setData({ dutyPhone: me.emergencyPhone })
      if (me.community !== null) this.takeCommunity(me.community.territoryCode, me.community.name)
    })
    // Without an answer the form works as well: the community can be chosen on the last step.
    readMe().catch(() => undefined)
  },
  onHide() {
    this.save()
  },
  onUnload() {
    this.save()
    this.leave?.()
  },

  /** Changes the draft on the screen; what is said is kept on the phone at each step and when the page is left. */
  put(change: Partial<NeedDraft>) {
    const draft = { ...this.data.draft, ...change }
    const photos = draft.photos.map(({ path, fileId, state }) => ({ url: path || fileId, state }))
    const danger =
      (draft.subSkill !== '' && mayBeDanger(draft.subSkill)) ||
      draft.urgency === 'emergency' ||
      soundsLikeDanger(draft.description)
    this.setData({ draft, photos, danger })
  },
  save() {
    if (this.data.phase.kind !== 'done') saveDraft(this.data.draft)
  },

  /** The person's own community stands in until they choose another; with it what was said last time. */
  takeCommunity(territoryCode: string, communityName: string) {
    const last = lastContact()
    const { draft } = this.data
    if (draft.territoryCode === territoryCode) return
    const known = last?.territoryCode === territoryCode ? last : null
    this.put({
      territoryCode,
      communityName,
      address: draft.address || (known?.address ?? ''),
      contactName: draft.contactName || (known?.contactName ?? knownMe()?.name ?? ''),
      contactPhone: draft.contactPhone || (known?.contactPhone ?? ''),
    })
  },

  chooseField({ detail }: Said<{ field: Field }>) {
    if (detail.field === this.data.draft.field) return
    this.put({ field: detail.field, subSkill: '' })
    this.setData({ gaps: {} })
  },
  chooseSkill({ detail }: Said<{ subSkill: SubSkill }>) {
    this.put({ subSkill: detail.subSkill })
    this.setData({ gaps: {} })
  },
  chooseUrgency({ currentTarget }: Tap<{ urgency: Urgency }>) {
    this.put({ urgency: currentTarget.dataset.urgency })
  },
  type({ detail, currentTarget }: Said<{ value: string }, { name: TextField }>) {
    const { name } = currentTarget.dataset
    this.put({ [name]: detail.value })
    if (this.data.gaps[name]) this.setData({ gaps: { ...this.data.gaps, [name]: '' } })
  },
  keepText() {
    this.save()
  },
  toggleConsent() {
    this.put({ consented: !this.data.draft.consented })
    this.setData({ gaps: { ...this.data.gaps, consented: '' } })
  },
  openConsent() {
    this.setData({ consentOpen: !this.data.consentOpen })
  },
  chooseCommunity() {
    this.save()
    void wx.navigateTo({ url: '/pages/community/community' })
  },

  async addPhotos() {
    try {
      const paths = await choosePictures(mostPhotos - this.data.draft.photos.length)
      const added = paths.map((path): DraftPhoto => ({ path, fileId: '', state: 'uploading' }))
      this.put({ photos: [...this.data.draft.photos, ...added] })
      await Promise.all(paths.map((path) => this.upload(path)))
    } catch {
      tell('请在设置里允许使用相机或相册')
    }
  },
  async upload(path: string) {
    try {
      const fileId = await uploadPicture(path, 'needs')
      this.putPhoto(path, { fileId, state: 'uploaded' })
      this.save()
    } catch {
      this.putPhoto(path, { state: 'failed' })
    }
  },
  putPhoto(path: string, change: Partial<DraftPhoto>) {
    this.put({ photos: this.data.draft.photos.map((photo) => (photo.path === path ? { ...photo, ...change } : photo)) })
  },
  async uploadAgain({ detail }: Said<{ index: number }>) {
    const photo = this.data.draft.photos[detail.index]
    if (photo === undefined) return
    this.putPhoto(photo.path, { state: 'uploading' })
    await this.upload(photo.path)
  },
  removePhoto({ detail }: Said<{ index: number }>) {
    this.put({ photos: this.data.draft.photos.filter((_, index) => index !== detail.index) })
    this.setData({ gaps: { ...this.data.gaps, photos: '' } })
  },

  goTo(step: NeedStep) {
    this.put({ step })
    this.setData({ gaps: {} })
    this.save()
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },
  back() {
    const { step } = this.data.draft
    if (step === 1) void wx.navigateBack()
    else this.goTo(step === 3 ? 2 : 1)
  },
  jump({ currentTarget }: Tap<{ step: NeedStep }>) {
    if (currentTarget.dataset.step < this.data.draft.step) this.goTo(currentTarget.dataset.step)
  },
  async next() {
    const { draft } = this.data
    const gaps = gapsOf(draft.step, draft)
    if (Object.keys(gaps).length > 0) {
      this.setData({ gaps })
      void wx.pageScrollTo({ selector: '.gap-words', offsetTop: -160, duration: 200 })
      return
    }
    if (draft.step === 3) await this.submit()
    else this.goTo(draft.step === 1 ? 2 : 3)
  },
  startOver() {
    discardDraft()
    this.setData({ restored: false, phase: { kind: 'writing' }, draft: newDraft() })
    this.put({})
    const community = knownMe()?.community
    if (community) this.takeCommunity(community.territoryCode, community.name)
  },

  async submit() {
    if (this.data.phase.kind === 'sending') return
    this.setData({ phase: { kind: 'sending' } })
    this.save()
    const { draft } = this.data
    try {
      const { needId } = await submitNeed(inputOf(draft))
      finishDraft(draft)
      const { promise } = urgencyWords(draft.urgency)
      this.setData({ phase: { kind: 'done', needId, promise, messages: 'ask' } })
      void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    } catch (error) {
      this.refused(error)
    }
  },
  /** Leads to where it can be mended; everything that was written stays. */
  refused(error: unknown) {
    const failure = failureWords(error)
    this.setData({ phase: { kind: 'failed', failure } })
    if (failure.code === 'CONTENT_REFUSED') {
      this.goTo(2)
      this.setData({ gaps: { description: '这段文字或照片没有通过检查，请换一种说法，只写事情本身' } })
    } else if (failure.code === 'INVALID_INPUT' && error instanceof Error && 'fields' in error) {
      const fields = error.fields as readonly { path: string }[]
      const step = stepOfField(fields[0]?.path ?? '')
      this.goTo(step)
      this.setData({ gaps: gapsOf(step, this.data.draft) })
    }
  },

  async askMessages() {
    const me = knownMe()
    const { phase } = this.data
    if (me === null || phase.kind !== 'done') return
    const allowed = await askForMessages(me, ['needProgress'])
    this.setData({ phase: { ...phase, messages: allowed.length > 0 ? 'allowed' : 'refused' } })
  },
  openNeed() {
    const { phase } = this.data
    if (phase.kind === 'done') void wx.redirectTo({ url: `/pages/need/need?needId=${phase.needId}` })
  },
  async goHome() {
    try {
      await wx.switchTab({ url: '/pages/home/home' })
    } catch (error) {
      tell(failureLine(error))
    }
  },
})
