import type { StandingAction, StandingWords } from '../../standing-words'

/** Where the donor stands: what happened to the money, and the steps that make sense. Event `act` with `{ action }`. */
Component({
  options: { styleIsolation: 'apply-shared' },
  properties: {
    /** Null while something is under way. */
    words: { type: Object, value: null as StandingWords | null },
    busy: { type: Boolean, value: false },
    busyTitle: { type: String, value: '' },
    busyAdvice: { type: String, value: '' },
  },
  methods: {
    onAct(event: WechatMiniprogram.TouchEvent<object, object, { action: StandingAction }>) {
      this.triggerEvent('act', { action: event.currentTarget.dataset.action })
    },
  },
})
