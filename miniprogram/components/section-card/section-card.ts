/** A white card with a title and, at its right, a small note or a way further (`more`, event `more`). */
Component({
  options: { multipleSlots: true },
  properties: {
    title: { type: String, value: '' },
    note: { type: String, value: '' },
    more: { type: String, value: '' },
  },
  methods: {
    goOn() {
      this.triggerEvent('more')
    },
  },
})
