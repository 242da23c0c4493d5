import type { Phone } from '../host/contract'
import type { Options } from './call'
import { keepTemporaryFile } from './files'
import { allowed } from './permissions'
import { toneOf } from './tone'

const LONGEST_MS = 600_000

/** What takes sound in until it is told to stop. */
interface Taking {
  stop(): void
  pause(): void
  resume(): void
}

/**
 * `wx.getRecorderManager()`: the machine's microphone, after the person allowed it. One for the whole phone, as WeChat's. On a
 * machine without a microphone, or whose browser keeps it, the recording is a soft tone as long as the finger was down: so the
 * product can be tried anywhere, and what is uploaded and played is a real sound file all the same.
 */
export class RecorderManager {
  readonly #listeners = new Map<string, (event: object) => void>()
  #taking: Taking | null = null
  /** Asked to start, the microphone is not there yet; a stop in the meantime ends it. */
  #starting: { stopped: boolean } | null = null
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
      this.#starting = null
      this.#tell('error', { errMsg: `operateRecorder:fail ${error instanceof Error ? error.message : String(error)}` })
    })
  }

  stop(): void {
    if (this.#starting) this.#starting.stopped = true
    this.#taking?.stop()
  }

  pause(): void {
    this.#taking?.pause()
    this.#tell('pause', {})
  }

  resume(): void {
    this.#taking?.resume()
    this.#tell('resume', {})
  }

  async #begin(durationMs: number): Promise<void> {
    if (this.#taking !== null || this.#starting !== null) throw new Error('is recording or paused')
    const starting = { stopped: false }
    this.#starting = starting
    if (!(await allowed(this.phone, 'scope.record'))) throw new Error('auth deny')
    const stream = await microphone()
    this.#starting = null
    this.#startedMs = performance.now()
    const taking = stream === null ? this.#takeTone() : this.#takeStream(stream)
    this.#taking = taking
    this.#tell('start', {})
    if (starting.stopped) taking.stop()
    setTimeout(() => this.#taking === taking && taking.stop(), durationMs)
  }

  #takeStream(stream: MediaStream): Taking {
    const recorder = new MediaRecorder(stream)
    const chunks: Blob[] = []
    recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data))
    recorder.addEventListener('stop', () => {
      for (const track of stream.getTracks()) track.stop()
      this.#end(new Blob(chunks, { type: recorder.mimeType }))
    })
    recorder.start()
    return recorder
  }

  #takeTone(): Taking {
    return {
      stop: () => this.#end(toneOf(performance.now() - this.#startedMs)),
      pause: () => {},
      resume: () => {},
    }
  }

  #end(file: Blob): void {
    this.#taking = null
    const duration = Math.round(performance.now() - this.#startedMs)
    this.#tell('stop', { tempFilePath: keepTemporaryFile(file), duration, fileSize: file.size })
  }

  #tell(name: string, event: object): void {
    this.#listeners.get(name)?.(event)
  }
}

/** Null where the machine has none, or the browser does not give it. */
async function microphone(): Promise<MediaStream | null> {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: true })
  } catch {
    return null
  }
}
