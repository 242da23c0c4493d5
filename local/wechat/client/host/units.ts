export interface ScreenUnits {
  widthPx: number
  pixelRatio: number
}

const LENGTHS = /(-?\d*\.?\d+)(rpx|vh)\b/g
const SAFE_AREA = /\b(?:env|constant)\(\s*(safe-area-inset-(?:top|bottom|left|right))/g

/**
 * CSS for this screen. `rpx` is width / 750, cut down to whole px and never to nothing (WeChat's rule); `vh` is the
 * page's own height; the safe area is the phone's, not the browser's.
 */
export function toScreenCss(css: string, units: ScreenUnits): string {
  if (!/rpx|vh|safe-area/.test(css)) return css
  return css
    .replace(SAFE_AREA, 'var(--$1')
    .replace(LENGTHS, (_all, number: string, unit: string) =>
      unit === 'vh' ? `calc(var(--wx-vh) * ${number})` : `${rpxToPx(Number(number), units)}px`,
    )
}

export function rpxToPx(rpx: number, units: ScreenUnits): number {
  if (rpx === 0) return 0
  const px = Math.floor((Math.abs(rpx) * units.widthPx) / 750 + 1e-4)
  const visible = px === 0 ? (units.pixelRatio > 1 ? 0.5 : 1) : px
  return rpx < 0 ? -visible : visible
}
