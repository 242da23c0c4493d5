import type { CallReply, CallRequest } from '../../typings/call'
import type { ClientErrorCode, ErrorCode } from '../../typings/errors'
import type { ProcedureName, Procedures } from '../../typings/procedures'
import { newKey } from './keys'

/** A call that brought no result. `code` chooses the words on the screen; `message` is for the log alone. */
export class CallFailure extends Error {
  constructor(
    readonly code: ErrorCode | ClientErrorCode,
    message: string,
    readonly retryable: boolean,
    readonly requestId: string,
    readonly fields: readonly { path: string; limit: string }[] = [],
  ) {
    super(message)
    this.name = 'CallFailure'
  }
}

/** Only what changes nothing is repeated unasked. */
const readingVerb = /^(get|list|search)/
const pausesMs = [300, 900]

/** Once, when the app starts. */
export function startCloud(): void {
  wx.cloud.init({ traceUser: true })
}

/**
 * Calls a procedure. Reads that failed in passing are tried again twice.
 * @throws CallFailure; its code is OFFLINE when the call cannot have reached the cloud.
 */
export async function call<Name extends ProcedureName>(
  procedure: Name,
  input: Procedures[Name]['input'],
): Promise<Procedures[Name]['result']> {
  const verb = procedure.slice(procedure.indexOf('.') + 1)
  const pauses = readingVerb.test(verb) ? pausesMs : []
  for (const pauseMs of pauses) {
    try {
      return await callOnce(procedure, input)
    } catch (error) {
      if (!(error instanceof CallFailure) || !error.retryable || error.code === 'OFFLINE') throw error
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
  return callOnce(procedure, input)
}

async function callOnce<Name extends ProcedureName>(
  procedure: Name,
  input: Procedures[Name]['input'],
): Promise<Procedures[Name]['result']> {
  const request: CallRequest<Name> = { procedure, input, requestId: newKey() }
  const name = procedure.slice(0, procedure.indexOf('.'))
  let answer: unknown
  try {
    answer = (await wx.cloud.callFunction({ name, data: request })).result
  } catch (error) {
    throw await failureOf(error, request.requestId)
  }
  if (!isReply<Procedures[Name]['result']>(answer)) {
    throw new CallFailure('INTERNAL', `${procedure} gave no reply`, true, request.requestId)
  }
  if (answer.ok) return answer.data
  const { code, message, retryable, requestId, fields } = answer.error
  throw new CallFailure(code, message, retryable, requestId, fields ?? [])
}

function isReply<Result>(answer: unknown): answer is CallReply<Result> {
  return typeof answer === 'object' && answer !== null && 'ok' in answer
}

/** What WeChat raised: without a network it never left the phone, otherwise the cloud did not answer. */
export async function failureOf(error: unknown, requestId: string): Promise<CallFailure> {
  const message = messageOf(error)
  const offline = /request:fail|network|ERR_INTERNET|ERR_CONNECTION/i.test(message) || (await isOffline())
  return new CallFailure(offline ? 'OFFLINE' : 'UNAVAILABLE', message, true, requestId)
}

async function isOffline(): Promise<boolean> {
  try {
    return (await wx.getNetworkType()).networkType === 'none'
  } catch {
    return false
  }
}

/** WeChat's errors are objects with `errMsg`, not always `Error`s. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message
  if (typeof error === 'object' && error !== null && 'errMsg' in error) return String(error.errMsg)
  return String(error)
}

/** WeChat says «fail cancel» when the person closed a sheet: no error at all. */
export function wasCancelled(error: unknown): boolean {
  return /cancel/i.test(messageOf(error))
}
