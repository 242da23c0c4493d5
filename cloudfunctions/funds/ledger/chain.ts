import type { FundId } from '../../../typings/ids'
import { canonicalJson, sha256 } from './canonical'
import type { Entry, Link, Span } from './model'

/**
 * The chain, so that anybody with the exported journal can check it:
 *
 *     entryDigest = SHA-256(canonical JSON of the entry without title, titleSalt and foldedIn)
 *     digest      = SHA-256(previous digest + "\n" + canonical JSON of { entryDigest, entryId, number, spans })
 *
 * all in lower-case hex; the digest before link 1 is SHA-256("chain of " + fund id). An entry that was not erased also has
 * titleDigest = SHA-256(titleSalt + ":" + title).
 */
export function linkTo(previousDigest: string, number: number, entry: Entry, spans: readonly Span[]): Link {
  const content = { number, entryId: entry._id, entryDigest: entryDigest(entry), spans }
  return { ...content, digest: sha256(`${previousDigest}\n${canonicalJson(content)}`) }
}

export function genesisDigest(fundId: FundId): string {
  return sha256(`chain of ${fundId}`)
}

function entryDigest(entry: Entry): string {
  const { _id, fundId, kind, cause, postings, direction, amountFen } = entry
  const { earmark, spans, reverses, atMs, month, titleDigest } = entry
  return sha256(
    canonicalJson({
      ...{ _id, fundId, kind, cause, postings, direction, amountFen },
      ...{ earmark, spans, reverses, atMs, month, titleDigest },
    }),
  )
}

export function titleDigest(salt: string, title: string): string {
  return sha256(`${salt}:${title}`)
}
