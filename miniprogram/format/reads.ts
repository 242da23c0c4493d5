import type { SensitiveRead } from '../../typings/cases'
import { dayAndTime } from './time'

/** A look at what a person could ask about, ready for the template. */
export interface ReadRow {
  key: string
  words: string
  time: string
  needId: string
}

/** 王督导 查看儿童档案（尾号 3f2a） · 今天 14:20; `which` says of which need where rows of several stand together; `named` by whom. */
export function readRow(
  { atMs, readerName, what, needId }: SensitiveRead,
  index: number,
  nowMs: number,
  which = true,
  named = true,
): ReadRow {
  const tail = !which ? '' : needId === null ? '（当天安排）' : `（尾号 ${needId.slice(-4)}）`
  return {
    key: `${atMs}-${index}-${needId ?? ''}`,
    words: `${named ? `${readerName} ` : ''}${what}${tail}`,
    time: dayAndTime(atMs, nowMs),
    needId: needId ?? '',
  }
}
