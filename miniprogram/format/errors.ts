import type { ClientErrorCode, ErrorCode } from '../../typings/errors'

/** What happened, and what to do next. */
export interface Failure {
  code: ErrorCode | ClientErrorCode
  title: string
  advice: string
  /** Trying the same again may help. */
  retryable: boolean
  /** Six characters that a person can read out on the phone; empty when the call never left the phone. */
  reference: string
}

const words: Record<ErrorCode | ClientErrorCode, readonly [title: string, advice: string]> = {
  OFFLINE: ['网络断了', '请检查手机网络，连上后再试一次。'],
  BUSY: ['现在人多', '请过几秒再试一次。'],
  UNAVAILABLE: ['暂时连不上服务', '请稍等一会儿再试。着急的事请打社工站电话。'],
  INTERNAL: ['这一步没有成功', '请再试一次。还是不行，请打社工站电话。'],
  INVALID_INPUT: ['有地方需要改一改', '请看看标出来的内容，改好后再提交。'],
  UNAUTHENTICATED: ['还没有认出您的微信', '请关闭小程序，再重新打开。'],
  FORBIDDEN: ['这里不对您开放', '如果您应该能看到，请联系社工站。'],
  NOT_FOUND: ['没有找到', '它可能已经不在了，请返回看看别的。'],
  CONFLICT: ['内容刚刚有了变化', '已为您换成最新的，请看一看再操作。'],
  KEY_REUSED: ['这份内容之前已经提交过', '请到“我的求助”里查看，不用重复提交。'],
  RATE_LIMITED: ['操作有点快', '请歇一会儿再试。'],
  CONTENT_REFUSED: ['有些文字或图片不能提交', '请换一种说法，只写事情本身，再提交一次。'],
  OFFER_GONE: ['这件事已经有人接了', '谢谢您愿意帮忙，看看别的任务吧。'],
  NO_CAPACITY: ['您手上的个案已经满了', '先办好手上的，或请督导调整。'],
  FUND_CLOSED: ['这个基金现在不接受捐赠', '请看基金页上的说明，或选别的社区基金。'],
  NOT_NOW: ['现在不能这样做', '事情已经往前走了，请看最新的进展。'],
}

/** Words for whatever a call threw: a `CallFailure` by its code, anything else as INTERNAL. */
export function failureWords(error: unknown): Failure {
  const known = isCallFailure(error) ? error : null
  const code = known?.code ?? 'INTERNAL'
  const [title, advice] = openNeedsWords(error) ?? words[code]
  const wait = code === 'RATE_LIMITED' ? waitWords(error) : null
  const reference = known === null || code === 'OFFLINE' ? '' : known.requestId.slice(-6)
  return { code, title, advice: wait ?? advice, retryable: known?.retryable ?? true, reference }
}

/** More than the cloud takes of one person at once: what can be done about it. */
function openNeedsWords(error: unknown): readonly [title: string, advice: string] | null {
  const most = limitOf(error, 'openNeeds')
  if (most === null) return null
  return [`您有 ${most} 件求助还没办完`, '等办好一件，或撤回一件，就可以再提。着急的事请打社工站电话。']
}

function limitOf(error: unknown, of: string): string | null {
  const fields = error instanceof Error && 'fields' in error && Array.isArray(error.fields) ? error.fields : []
  return fields.find(({ path }: { path: string }) => path === of)?.limit ?? null
}

/** When the person may come back, where the cloud said so. */
function waitWords(error: unknown): string | null {
  const minutes = Number(limitOf(error, 'waitMinutes'))
  if (!Number.isInteger(minutes) || minutes <= 1) return null
  return minutes < 60
    ? `请 ${minutes} 分钟后再试。`
    : `请 ${Math.ceil(minutes / 60)} 小时后再试。着急的事请打社工站电话。`
}

/** Both sentences in one, for a toast or a line under a button. */
export function failureLine(error: unknown): string {
  const { title, advice } = failureWords(error)
  return `${title}，${advice}`
}

interface Known {
  code: ErrorCode | ClientErrorCode
  retryable: boolean
  requestId: string
}

function isCallFailure(error: unknown): error is Known {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code in words
}
