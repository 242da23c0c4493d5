/** The foot of a list read page by page. Event: `more` when the person asks for the next page again. */
Component({
  properties: {
    /** end | more | loading | failed */
    more: { type: String, value: 'end' },
  },
  methods: {
    goOn() {
      if (this.data.more === 'failed' || this.data.more === 'more') this.triggerEvent('more')
    },
  },
})
