const SAMPLES_A_SECOND = 8000
const TONE_HZ = 330
const LOUDNESS = 0.12
const HEADER_BYTES = 44

/** A WAV file of a soft tone: what a phone without a microphone records. */
export function toneOf(durationMs: number): Blob {
  const samples = Math.max(1, Math.round((durationMs / 1000) * SAMPLES_A_SECOND))
  const view = new DataView(new ArrayBuffer(HEADER_BYTES + samples * 2))
  header(view, samples)
  for (let sample = 0; sample < samples; sample += 1) {
    const wave = Math.sin((2 * Math.PI * TONE_HZ * sample) / SAMPLES_A_SECOND)
    view.setInt16(HEADER_BYTES + sample * 2, Math.round(wave * LOUDNESS * 32767), true)
  }
  return new Blob([view.buffer], { type: 'audio/wav' })
}

/** RIFF, one channel of 16 bits. */
function header(view: DataView, samples: number): void {
  const text = (at: number, letters: string) => {
    for (const [index, letter] of [...letters].entries()) view.setUint8(at + index, letter.charCodeAt(0))
  }
  const dataBytes = samples * 2
  text(0, 'RIFF')
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, SAMPLES_A_SECOND, true)
  view.setUint32(28, SAMPLES_A_SECOND * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  text(36, 'data')
  view.setUint32(40, dataBytes, true)
}
