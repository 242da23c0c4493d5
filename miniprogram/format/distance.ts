/** 约 350 米, 约 1.2 公里: as the crow flies, so never finer than ten metres. */
export function distanceWords(metres: number): string {
  if (metres < 995) return `约 ${Math.max(10, Math.round(metres / 10) * 10)} 米`
  return `约 ${(metres / 1000).toFixed(1)} 公里`
}
