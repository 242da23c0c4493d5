import type { ContactWay, VisitPlace } from '../../typings/cases'
import type { ClientErrorCode, ErrorCode } from '../../typings/errors'
import type { NeedId, RequestKey } from '../../typings/ids'

/** A picture of a visit on its way: first on the phone, then in the cloud, then in the case. */
export interface VisitPhoto {
  path: string
  fileId: string
  added: boolean
}

/**
 * writing: the person is at it; waiting: goes out by itself when there is a network; refused: the cloud said why it cannot
 * be kept, the words stay on the phone for the person to decide.
 */
export type VisitState = 'writing' | 'waiting' | 'refused'

/** A visit that was written on this phone. It outlives the page, the app and the battery until the cloud has it. */
export interface VisitDraft {
  /** Of the one visit that this becomes: sent again, it is the same visit. */
  key: RequestKey
  needId: NeedId
  /** Whose it is, in a list: 独居探访 · 新山村社区. */
  about: string
  way: ContactWay
  startedAtMs: number
  minutes: number
  note: string
  place: VisitPlace | null
  photos: readonly VisitPhoto[]
  state: VisitState
  /** It was sent, and the answer may have been lost: its words are settled from then on. */
  sent: boolean
  /** The cloud has the words; pictures may still be on their way. */
  recorded: boolean
  refusedBecause: ErrorCode | ClientErrorCode | ''
  /** The cloud's sentence, where it gave one for people. */
  refusedWords: string
}

export interface VisitPorts {
  read(): VisitDraft[]
  /** False when the phone has no room left. */
  write(drafts: readonly VisitDraft[]): boolean
  /** Rejects with an error that has a `code`. */
  record(draft: VisitDraft): Promise<void>
  upload(path: string): Promise<string>
  addPhoto(needId: NeedId, visitId: string, fileId: string): Promise<void>
  dropPhoto(path: string): void
}

export interface SyncOutcome {
  sent: number
  waiting: number
  refused: number
}

/** Whatever may work later leaves the draft waiting; all else needs the person. */
const passing: readonly string[] = ['OFFLINE', 'BUSY', 'UNAVAILABLE', 'INTERNAL', 'RATE_LIMITED']

/** Keeps one draft, in place of its older self. */
export function putDraft(ports: VisitPorts, draft: VisitDraft): boolean {
  const drafts = ports.read()
  const others = drafts.filter(({ key }) => key !== draft.key)
  return ports.write([...others, draft])
}

export function removeDraft(ports: VisitPorts, key: RequestKey): void {
  const drafts = ports.read()
  for (const { path } of drafts.find((draft) => draft.key === key)?.photos ?? []) ports.dropPhoto(path)
  ports.write(drafts.filter((draft) => draft.key !== key))
}

/**
 * Sends what waits, one after another, each step kept on the phone before the next: wherever the phone dies, the same draft
 * goes on with the same key. Words first, pictures after them.
 */
export async function syncVisits(ports: VisitPorts): Promise<SyncOutcome> {
  let sent = 0
  for (const { key } of ports.read().filter(({ state }) => state === 'waiting')) {
    const outcome = await sendOne(ports, key)
    if (outcome === 'sent') sent += 1
    if (outcome === 'later') break
  }
  const left = ports.read()
  const count = (state: VisitState): number => left.filter((draft) => draft.state === state).length
  return { sent, waiting: count('waiting'), refused: count('refused') }
}

async function sendOne(ports: VisitPorts, key: RequestKey): Promise<'sent' | 'later' | 'refused'> {
  const draft = find(ports, key)
  if (draft === undefined) return 'sent'
  try {
    if (!draft.recorded) {
      // That it was sent is on the phone before it is: a lost answer must not let the words change under the same key.
      putDraft(ports, { ...draft, sent: true })
      await ports.record(draft)
      putDraft(ports, { ...draft, sent: true, recorded: true })
    }
    await sendPhotos(ports, key)
  } catch (error) {
    return failed(ports, key, error)
  }
  removeDraft(ports, key)
  return 'sent'
}

async function sendPhotos(ports: VisitPorts, key: RequestKey): Promise<void> {
  for (const { path } of find(ports, key)?.photos ?? []) {
    const photo = find(ports, key)?.photos.find((each) => each.path === path)
    if (photo === undefined || photo.added) continue
    const fileId = photo.fileId === '' ? await uploadOrGone(ports, path) : photo.fileId
    // A picture that the phone lost cannot hold up the words.
    if (fileId === null) {
      patchPhoto(ports, key, path, { added: true })
      continue
    }
    patchPhoto(ports, key, path, { fileId })
    const draft = find(ports, key)
    if (draft !== undefined) await ports.addPhoto(draft.needId, `visit_${key}`, fileId)
    patchPhoto(ports, key, path, { added: true })
  }
}

async function uploadOrGone(ports: VisitPorts, path: string): Promise<string | null> {
  try {
    return await ports.upload(path)
  } catch (error) {
    if (/no such file/i.test(error instanceof Error ? error.message : '')) return null
    throw error
  }
}

function failed(ports: VisitPorts, key: RequestKey, error: unknown): 'later' | 'refused' {
  const code = codeOf(error)
  if (passing.includes(code)) return 'later'
  const draft = find(ports, key)
  // Refused, the cloud has nothing of it: the words may be mended and sent as a new request of the same draft.
  const words = error instanceof Error && code === 'NOT_NOW' ? error.message : ''
  if (draft !== undefined) {
    putDraft(ports, { ...draft, state: 'refused', sent: draft.recorded, refusedBecause: code, refusedWords: words })
  }
  return 'refused'
}

function codeOf(error: unknown): ErrorCode | ClientErrorCode {
  return error instanceof Error && 'code' in error ? (error.code as ErrorCode) : 'INTERNAL'
}

function find(ports: VisitPorts, key: RequestKey): VisitDraft | undefined {
  return ports.read().find((draft) => draft.key === key)
}

function patchPhoto(ports: VisitPorts, key: RequestKey, path: string, patch: Partial<VisitPhoto>): void {
  const draft = find(ports, key)
  if (draft === undefined) return
  const photos = draft.photos.map((photo) => (photo.path === path ? { ...photo, ...patch } : photo))
  putDraft(ports, { ...draft, photos })
}
