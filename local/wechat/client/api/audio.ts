import { resolvedSource } from './sources'

type Listener = (event?: object) => void
const events = [
  'play',
  'pause',
  'stop',
  'ended',
  'error',
  'timeUpdate',
  'canplay',
  'waiting',
  'seeking',
  'seeked',
] as const
type EventName = (typeof events)[number]

const browserEvents: Readonly<Partial<Record<EventName, string>>> = {
  play: 'play',
  ended: 'ended',
  timeUpdate: 'timeupdate',
  canplay: 'canplay',
  waiting: 'waiting',
  seeking: 'seeking',
  seeked: 'seeked',
}

/** `wx.createInnerAudioContext()`: one sound. It lasts until `destroy`, as WeChat's does. */
export class InnerAudioContext {
  readonly #audio = new Audio()
  readonly #listeners = new Map<EventName, Set<Listener>>()
  #source = ''
  #ready: Promise<void> = Promise.resolve()
  #stopping = false

  constructor() {
    for (const [name, browserName] of Object.entries(browserEvents)) {
      this.#audio.addEventListener(browserName, () => this.#tell(name as EventName))
    }
    this.#audio.addEventListener('pause', () => {
      // A browser pauses at the end too; WeChat says that it ended, and no more.
      if (!this.#audio.ended) this.#tell(this.#stopping ? 'stop' : 'pause')
      this.#stopping = false
    })
    this.#audio.addEventListener('error', () => {
      this.#tell('error', { errCode: 10001, errMsg: this.#audio.error?.message ?? 'MEDIA_ERR_SRC_NOT_SUPPORTED' })
    })
  }

  get src(): string {
    return this.#source
  }

  set src(source: string) {
    this.#source = source
    this.#ready = resolvedSource(source).then(
      (address) => {
        this.#audio.src = address
      },
      (error: unknown) => this.#tell('error', { errCode: 10003, errMsg: String(error) }),
    )
    if (this.autoplay) this.play()
  }

  autoplay = false
  obeyMuteSwitch = true

  get loop(): boolean {
    return this.#audio.loop
  }

  set loop(loop: boolean) {
    this.#audio.loop = loop
  }

  get volume(): number {
    return this.#audio.volume
  }

  set volume(volume: number) {
    this.#audio.volume = Math.min(1, Math.max(0, volume))
  }

  get duration(): number {
    return Number.isFinite(this.#audio.duration) ? this.#audio.duration : 0
  }

  get currentTime(): number {
    return this.#audio.currentTime
  }

  get paused(): boolean {
    return this.#audio.paused
  }

  play(): void {
    this.#ready
      .then(() => this.#audio.play())
      .catch((error: unknown) => this.#tell('error', { errCode: 10001, errMsg: String(error) }))
  }

  pause(): void {
    this.#audio.pause()
  }

  stop(): void {
    if (this.#audio.paused) return
    this.#stopping = true
    this.#audio.pause()
    this.#audio.currentTime = 0
  }

  seek(position: number): void {
    this.#audio.currentTime = position
  }

  destroy(): void {
    this.#audio.pause()
    this.#audio.removeAttribute('src')
    this.#listeners.clear()
  }

  onPlay = (listener: Listener): void => this.#listen('play', listener)
  onPause = (listener: Listener): void => this.#listen('pause', listener)
  onStop = (listener: Listener): void => this.#listen('stop', listener)
  onEnded = (listener: Listener): void => this.#listen('ended', listener)
  onError = (listener: Listener): void => this.#listen('error', listener)
  onTimeUpdate = (listener: Listener): void => this.#listen('timeUpdate', listener)
  onCanplay = (listener: Listener): void => this.#listen('canplay', listener)
  onWaiting = (listener: Listener): void => this.#listen('waiting', listener)
  onSeeking = (listener: Listener): void => this.#listen('seeking', listener)
  onSeeked = (listener: Listener): void => this.#listen('seeked', listener)
  offPlay = (listener?: Listener): void => this.#forget('play', listener)
  offPause = (listener?: Listener): void => this.#forget('pause', listener)
  offStop = (listener?: Listener): void => this.#forget('stop', listener)
  offEnded = (listener?: Listener): void => this.#forget('ended', listener)
  offError = (listener?: Listener): void => this.#forget('error', listener)
  offTimeUpdate = (listener?: Listener): void => this.#forget('timeUpdate', listener)
  offCanplay = (listener?: Listener): void => this.#forget('canplay', listener)

  #listen(name: EventName, listener: Listener): void {
    const known = this.#listeners.get(name) ?? new Set()
    known.add(listener)
    this.#listeners.set(name, known)
  }

  #forget(name: EventName, listener?: Listener): void {
    if (listener) this.#listeners.get(name)?.delete(listener)
    else this.#listeners.delete(name)
  }

  #tell(name: EventName, event?: object): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(event)
  }
}
