import type { ChildStatement, MandateId } from '../../../typings/asking'
import type { SubmitNeedInput } from '../../../typings/needs'
import type { GuardianRelation, NeedDraft, NeedStep } from '../../behaviors/need-draft'
import { isPhone, plainPhone } from '../../format/people'

/**
 * What the person ticks before an address and a phone number go out, as in the cloud's `consents/texts.ts`: on this phone
 * too, so that the form works before the cloud has answered. A change of the words is a new version.
 */
export const consent = {
  version: '2026-11-23',
  short: '同意为办理这件事使用我的地址和电话',
  lines: [
    '地址和电话交给接手的社工，用来联系您、上门服务。',
    '社工站督导和区里负责的人安排、审批时看得到。',
    '社区工作者核实情况时看得到地址，电话只看到头尾；孩子、家暴和想不开的事，他们看不到。',
    '说到生命危险时，值班的人马上看到您的电话。',
    '每一次查看都会记录下来。',
    '事情办完后按规定保存；您随时可以导出或删除。',
    '不同意也没关系，您可以直接打社工站电话求助。',
  ],
}

/** The guardian's own tick for a child under 14; likewise. */
export const childConsent = {
  version: '2026-11-23',
  short: '我是孩子的监护人，同意为帮助孩子使用孩子的信息',
  lines: [
    '被问到的社工看得到您写的事，接手的社工才看得到姓名和住址；社工站要安排人，也看得到事情的大概。',
    '服务记录只给接手的社工看；别人要看，必须写明理由、经过批准，并留下记录。',
    '微信拿不准的文字、照片和录音，由社工站审核的人先看。',
    '只用来帮助这个孩子，不用于别的事，也不公开。',
    '您可以随时撤回；撤回后，我们删除不必保留的部分。',
    '如果孩子正受到伤害，请选“儿童保护”，不用等监护人同意。',
  ],
}

/** Of the words beside the recording. */
export const voiceConsentVersion = '2026-11-23'

/** What the person reads when the words changed since this phone got them. */
export const wordsChanged = '同意书更新了，请重新看一下，再打勾'

export const guardianRelations: readonly { relation: GuardianRelation; name: string }[] = [
  { relation: 'parent', name: '父亲或母亲' },
  { relation: 'grandparent', name: '爷爷奶奶或外公外婆' },
  { relation: 'otherGuardian', name: '其他监护人' },
]

const shortestDescription = 5
export const longestDescription = 500
export const mostPhotos = 4

/** What is still missing, a sentence by the name of its field. */
export type Gaps = Partial<
  Record<
    | 'field'
    | 'subSkill'
    | 'child'
    | 'guardian'
    | 'description'
    | 'photos'
    | 'territoryCode'
    | 'address'
    | 'contactName'
    | 'contactPhone'
    | 'consented',
    string
  >
>

/** 1: what happened, in one's own words; 2: which field it is; 3: where, and how to reach the person. */
export function gapsOf(step: NeedStep, draft: NeedDraft): Gaps {
  if (step === 1) return storyGaps(draft)
  return step === 2 ? fieldGaps(draft) : contactGaps(draft)
}

function storyGaps(draft: NeedDraft): Gaps {
  const gaps: Gaps = {}
  const { length } = draft.description.trim()
  if (length < shortestDescription && draft.voice.fileId === '') {
    gaps.description = length === 0 ? '请按住说一说，或写一写发生了什么' : '请再多写几个字，社工好准备'
  }
  if (draft.photos.some((photo) => photo.state === 'uploading')) gaps.photos = '照片还在上传，请等一下'
  if (draft.photos.some((photo) => photo.state === 'failed')) gaps.photos = '有照片没传上去，请重传或去掉'
  return gaps
}

function fieldGaps(draft: NeedDraft): Gaps {
  if (draft.field === '') return { field: '请选一个方面' }
  if (draft.subSkill === '') return { subSkill: '请再选一项；说不清就选最后一个' }
  if (!asksAboutChild(draft)) return {}
  if (draft.under14 === '') return { child: '请说一下孩子有没有满 14 岁' }
  if (draft.under14 === 'no') return {}
  if (draft.guardianName.trim() === '') return { guardian: '请写监护人怎么称呼' }
  return draft.guardianConsented ? {} : { guardian: '需要监护人同意，才能提交 14 岁以下孩子的信息' }
}

/** Of a child its age is asked, but where it is to be protected: then nobody's consent is waited for. */
export function asksAboutChild({ field, subSkill }: Pick<NeedDraft, 'field' | 'subSkill'>): boolean {
  return field === 'childCare' && subSkill !== '' && subSkill !== 'childProtection'
}

function contactGaps(draft: NeedDraft): Gaps {
  const gaps: Gaps = {}
  if (draft.territoryCode === '') gaps.territoryCode = '请选择社区'
  if (draft.address.trim() === '') gaps.address = '请写楼栋门牌，社工好上门'
  if (draft.contactName.trim() === '') gaps.contactName = '请写怎么称呼'
  if (!isPhone(draft.contactPhone)) {
    gaps.contactPhone = draft.contactPhone.trim() === '' ? '请写能打通的电话' : '电话号码好像不对，请检查一下'
  }
  if (!draft.consented) gaps.consented = '打勾同意后，社工才能联系'
  return gaps
}

/**
 * Words that mean the numbers to call should be in sight at once, without a network too. They only show a panel: whom to
 * page is the cloud's to decide, which listens more closely.
 */
export function soundsLikeDanger(text: string): boolean {
  return /自杀|轻生|跳楼|跳河|割腕|不想活|想死|喝农药|着火|起火|煤气泄漏|晕倒|昏迷|没有呼吸|大出血|打死|杀人|拿刀/.test(
    text,
  )
}

/** What was ticked, by version. */
export interface Ticked {
  consent: { version: string }
  childConsent: { version: string }
}

/** The draft as the cloud takes it. Call it only when no step has gaps. */
export function inputOf(draft: NeedDraft, ticked: Ticked = { consent, childConsent }): SubmitNeedInput {
  const { field, subSkill, voice } = draft
  if (field === '' || subSkill === '') throw new Error('a need without a field is not sent')
  const child = childOf(draft, ticked)
  return {
    needKey: draft.needKey,
    field,
    subSkill,
    description: draft.description.trim(),
    photoFileIds: draft.photos.map((photo) => photo.fileId),
    territoryCode: draft.territoryCode,
    address: draft.address.trim(),
    contactName: draft.contactName.trim(),
    contactPhone: plainPhone(draft.contactPhone),
    urgency: draft.urgency,
    consentVersion: ticked.consent.version,
    ...(voice.fileId === '' ? {} : { voice }),
    ...(isMandateId(draft.mandateId) ? { mandateId: draft.mandateId } : {}),
    ...(child === null ? {} : { child }),
  }
}

function childOf(draft: NeedDraft, ticked: Ticked): ChildStatement | null {
  if (!asksAboutChild(draft)) return null
  const under14 = draft.under14 === 'yes'
  const { guardianName, guardianRelation: relation } = draft
  return {
    under14,
    guardian: under14 ? { name: guardianName.trim(), relation, consentVersion: ticked.childConsent.version } : null,
  }
}

function isMandateId(text: string): text is MandateId {
  return text.startsWith('mandate_')
}

/** On which step the field of a refused input is mended. */
export function stepOfField(path: string): NeedStep {
  if (/^(field|subSkill|child)/.test(path)) return 2
  return /^(description|photo|voice|urgency)/.test(path) ? 1 : 3
}
