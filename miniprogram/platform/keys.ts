import type { RequestKey } from '../../typings/ids'

/** 32 lower-case hex digits, new each time: the name of one request, kept by whoever may have to send it again. */
export function newKey(): RequestKey {
  let key = Date.now().toString(16).slice(-8).padStart(8, '0')
  while (key.length < 32)
    key += Math.floor(Math.random() * 0x100000000)
      .toString(16)
      .padStart(8, '0')
  return key
}
