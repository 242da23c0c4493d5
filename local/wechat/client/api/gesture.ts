/** How long after a tap WeChat still takes a call as part of it. */
const TAP_LASTS_MS = 600

let lastTapMs = Number.NEGATIVE_INFINITY

/** Watches the person's taps, for functions that only a tap may call. */
export function watchTaps(): void {
  for (const type of ['touchend', 'mouseup', 'click', 'keydown'] as const) {
    window.addEventListener(type, (event) => event.isTrusted && noteTap(), { capture: true })
  }
}

export function noteTap(): void {
  lastTapMs = performance.now()
}

export function isInTap(): boolean {
  return performance.now() - lastTapMs < TAP_LASTS_MS
}
