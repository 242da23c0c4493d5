import type { DangerKind } from '../../../typings/asking'
import type { NeedId } from '../../../typings/ids'
import type { ConsentText, MandateConsent } from '../../../typings/residents'
import type { Field, SubSkill, Urgency } from '../../../typings/terms'
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
import { answerPromise, urgencies } from '../../format/needs'
import { isPhone, plainPhone } from '../../format/people'
import { consentWays } from '../../format/residents'
import { tell } from '../../platform/device'
import { choosePictures, uploadPicture } from '../../platform/files'
import { askForMessages } from '../../platform/subscription'
import { submitNeed } from '../../services/needs'
import { enterNeed, raiseDanger } from '../../services/residents'
import {
  adviceOn,
  communitiesHere,
  type ForWhom,
  type Hint,
  type Near,
  peopleToAskFor,
  recordConsents,
  type Twin,
  twinsOf,
  wordsInForce,
} from './asking'
import {
  asksAboutChild,
  childConsent,
  consent,
  type Gaps,
  gapsOf,
  guardianRelations,
  inputOf,
  longestDescription,
  mostPhotos,
  soundsLikeDanger,
  stepOfField,
  wordsChanged,
} from './form'

/** writing: in the steps; done: it is a need now, and the person is asked whether messages may be sent. */
type Phase =
  | { kind: 'writing' }
  | { kind: 'sending' }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'done'; needId: NeedId; promise: string; messages: 'ask' | 'allowed' | 'refused' }

type Words = Pick<ConsentText, 'version' | 'short' | 'lines'>

const data = {
  care: false,
  draft: newDraft(),
  photos: [] as { url: string; state: DraftPhoto['state'] }[],
  gaps: {} as Gaps,
  phase: { kind: 'writing' } as Phase,
  danger: false,
  dangerKind: 'medical' as DangerKind,
  paged: '' as '' | 'paging' | 'paged',
  dutyPhone: '',
  consentOpen: false,
  consent: consent as Words,
  childConsent: childConsent as Words,
  guardianRelations,
  consentWays,
  urgencies,
  longestDescription,
  mostPhotos,
  steps: ['怎么了', '哪方面', '在哪里'],
  restored: false,
  hint: null as Hint | null,
  asksChild: false,
  people: [] as readonly ForWhom[],
  near: null as readonly Near[] | null,
  locating: false,
  twins: [] as readonly Twin[],
  /** Community staff write it down for somebody: how that person said yes; empty for one's own. */
  enterHow: '' as MandateConsent | '',
}

type TextField = 'description' | 'address' | 'contactName' | 'contactPhone' | 'guardianName'
type Choice = 'urgency' | 'under14' | 'guardianRelation'

