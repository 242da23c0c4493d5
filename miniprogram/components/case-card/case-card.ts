import type { CaseRow } from '../../format/cases'

/** A case in a list: a tap opens it (event `open`). `head` and `tone` say what the list is about. */
Component({
  properties: {
    row: { type: Object, value: null as CaseRow | null },
    head: { type: String, value: '' },
    tone: { type: String, value: 'quiet' },
    icon: { type: String, value: '' },
    /** The worker's own list does not name them. */
    own: { type: Boolean, value: false },
  },
  methods: {
    open() {
      const row = this.data.row as CaseRow | null
      if (row !== null) this.triggerEvent('open', { id: row.needId })
    },
  },
})
