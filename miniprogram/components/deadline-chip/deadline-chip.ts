import { left, minuteMs } from '../../format/time'

const soonMs = 30 * minuteMs
const tickMs = 15_000
const timers = new WeakMap<object, ReturnType<typeof setInterval>>()

/** How long is left until a deadline; the words move on by themselves. `label` says what has to happen by then. */
Component({
  properties: {
    /** Epoch milliseconds; 0 hides the chip. */
    deadlineMs: { type: Number, value: 0 },
    label: { type: String, value: '' },
  },
  data: { words: '', tone: 'waiting' },
  observers: {
    deadlineMs() {
      this.update()
    },
  },
  lifetimes: {
    attached() {
      timers.set(
        this,
        setInterval(() => this.update(), tickMs),
      )
    },
    detached() {
      const timer = timers.get(this)
      if (timer !== undefined) clearInterval(timer)
    },
  },
  pageLifetimes: {
    show() {
      this.update()
    },
  },
  methods: {
    update() {
      const { deadlineMs } = this.data
      if (deadlineMs === 0) return this.setData({ words: '' })
      const nowMs = Date.now()
      const words = left(deadlineMs, nowMs)
      const tone = deadlineMs - nowMs < soonMs ? 'danger' : 'waiting'
      if (words !== this.data.words || tone !== this.data.tone) this.setData({ words, tone })
    },
  },
})
