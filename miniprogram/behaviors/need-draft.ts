import type { RequestKey } from '../../typings/ids'
import type { Field, SubSkill, Urgency } from '../../typings/terms'
import { newKey } from '../platform/keys'
import { forget, keep, recall } from '../platform/storage'

/** A picture on its way: `uploading` until the cloud has it. */
export interface DraftPhoto {
  path: string
  fileId: string
  state: 'uploading' | 'uploaded' | 'failed'
}

export type NeedStep = 1 | 2 | 3

/** A need that is being written. It outlives the page and the app, so that nothing has to be typed twice. */
export interface NeedDraft {
  /** Of the one need that this draft becomes: sent again, it is the same request. */
  needKey: RequestKey
  step: NeedStep
  field: Field | ''
  subSkill: SubSkill | ''
  description: string
  /** What was said, once the cloud has it; empty fileId: nothing. */
  voice: { fileId: string; durationMs: number }
  photos: readonly DraftPhoto[]
  urgency: Urgency
  territoryCode: string
  communityName: string
  address: string
  contactName: string
  contactPhone: string
  consented: boolean
  /** For whom: empty for oneself, else the mandate by which the person acts. */
  mandateId: string
  /** Of a child: whether it is under 14, and who agreed. */
  under14: 'yes' | 'no' | ''
  guardianName: string
  guardianRelation: GuardianRelation
  guardianConsented: boolean
}

export type GuardianRelation = 'parent' | 'grandparent' | 'otherGuardian'

const draftKey = 'need-draft'
/** Name, phone and address of the last need, on this phone alone. */
const contactKey = 'need-contact'

interface KeptContact {
  address: string
  contactName: string
  contactPhone: string
  territoryCode: string
}

export function newDraft(): NeedDraft {
  return {
    needKey: newKey(),
    step: 1,
    field: '',
    subSkill: '',
    description: '',
    voice: { fileId: '', durationMs: 0 },
    photos: [],
    urgency: 'normal',
    territoryCode: '',
    communityName: '',
    address: '',
    contactName: '',
    contactPhone: '',
    consented: false,
    mandateId: '',
    under14: '',
    guardianName: '',
    guardianRelation: 'parent',
    guardianConsented: false,
  }
}

/**
 * The draft that was kept, else a new one. What was ticked is asked again: the words may have changed since. Pictures that
 * never reached the cloud are gone with WeChat's temporary files.
 */
export function readDraft(): NeedDraft {
  const kept = recall(draftKey, isDraft)
  if (kept === null) return newDraft()
  const photos = kept.photos.filter((photo) => photo.fileId !== '')
  return { ...newDraft(), ...kept, photos, consented: false, guardianConsented: false }
}

export function draftInProgress(): boolean {
  const kept = recall(draftKey, isDraft)
  return kept !== null && hasContent({ ...newDraft(), ...kept })
}

/** @returns false when the phone has no room left for it. */
export function saveDraft(draft: NeedDraft): boolean {
  if (!hasContent(draft)) {
    forget(draftKey)
    return true
  }
  return keep(draftKey, draft)
}

/** It became a need: only where to reach the person is kept, for the next time. */
export function finishDraft(draft: NeedDraft): void {
  forget(draftKey)
  const { address, contactName, contactPhone, territoryCode } = draft
  keep(contactKey, { address, contactName, contactPhone, territoryCode })
}

export function discardDraft(): void {
  forget(draftKey)
}

export function lastContact(): KeptContact | null {
  return recall(contactKey, isContact)
}

function hasContent(draft: NeedDraft): boolean {
  return draft.field !== '' || draft.description !== '' || draft.voice.fileId !== ''
}

function isDraft(value: unknown): value is NeedDraft {
  return (
    typeof value === 'object' &&
    value !== null &&
    'needKey' in value &&
    typeof value.needKey === 'string' &&
    /^[0-9a-f]{32}$/.test(value.needKey) &&
    'photos' in value &&
    Array.isArray(value.photos) &&
    'description' in value &&
    typeof value.description === 'string'
  )
}

function isContact(value: unknown): value is KeptContact {
  return typeof value === 'object' && value !== null && 'contactPhone' in value && 'territoryCode' in value
}
