import type { DeclineReason } from '../../../../typings/needs'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { declineReasons } from '../../../format/needs'

/** Why the worker cannot take it: one tap, a sentence only where the reason needs it. Events: `close`, `decline` {reason, note}. */
Component({
  behaviors: [careBehavior],
  properties: {
    visible: { type: Boolean, value: false },
    busy: { type: Boolean, value: false },
  },
  data: { reasons: declineReasons, reason: '' as DeclineReason | '', note: '', missing: false },
  observers: {
    visible(visible: boolean) {
      if (visible) this.setData({ reason: '', note: '', missing: false })
    },
  },
  methods: {
    choose({ currentTarget }: Tap<{ reason: DeclineReason }>) {
      this.setData({ reason: currentTarget.dataset.reason, missing: false })
    },
    type({ detail }: Said<{ value: string }>) {
      this.setData({ note: detail.value, missing: false })
    },
    changed({ detail }: Said<{ visible: boolean }>) {
      if (!detail.visible) this.triggerEvent('close')
    },
    close() {
      this.triggerEvent('close')
    },
    decline() {
      const { reason, note } = this.data
      if (reason === 'other' && note.trim() === '') return this.setData({ missing: true })
      if (reason === '') return this.setData({ missing: true })
      this.triggerEvent('decline', { reason, note: note.trim() })
    },
  },
})
