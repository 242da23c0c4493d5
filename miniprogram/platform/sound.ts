/** Plays a sound from an address. The returned function ends it; call it when the page or component goes. */
export function playSound(src: string, told: { ended: () => void; failed: () => void }): () => void {
  const sound = wx.createInnerAudioContext()
  // Heard even when the phone is switched to silent: the person asked for it.
  sound.obeyMuteSwitch = false
  let over = false
  const end = (tell: () => void) => {
    if (over) return
    over = true
    sound.destroy()
    tell()
  }
  sound.onEnded(() => end(told.ended))
  sound.onError(() => end(told.failed))
  sound.src = src
  sound.play()
  return () => end(() => undefined)
}
