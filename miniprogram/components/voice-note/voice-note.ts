import { tell } from '../../platform/device'
import { uploadSound } from '../../platform/files'
import { type Recording, startRecording, stopRecording, wordsOf } from '../../platform/recorder'

/** idle: nothing yet; speaking; sending; kept: the cloud has it; unsent: it is on the phone still. */
type Phase = 'idle' | 'speaking' | 'sending' | 'kept' | 'unsent'

/** What one says in less than this was a slip of the finger. */
const shortestMs = 1_000
/** Sliding up so far takes it back. */
const cancelAtPx = 70
const tickMs = 250

interface Finger {
  touches: readonly { clientY: number }[]
}

interface Hold {
  down: boolean
  startY: number
  startedMs: number
  ticking: ReturnType<typeof setInterval> | null
}

const holds = new WeakMap<object, Hold>()

function holdOf(component: object): Hold {
  const known = holds.get(component) ?? { down: false, startY: 0, startedMs: 0, ticking: null }
  holds.set(component, known)
  return known
}

/**
 * Hold to speak. Event `change` {fileId, durationMs} once the cloud has the recording, with an empty fileId when it was taken
 * away; `words` {text} where the platform could write it down.
 */
Component({
  properties: {
    fileId: { type: String, value: '' },
    durationMs: { type: Number, value: 0 },
  },
  data: { phase: 'idle' as Phase, spokenS: 0, willCancel: false, path: '', lengthMs: 0 },
  observers: {
    'fileId, durationMs'(fileId: string, durationMs: number) {
      const { phase } = this.data
      if (fileId !== '' && phase === 'idle') this.setData({ phase: 'kept', lengthMs: durationMs })
      if (fileId === '' && phase === 'kept') this.setData({ phase: 'idle', path: '' })
    },
  },
  lifetimes: {
    detached() {
      const hold = holdOf(this)
      hold.down = false
      if (hold.ticking !== null) clearInterval(hold.ticking)
      if (this.data.phase === 'speaking') stopRecording()
    },
  },
  methods: {
    press({ touches }: Finger) {
      if (this.data.phase !== 'idle') return
      const hold = holdOf(this)
      hold.down = true
      hold.startY = touches[0]?.clientY ?? 0
      startRecording({ started: () => this.started(), ended: (recording, why) => this.ended(recording, why) })
    },
    slide({ touches }: Finger) {
      const up = holdOf(this).startY - (touches[0]?.clientY ?? 0)
      const willCancel = up > cancelAtPx
      if (this.data.phase === 'speaking' && willCancel !== this.data.willCancel) this.setData({ willCancel })
    },
    release() {
      const hold = holdOf(this)
      if (!hold.down) return
      hold.down = false
      if (this.data.phase === 'speaking') stopRecording()
    },
    /** The call, or WeChat's own sheet, took the finger away. */
    interrupted() {
      this.release()
    },

    started() {
      const hold = holdOf(this)
      if (!hold.down) {
        // The finger was up while WeChat asked for the microphone: that was the first time, nothing was said yet.
        stopRecording()
        return
      }
      hold.startedMs = Date.now()
      this.setData({ phase: 'speaking', spokenS: 0, willCancel: false })
      hold.ticking = setInterval(() => {
        this.setData({ spokenS: Math.floor((Date.now() - hold.startedMs) / 1000) })
      }, tickMs)
    },
    ended(recording: Recording | null, why: 'done' | 'denied' | 'failed') {
      const hold = holdOf(this)
      if (hold.ticking !== null) clearInterval(hold.ticking)
      hold.ticking = null
      const { phase, willCancel } = this.data
      // WeChat ends it at a minute, with the finger still down.
      const atTheEnd = hold.down && why === 'done'
      hold.down = false
      const spoke = phase === 'speaking'
      this.setData({ phase: 'idle', willCancel: false })
      if (why === 'denied') return tell('请在设置里允许使用麦克风，或者打字')
      if (why === 'failed' || recording === null) return tell('没有录上，请再按住说一次，或者打字')
      if (!spoke) return tell('可以说了，请按住再说一次')
      if (willCancel) return tell('已取消，没有保存')
      if (recording.durationMs < shortestMs) return tell('太短了，请按住不放，说完再松开')
      if (atTheEnd) tell('一分钟到了，前面说的都留着')
      this.setData({ path: recording.path, lengthMs: recording.durationMs })
      return this.send()
    },
    async send() {
      const { path, lengthMs } = this.data
      this.setData({ phase: 'sending' })
      try {
        const fileId = await uploadSound(path)
        this.setData({ phase: 'kept' })
        this.triggerEvent('change', { fileId, durationMs: lengthMs })
      } catch {
        this.setData({ phase: 'unsent' })
        return
      }
      const text = await wordsOf(path)
      if (text !== null) this.triggerEvent('words', { text })
    },
    remove() {
      this.setData({ phase: 'idle', path: '', lengthMs: 0 })
      this.triggerEvent('change', { fileId: '', durationMs: 0 })
    },
  },
})
