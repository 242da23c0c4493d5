import { tell } from '../../platform/device'
import { playSound } from '../../platform/sound'

const playing = new WeakMap<object, () => void>()
/** One voice at a time, on the whole phone. */
let silence: (() => void) | null = null

/**
 * A recording that plays at a tap. Without `src` a tap raises the event `need`: whoever owns the address fetches it, and it
 * plays as soon as it is there.
 */
Component({
  properties: {
    src: { type: String, value: '' },
    durationMs: { type: Number, value: 0 },
    label: { type: String, value: '' },
  },
  data: { state: 'still' as 'still' | 'waiting' | 'playing', seconds: 0 },
  observers: {
    durationMs(durationMs: number) {
      this.setData({ seconds: Math.max(1, Math.round(durationMs / 1000)) })
    },
    src(src: string) {
      if (src !== '' && this.data.state === 'waiting') this.play()
    },
  },
  lifetimes: {
    detached() {
      this.stop()
    },
  },
  pageLifetimes: {
    hide() {
      this.stop()
    },
  },
  methods: {
    toggle() {
      if (this.data.state === 'playing') return this.stop()
      if (this.data.src === '') {
        this.setData({ state: 'waiting' })
        this.triggerEvent('need')
        return
      }
      return this.play()
    },
    play() {
      silence?.()
      const stop = playSound(this.data.src, {
        ended: () => this.setData({ state: 'still' }),
        failed: () => {
          this.setData({ state: 'still' })
          tell('这段录音放不出来，请稍后再试')
        },
      })
      playing.set(this, stop)
      silence = () => this.stop()
      this.setData({ state: 'playing' })
    },
    stop() {
      playing.get(this)?.()
      playing.delete(this)
      if (this.data.state !== 'still') this.setData({ state: 'still' })
    },
  },
})
