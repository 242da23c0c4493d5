import type { GiftRecord } from '../records'

/** Of a spending request, what the auditor needs: which donors were asked to let their earmark be changed. */
export interface KeptRequest {
  _id: string
  change: {
    asked: readonly { openid: string; giftIds: readonly string[]; answer: 'agreed' | 'refused' | null }[]
  } | null
}

interface Stretch {
  pool: string
  fromFen: number
  toFen: number
}

/**
 * Whether all of a stretch came from gifts of donors who agreed to this very use. What the request says of stretches counts
 * for nothing: a gift's own lot does, and only where the gift is that donor's.
 */
export function spansAgreed(
  requests: readonly KeptRequest[],
  gifts: readonly Pick<GiftRecord, '_id' | 'donorOpenid'>[],
  lotsByCause: ReadonlyMap<string, readonly Stretch[]>,
  cause: string,
  stretch: Stretch,
): boolean {
  const request = requests.find(({ _id }) => cause === _id || cause.startsWith(`${_id} `))
  const donorOf = new Map<string, string>(gifts.map((gift) => [gift._id, gift.donorOpenid]))
  const agreed = (request?.change?.asked ?? []).filter(({ answer }) => answer === 'agreed')
  const lots = agreed
    .flatMap(({ openid, giftIds }) => giftIds.filter((id) => donorOf.get(id) === openid))
    .flatMap((id) => lotsByCause.get(id) ?? [])
    .filter(({ pool }) => pool === stretch.pool)
    .sort((a, b) => a.fromFen - b.fromFen)
  let reached = stretch.fromFen
  for (const { fromFen, toFen } of lots) if (fromFen <= reached && reached < toFen) reached = toFen
  return reached >= stretch.toFen
}
