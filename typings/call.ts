import type { CallError } from './errors'
import type { ProcedureName, Procedures } from './procedures'

/** What a phone sends to the function named by the procedure's area (`needs.submit` → function `needs`). */
export interface CallRequest<Name extends ProcedureName = ProcedureName> {
  procedure: Name
  input: Procedures[Name]['input']
  /** Made by the phone, to find one call in the logs. */
  requestId: string
}

export type CallReply<Result> = { ok: true; data: Result } | { ok: false; error: CallError }
