import type { FundId, TerritoryCode } from '../../../typings/ids'
import { canonicalJson, sha256 } from '../ledger/canonical'

export interface FundDigest {
  fundId: FundId
  entryCount: number
  digest: string
}

/**
 * The district's digest of a day over the ends of all its funds' chains, linked to that of the day before: whoever keeps one
 * line of 64 letters can later tell that no fund's book was rewritten.
 *
 *     digest = SHA-256(previous digest + "\n" + canonical JSON of { day, districtCode, funds: [{ digest, entryCount, fundId }] })
 *
 * with the funds in the order of their ids; before the first day stands SHA-256("digests of " + district code).
 */
export function districtDigest(
  previousDigest: string,
  day: string,
  districtCode: TerritoryCode,
  funds: readonly FundDigest[],
): string {
  const rows = [...funds]
    .sort((a, b) => (a.fundId < b.fundId ? -1 : 1))
    .map(({ fundId, entryCount, digest }) => ({ fundId, entryCount, digest }))
  return sha256(`${previousDigest}\n${canonicalJson({ day, districtCode, funds: rows })}`)
}

export function firstDistrictDigest(districtCode: TerritoryCode): string {
  return sha256(`digests of ${districtCode}`)
}
