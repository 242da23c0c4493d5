import type { NeedId } from '../../typings/ids'
import { dropPicture, uploadPicture } from '../platform/files'
import { newKey } from '../platform/keys'
import { keep, recall } from '../platform/storage'
import { addVisitPhoto, recordVisit } from '../services/cases'
import { type SyncOutcome, syncVisits, type VisitDraft, type VisitPorts } from './visit-sync'

const draftsKey = 'visit-drafts'
const listeners = new Set<(drafts: readonly VisitDraft[]) => void>()
let syncing: Promise<SyncOutcome> | null = null

/** The drafts of this phone, and the way to the cloud. */
export const visitPorts: VisitPorts = {
  read: () => recall(draftsKey, isDrafts) ?? [],
  write: (drafts) => {
    const kept = keep(draftsKey, drafts)
    for (const listener of listeners) listener(drafts)
    return kept
  },
  record: async ({ key, needId, way, startedAtMs, minutes, note, place, photos }) => {
    await recordVisit({ needId, key, way, startedAtMs, minutes, note, place, photoCount: photos.length })
  },
  upload: (path) => uploadPicture(path, 'cases'),
  addPhoto: async (needId, visitId, fileId) => {
    await addVisitPhoto(needId, visitId, fileId)
  },
  dropPhoto: dropPicture,
}

/** A fresh visit of this case, begun now. */
export function newVisit(needId: NeedId, about: string, nowMs: number): VisitDraft {
  return {
    key: newKey(),
    needId,
    about,
    way: 'home',
    startedAtMs: nowMs,
    minutes: 30,
    note: '',
    place: null,
    photos: [],
    state: 'writing',
    sent: false,
    recorded: false,
    refusedBecause: '',
    refusedWords: '',
  }
}

/** Sends what waits; two who ask at once share one run. */
export function sendWaiting(): Promise<SyncOutcome> {
  syncing ??= syncVisits(visitPorts).finally(() => {
    syncing = null
  })
  return syncing
}

export function unsentVisits(): VisitDraft[] {
  return visitPorts.read().filter(({ state }) => state !== 'writing')
}

/** The visit of this case that somebody was in the middle of writing. */
export function draftOf(needId: NeedId): VisitDraft | null {
  return visitPorts.read().find((draft) => draft.needId === needId && draft.state === 'writing') ?? null
}

/** Calls the listener at every change. The returned function ends it: call it in onUnload. */
export function followVisits(listener: (drafts: readonly VisitDraft[]) => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

function isDrafts(value: unknown): value is VisitDraft[] {
  return (
    Array.isArray(value) &&
    value.every(
      (draft: unknown) =>
        typeof draft === 'object' && draft !== null && 'key' in draft && 'photos' in draft && 'recorded' in draft,
    )
  )
}
