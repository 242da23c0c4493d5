import type { ChildStatement } from './asking'
import type { NeedId } from './ids'
import type { Page } from './page'
import type { Field, NeedStatus, SubSkill } from './terms'

export type NoteId = `note_${string}`

export interface Rating {
  solved: boolean
  satisfied: boolean
  /** Up to 200 characters; may be empty. */
  comment: string
  atMs: number
}

/** The resident wants a service that has begun to end. The worker closes the case, the supervisor approves it, as always. */
export interface EndWish {
  /** Why, up to 100 characters; may be empty. */
  note: string
  atMs: number
}

/** A line of the talk between a resident and the worker of their case. Nobody's number is in it. */
export interface Note {
  noteId: NoteId
  from: 'resident' | 'worker'
  fromName: string
  mine: boolean
  text: string
  atMs: number
  /** held: a person looks at it before the other side sees it; refused: the other side never will. */
  state: 'sent' | 'held' | 'refused'
  /** The other side has opened it. */
  read: boolean
}

export interface Thread extends Page<Note> {
  needId: NeedId
  /** Who is on the other side: 张晓敏（新山村社区社工室）, 居民; null while nobody is. */
  withName: string | null
  canWrite: boolean
  about: { field: Field; subSkill: SubSkill; status: NeedStatus }
}

/** What a need shows its resident besides its course. */
export interface Aftercare {
  /** Address of the recording, good for 10 minutes; null when there is none. */
  voice: { url: string; durationMs: number } | null
  unreadNotes: number
  canTalk: boolean
  /** A person was asked to choose. */
  personAsked: boolean
  canAskPerson: boolean
  rating: Rating | null
  canRate: boolean
  /** Until when it may be opened again; null when it cannot be now. */
  reopenUntilMs: number | null
  /** Once the service has begun it is not taken back but ended, with the worker and the station. */
  canAskToEnd: boolean
  endAsked: EndWish | null
  canErase: boolean
  /** Somebody of the community looked: when; null while nobody did. */
  verifiedAtMs: number | null
  /** Content was refused by a person, and why; null else. */
  refusedBecause: string | null
}

/** What the worker sees besides the case itself. */
export interface TaskAside {
  /** A recording that `needs.getVoice` gives; null when there is none. */
  voiceMs: number | null
  /** Who asked for whom, in words: 儿子周明替母亲周桂芬提交. Null for oneself, and until the case is accepted. */
  askedBy: string | null
  child: ChildStatement | null
  unreadNotes: number
  canTalk: boolean
  verification: { outcome: VerifyOutcome; note: string } | null
}

export type VerifyOutcome = 'confirmed' | 'differs'
