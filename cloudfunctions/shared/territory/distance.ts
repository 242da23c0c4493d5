/** A point on the ground; China's maps are in GCJ-02, and as long as both points are, distances hold. */
export interface Position {
  latitude: number
  longitude: number
}

const EARTH_RADIUS_M = 6_371_000

/** Metres between two points over a round earth (haversine): within half a per cent. */
export function metresBetween(from: Position, to: Position): number {
  const rise = radians(to.latitude - from.latitude)
  const run = radians(to.longitude - from.longitude)
  const half =
    Math.sin(rise / 2) ** 2 + Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * Math.sin(run / 2) ** 2
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(half)))
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}
