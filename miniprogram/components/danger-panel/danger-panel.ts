import type { Tap } from '../../behaviors/events'
import { dial } from '../../platform/device'

/** A danger to life is not queued: the numbers that come at once. */
Component({
  properties: {
    /** The district's duty phone; empty while it is not known. */
    dutyPhone: { type: String, value: '' },
    /** Whether the person on duty can be paged from here: event `page`. */
    canPage: { type: Boolean, value: false },
    /** Empty, `paging` or `paged`. */
    paged: { type: String, value: '' },
  },
  data: {
    numbers: [
      { phone: '110', word: '报警' },
      { phone: '120', word: '急救' },
      { phone: '119', word: '火警' },
    ],
  },
  methods: {
    page() {
      this.triggerEvent('page')
    },
    async call({ currentTarget }: Tap<{ phone: string }>) {
      await dial(currentTarget.dataset.phone)
    },
  },
})
