import type { Phone } from '../host/contract'

/** Tells the server of each error of the product, so that the desk shows it with file and line. */
export function reportProblems(phone: Phone): void {
  phone.on('error', ({ message, stack }) => {
    const text = message.slice(0, 4000) || 'an error without words'
    // The desk hears of it even when this phone's network is switched off.
    fetch('/wechat/problems', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-openid': phone.openid },
      body: JSON.stringify({ text, where: placeIn(stack) }),
    }).catch(() => {
      // Without a server nobody is there to be told; the phone's own red bar has it.
    })
  })
}

/** The first `file.ts:line` of a translated stack. */
function placeIn(stack: string): string {
  return /[\w./-]+\.(?:ts|js|wxs|wxml):\d+/.exec(stack)?.[0] ?? ''
}
