import type { TimelineItem } from '../../format/needs'

/** What happened, newest first, as `timeline()` in format/needs prepares it. */
Component({
  properties: {
    items: { type: Array, value: [] as TimelineItem[] },
  },
})
