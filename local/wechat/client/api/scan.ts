import type { CodeTarget } from '../../../contract'
import type { Phone } from '../host/contract'
import { openScanner, type WallTile } from '../overlays/scanner'
import { Failure, immediate } from './call'

/** `wx.scanCode`. A code of this mini-program has its page in `path`; of any other, `result` has the text. */
export function scanApis(phone: Phone): Record<string, unknown> {
  return {
    scanCode: immediate('scanCode', async (options) => {
      const text = await openScanner(phone, await wallCodes(), options.onlyFromCamera === true)
      if (text === null) throw new Failure('cancel')
      const target = await meaningOf(text)
      if (target === null)
        return { result: text, scanType: 'QR_CODE', charSet: 'utf-8', rawData: btoa(encodeURIComponent(text)) }
      const path = `${target.page}?scene=${encodeURIComponent(target.scene)}`
      return { result: text, scanType: 'WX_CODE', charSet: 'utf-8', rawData: btoa(encodeURIComponent(text)), path }
    }),
  }
}

/** The wall is there with or without a network, so the phone's switch does not matter here. */
async function wallCodes(): Promise<WallTile[]> {
  const response = await fetch('/wechat/wall')
  return (await response.json()) as WallTile[]
}

async function meaningOf(text: string): Promise<CodeTarget | null> {
  const response = await fetch('/wechat/scan', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
  })
  return ((await response.json()) as { target: CodeTarget | null }).target
}
