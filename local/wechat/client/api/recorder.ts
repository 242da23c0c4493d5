import type { Phone } from '../host/contract'
import type { Options } from './call'
import { keepTemporaryFile } from './files'
import { allowed } from './permissions'

const LONGEST_MS = 600_000

/** `wx.getRecorderManager()`: the machine's microphone, after the person allowed it. One for the whole phone, as WeChat's. */
export class RecorderManager {
  readonly #listeners = new Map<string, (event: object) => void>()
  #recorder: MediaRecorder | null = null
  #startedMs = 0

  constructor(private readonly phone: Phone) {}

  onStart(listener: (event: object) => void): void {
    this.#listeners.set('start', listener)
  }

  onStop(listener: (event: object) => void): void {
    this.#listeners.set('stop', listener)
  }

  onError(listener: (event: object) => void): void {
    this.#listeners.set('error', listener)
  }

  onPause(listener: (event: object) => void): void {
    this.#listeners.set('pause', listener)
  }

  onResume(listener: (event: object) => void): void {
    this.#listeners.set('resume', listener)
  }

  start(options: Options = {}): void {
    const durationMs = typeof options.duration === 'number' ? options.duration : 60_000
    this.#begin(Math.min(durationMs, LONGEST_MS)).catch((error: unknown) => {
      this.#tell('error', { errMsg: `operateRecorder:fail ${error instanceof Error ? error.message : String(error)}` })
    })
  }

  stop(): void {
    this.#recorder?.stop()
  }

  pause(): void {
    this.#recorder?.pause()
    this.#tell('pause', {})
  }

  resume(): void {
    this.#recorder?.resume()
    this.#tell('resume', {})
  }

  async #begin(durationMs: number): Promise<void> {
    if (this.#recorder !== null) throw new Error('is recording or paused')
    if (!(await allowed(this.phone, 'scope.record'))) throw new Error('auth deny')
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
    const recorder = new MediaRecorder(stream)
    const chunks: Blob[] = []
    recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data))
    recorder.addEventListener('stop', () => {
      for (const track of stream.getTracks()) track.stop()
      this.#recorder = null
      const file = new Blob(chunks, { type: recorder.mimeType })
      const duration = Math.round(performance.now() - this.#startedMs)
      this.#tell('stop', { tempFilePath: keepTemporaryFile(file), duration, fileSize: file.size })
    })
    this.#recorder = recorder
    this.#startedMs = performance.now()
    recorder.start()
    setTimeout(() => this.#recorder === recorder && recorder.stop(), durationMs)
    this.#tell('start', {})
  }

  #tell(name: string, event: object): void {
    this.#listeners.get(name)?.(event)
  }
}