Page({
  behaviors: [careBehavior],
  data,
  leave: null as (() => void) | null,

  onLoad(query) {
    const entering = query.enter === '1'
    if (entering) {
      wx.setNavigationBarTitle({ title: '代录求助' })
      this.setData({ enterHow: 'inPerson' })
    }
    const draft = entering ? newDraft() : readDraft()
    this.put(draft)
    this.setData({
      restored: !entering && (draft.field !== '' || draft.description !== '' || draft.voice.fileId !== ''),
    })
    this.leave = followMe((me) => {
      this.setData({ dutyPhone: me.emergencyPhone })
      if (me.community !== null) this.takeCommunity(me.community.territoryCode, me.community.name)
    })
    // Without an answer the form works as well: the community can be chosen on the last step.
    readMe().catch(() => undefined)
  },
  async onShow() {
    if (this.data.enterHow === '') this.setData({ people: await peopleToAskFor() })
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
    this.setData({
      draft,
      photos,
      danger: danger || this.data.paged !== '',
      asksChild: asksAboutChild(draft),
      twins: [],
    })
  },
  save() {
    if (this.data.phase.kind !== 'done' && this.data.enterHow === '') saveDraft(this.data.draft)
  },

  /** The person's own community stands in until they choose another; with it what was said last time. */
  takeCommunity(territoryCode: string, communityName: string) {
    const { draft, enterHow } = this.data
    if (draft.territoryCode === territoryCode) return
    this.setData({ gaps: { ...this.data.gaps, territoryCode: '' } })
    const last = enterHow === '' ? lastContact() : null
    const known = last?.territoryCode === territoryCode ? last : null
    const own = enterHow === '' ? (knownMe()?.name ?? '') : ''
    this.put({
      territoryCode,
      communityName,
      address: draft.address || (known?.address ?? ''),
      contactName: draft.contactName || (known?.contactName ?? own),
      contactPhone: draft.contactPhone || (known?.contactPhone ?? ''),
    })
  },

  chooseField({ detail }: Said<{ field: Field }>) {
    if (detail.field === this.data.draft.field) return
    this.put({ field: detail.field, subSkill: '' })
    this.setData({ gaps: {}, hint: null })
  },
  chooseSkill({ detail }: Said<{ subSkill: SubSkill }>) {
    this.put({ subSkill: detail.subSkill })
    this.setData({ gaps: {} })
  },
  takeHint() {
    const { hint } = this.data
    if (hint !== null) this.put({ field: hint.field as Field, subSkill: '' })
    this.setData({ hint: null, gaps: {} })
  },
  choose({ currentTarget }: Tap<{ name: Choice; value: Urgency }>) {
    const { name, value } = currentTarget.dataset
    this.put({ [name]: value })
    this.setData({ gaps: {} })
  },
  type({ detail, currentTarget }: Said<{ value: string }, { name: TextField }>) {
    const { name } = currentTarget.dataset
    this.put({ [name]: detail.value })
    const gap = name === 'guardianName' ? 'guardian' : name
    if (this.data.gaps[gap]) this.setData({ gaps: { ...this.data.gaps, [gap]: '' } })
  },
  speak({ detail }: Said<{ fileId: string; durationMs: number }>) {
    this.put({ voice: { fileId: detail.fileId, durationMs: Math.round(detail.durationMs) } })
    this.setData({ gaps: { ...this.data.gaps, description: '' } })
    this.save()
  },
  writeDown({ detail }: Said<{ text: string }>) {
    const before = this.data.draft.description.trim()
    this.put({ description: `${before}${before === '' ? '' : '\n'}${detail.text}`.slice(0, longestDescription) })
  },
  keepText() {
    this.save()
  },
  tick({ currentTarget }: Tap<{ name: 'consented' | 'guardianConsented' }>) {
    const { name } = currentTarget.dataset
    this.put({ [name]: !this.data.draft[name] })
    this.setData({ gaps: { ...this.data.gaps, consented: '', guardian: '' } })
  },
  openConsent() {
    this.setData({ consentOpen: !this.data.consentOpen })
  },
  chooseHow({ currentTarget }: Tap<{ how: MandateConsent }>) {
    this.setData({ enterHow: currentTarget.dataset.how })
  },
  chooseWhom({ currentTarget }: Tap<{ id: string; name: string }>) {
    const { id, name } = currentTarget.dataset
    this.put({ mandateId: id, contactName: id === '' ? (knownMe()?.name ?? '') : name })
  },
  newMandate() {
    this.save()
    void wx.navigateTo({ url: '/resident/pages/mandates/mandates?add=1' })
  },
  chooseCommunity() {
    this.save()
    void wx.navigateTo({ url: '/pages/community/community' })
  },
  async locate() {
    this.setData({ locating: true })
    try {
      const found = await communitiesHere()
      if (found === 'denied') tell('没有得到位置，请自己选社区')
      else if (found.length === 0) tell('附近没有找到社区，请自己选')
      else this.setData({ near: found })
    } catch (error) {
      tell(failureLine(error))
    } finally {
      this.setData({ locating: false })
    }
  },
  takeNear({ currentTarget }: Tap<{ code: string; name: string }>) {
    const { code, name } = currentTarget.dataset
    this.put({ territoryCode: code, communityName: name })
    this.setData({ near: null, gaps: { ...this.data.gaps, territoryCode: '' } })
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
    if (draft.step === 3) return this.submit()
    this.goTo(draft.step === 1 ? 2 : 3)
    if (draft.step === 1) await this.hear()
  },
  /** The words were written: what they tell comes while the person looks at the fields. */
  async hear() {
    const { hint, danger } = await adviceOn(this.data.draft)
    this.setData({ hint, ...(danger === null ? {} : { danger: true, dangerKind: danger.kind }) })
  },
  startOver() {
    discardDraft()
    this.setData({ restored: false, phase: { kind: 'writing' }, draft: newDraft(), hint: null, twins: [] })
    this.put({})
    const community = knownMe()?.community
    if (community) this.takeCommunity(community.territoryCode, community.name)
  },

  /** A danger to life does not wait for the form. */
  async pageDuty() {
    const { draft, dangerKind, paged } = this.data
    if (paged !== '') return
    if (draft.territoryCode === '') return tell('请直接拨打上面的电话，我们还不知道您在哪个社区')
    const phone = isPhone(draft.contactPhone) ? plainPhone(draft.contactPhone) : null
    this.setData({ paged: 'paging' })
    try {
      const words = [...draft.description.trim()].slice(0, 100).join('')
      await raiseDanger({
        dangerKey: draft.needKey,
        kind: dangerKind,
        territoryCode: draft.territoryCode,
        phone,
        words,
      })
      this.setData({ paged: 'paged' })
    } catch (error) {
      this.setData({ paged: '' })
      tell(failureLine(error))
    }
  },

  async submit() {
    const { draft, enterHow, twins } = this.data
    if (this.data.phase.kind === 'sending') return
    this.setData({ phase: { kind: 'sending' } })
    this.save()
    if (twins.length === 0) {
      const found = await twinsOf(draft)
      if (found.length > 0) {
        this.setData({ twins: found, phase: { kind: 'writing' } })
        void wx.pageScrollTo({ selector: '.twins', offsetTop: -160, duration: 200 })
        return
      }
    }
    await this.send(draft, enterHow)
  },
  async send(draft: NeedDraft, enterHow: MandateConsent | '') {
    try {
      const input = inputOf(draft, this.data)
      const { needId, deadlineMs } = await (enterHow === ''
        ? submitNeed(input)
        : enterNeed({ ...input, consentHow: enterHow }))
      if (enterHow === '') {
        finishDraft(draft)
        void recordConsents(draft, this.data)
      }
      const promise = answerPromise(deadlineMs, Date.now())
      this.setData({ phase: { kind: 'done', needId, promise, messages: 'ask' } })
      void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    } catch (error) {
      await this.refused(error)
    }
  },
  /** Leads to where it can be mended; everything that was written stays. */
  async refused(error: unknown) {
    const failure = failureWords(error)
    this.setData({ phase: { kind: 'failed', failure } })
    if (failure.code === 'CONTENT_REFUSED') {
      this.goTo(1)
      this.setData({ gaps: { description: '这段文字或照片没有通过检查，请换一种说法，只写事情本身' } })
    } else if (failure.code === 'INVALID_INPUT' && error instanceof Error && 'fields' in error) {
      const fields = error.fields as readonly { path: string }[]
      const step = stepOfField(fields[0]?.path ?? '')
      this.goTo(step)
      this.setData({ gaps: gapsOf(step, this.data.draft) })
    } else if (failure.code === 'CONFLICT') await this.askAnew()
  },
  /** The words to which the person said yes are no longer those in force: the new ones are shown, and asked. */
  async askAnew() {
    const words = await wordsInForce().catch(() => null)
    if (words === null) return
    const { draft, childConsent: before } = this.data
    const ofChild = draft.guardianConsented && words.childConsent.version !== before.version
    this.put({ consented: false, guardianConsented: draft.guardianConsented && !ofChild })
    this.setData({ ...words, consentOpen: true, phase: { kind: 'writing' } })
    this.goTo(ofChild ? 2 : 3)
    this.setData({ gaps: ofChild ? { guardian: wordsChanged } : { consented: wordsChanged } })
    void wx.pageScrollTo({ selector: '.gap-words', offsetTop: -160, duration: 200 })
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
  openTwin({ currentTarget }: Tap<{ id: string }>) {
    void wx.navigateTo({ url: `/pages/need/need?needId=${currentTarget.dataset.id}` })
  },
})
