import type { FundId, TerritoryCode } from '../../typings/ids'
import { wasCancelled } from './cloud'

/** What a code of ours leads to. */
export type CodeTarget = { kind: 'community'; territoryCode: TerritoryCode } | { kind: 'fund'; fundId: FundId }

/** A scanned code, with the address of the page it is for where that is a fund's: posters carry the community there. */
export type Scanned = CodeTarget & { fundPage: string | null }

/** Opens the scanner. `cancelled`: closed without a code; `unknown`: not one of ours. */
export async function scan(): Promise<Scanned | 'cancelled' | 'unknown'> {
  try {
    const found = await wx.scanCode({ scanType: ['qrCode', 'wxCode' as 'qrCode'] })
    return scannedPath(found.path ?? '') ?? scannedPath(found.result) ?? 'unknown'
  } catch (error) {
    return wasCancelled(error) ? 'cancelled' : 'unknown'
  }
}

function scannedPath(path: string): Scanned | null {
  const target = targetOfPath(path)
  if (target === null) return null
  return {
    ...target,
    fundPage: path.replace(/^\//, '').startsWith('pages/fund/fund?') ? `/${path.replace(/^\//, '')}` : null,
  }
}

/** `pages/home/home?scene=c%3D500110001003` → the community; `pages/fund/fund?scene=f%3D…` or `?fundId=…` → the fund. */
export function targetOfPath(path: string): CodeTarget | null {
  const query = path.split('?')[1] ?? ''
  const values = parse(query)
  if (isFundId(values.fundId)) return { kind: 'fund', fundId: values.fundId }
  return targetOfScene(values.scene)
}

/** The value that WeChat hands a page as `scene`: `c=<12 digits>` or `f=<fund>`, still encoded once. */
export function targetOfScene(scene: string | undefined): CodeTarget | null {
  if (scene === undefined || scene === '') return null
  const values = parse(decode(scene))
  if (values.c !== undefined && /^\d{12}$/.test(values.c)) return { kind: 'community', territoryCode: values.c }
  const fund = values.f
  if (isFundId(fund)) return { kind: 'fund', fundId: fund }
  if (fund !== undefined && /^\w+$/.test(fund)) return { kind: 'fund', fundId: `fund_${fund}` }
  return null
}

function isFundId(text: string | undefined): text is FundId {
  return text !== undefined && /^fund_\w+$/.test(text)
}

function parse(query: string): Record<string, string | undefined> {
  const values: Record<string, string | undefined> = {}
  for (const pair of query.split('&')) {
    const at = pair.indexOf('=')
    if (at > 0) values[pair.slice(0, at)] = decode(pair.slice(at + 1))
  }
  return values
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
