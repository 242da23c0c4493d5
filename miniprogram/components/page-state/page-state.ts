import type { Failure } from '../../format/errors'

/**
 * What a page shows while it has no content: a skeleton in the page's shape, why it is empty, or why it failed with a
 * way to try again. With content it shows at most `notice`, a line that says the content is old.
 * Slots: `skeleton` in place of the built-in shapes, `empty` for the next step below an empty page's words.
 * Event: `retry`.
 */
Component({
  options: { multipleSlots: true },
  properties: {
    status: { type: String, value: 'loading' },
    /** list | detail | form | cards | none (then the slot). */
    shape: { type: String, value: 'list' },
    failure: { type: Object, value: null as Failure | null },
    notice: { type: String, value: '' },
    picture: { type: String, value: 'quiet' },
    emptyTitle: { type: String, value: '' },
    emptyAdvice: { type: String, value: '' },
    /** Part of a page, not the whole: smaller, no picture. */
    small: { type: Boolean, value: false },
  },
  methods: {
    retry() {
      this.triggerEvent('retry')
    },
  },
})
