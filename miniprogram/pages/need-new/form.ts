import type { SubmitNeedInput } from '../../../typings/needs'
import type { NeedDraft, NeedStep } from '../../behaviors/need-draft'

/** What the person ticks before an address and a phone number go out. A change of the words is a new version. */
export const consent = {
  version: '2026-11-01',
  short: '同意为办理这件事使用我的地址和电话',
  lines: [
    '地址和电话只给接手的社工看，用来联系您、上门服务。',
    '每一次查看都会记录下来。',
    '事情办完后按规定保存，到期删除；您可以要求导出或删除。',
    '不同意也没关系，您可以直接打服务点电话求助。',
  ],
}

export const shortestDescription = 5
export const longestDescription = 500
export const mostPhotos = 4

/** What is still missing, a sentence by the name of its field. */
export type Gaps = Partial<
  Record<
    | 'field'
    | 'subSkill'
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

export function gapsOf(step: NeedStep, draft: NeedDraft): Gaps {
  if (step === 1) {
    if (draft.field === '') return { field: '请先选一个方面' }
    return draft.subSkill === '' ? { subSkill: '请再选一项；说不清就选最后一个' } : {}
  }
  return step === 2 ? storyGaps(draft) : contactGaps(draft)
}

function storyGaps(draft: NeedDraft): Gaps {
  const gaps: Gaps = {}
  const { length } = draft.description.trim()
  if (length < shortestDescription)
    gaps.description = length === 0 ? '请写一写发生了什么' : '请再多写几个字，社工好准备'
  if (draft.photos.some((photo) => photo.state === 'uploading')) gaps.photos = '照片还在上传，请等一下'
  if (draft.photos.some((photo) => photo.state === 'failed')) gaps.photos = '有照片没传上去，请重传或去掉'
  return gaps
}

function contactGaps(draft: NeedDraft): Gaps {
  const gaps: Gaps = {}
  if (draft.territoryCode === '') gaps.territoryCode = '请选择社区'
  if (draft.address.trim() === '') gaps.address = '请写楼栋门牌，社工好上门'
  if (draft.contactName.trim() === '') gaps.contactName = '请写怎么称呼您'
  if (!isPhone(draft.contactPhone)) {
    gaps.contactPhone = draft.contactPhone.trim() === '' ? '请写能打通的电话' : '电话号码好像不对，请检查一下'
  }
  if (!draft.consented) gaps.consented = '需要您同意，社工才能联系您'
  return gaps
}

/** A mainland mobile number, or a landline with its area code. */
export function isPhone(text: string): boolean {
  const digits = text.replace(/[\s-]/g, '')
  return /^1[3-9]\d{9}$/.test(digits) || /^0\d{9,11}$/.test(digits)
}

/** Words that mean the numbers to call should be in sight at once. They only show a panel: nothing is judged by them. */
export function soundsLikeDanger(text: string): boolean {
  return /自杀|轻生|跳楼|跳河|割腕|不想活|想死|喝农药|着火|起火|煤气泄漏|晕倒|昏迷|没有呼吸|大出血|打死|杀人|拿刀/.test(
    text,
  )
}

/** The draft as the cloud takes it. Call it only when no step has gaps. */
export function inputOf(draft: NeedDraft): SubmitNeedInput {
  const { field, subSkill } = draft
  if (field === '' || subSkill === '') throw new Error('a need without a field is not sent')
  return {
    needKey: draft.needKey,
    field,
    subSkill,
    description: draft.description.trim(),
    photoFileIds: draft.photos.map((photo) => photo.fileId),
    territoryCode: draft.territoryCode,
    address: draft.address.trim(),
    contactName: draft.contactName.trim(),
    contactPhone: draft.contactPhone.replace(/[\s-]/g, ''),
    urgency: draft.urgency,
    consentVersion: consent.version,
  }
}

/** On which step the field of a refused input is mended. */
export function stepOfField(path: string): NeedStep {
  if (path.startsWith('field') || path.startsWith('subSkill')) return 1
  return path.startsWith('description') || path.startsWith('photo') || path.startsWith('urgency') ? 2 : 3
}
