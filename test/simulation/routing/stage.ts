import type { NeedRecord } from '../../../cloudfunctions/needs/records'
import { minuteMs } from '../../../cloudfunctions/shared/time/spans'
import type { NeedId, OfferId } from '../../../typings/ids'
import type { SubmitNeedInput } from '../../../typings/needs'

/** Where a quarter is played: the product's procedures, its timer and a clock that jumps. */
export interface Stage {
  nowMs(): number
  /**
   * Moves the clock. When that passes a whole minute the timer fires once, at the last of them: minutes at which nothing
   * is due would find nothing to do, and the driver stops at each at which something is.
   */
  moveTo(atMs: number): Promise<void>
  submit(openid: string, input: SubmitNeedInput): Promise<NeedId>
  /** False when the offer was gone. */
  accept(openid: string, needId: NeedId, offerId: OfferId): Promise<boolean>
  decline(openid: string, needId: NeedId, offerId: OfferId): Promise<boolean>
  /** Ends an accepted case, so that its worker has the room again: here the resident takes the need back. */
  end(need: NeedRecord): Promise<void>
  need(needId: NeedId): NeedRecord
  hasFreedRoom(): boolean
  close(): Promise<void>
}

export function wholeMinute(atMs: number): number {
  return Math.floor(atMs / minuteMs) * minuteMs
}
