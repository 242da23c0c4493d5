import type { MessageId, NeedId } from './ids'
import type { NeedDetail } from './needs'
import type { Page } from './page'
import type { MessageKind } from './people'

/**
 * dead: given up after the last try, nobody has looked yet; trying: somebody had it sent once more; settled: it went out, or
 * a person saw to it.
 */
export type DeadLetterState = 'dead' | 'trying' | 'settled'

/** A WeChat message that could not be delivered after every try. Its inbox item is there all the same, where it could be put. */
export interface DeadLetter {
  messageId: MessageId
  kind: MessageKind
  title: string
  body: string
  /** For whom: 周**; null when no name is known. */
  toName: string | null
  /** 古南街道 · 新山村社区; the district's name where no community is known. */
  placeName: string
  diedAtMs: number
  /** Over all rounds. */
  attempts: number
  state: DeadLetterState
  settledByName: string | null
}

export interface NoticesProcedures {
  /** Says again, in other words, what a person refused to show; whoever helps reads it once content security lets it. */
  'needs.rewrite': { input: { needId: NeedId; version: number; description: string }; result: NeedDetail }
  /** Messages that nobody got, of the places of the caller's duties; the latest first. */
  'people.listDeadLetters': { input: { view: 'dead' | 'all'; cursor: string | null }; result: Page<DeadLetter> }
  /** `again`: tries it once more from the beginning; `seen`: a person saw to it in another way. Again is fine. */
  'people.settleDeadLetter': { input: { messageId: MessageId; how: 'again' | 'seen' }; result: DeadLetter }
}
