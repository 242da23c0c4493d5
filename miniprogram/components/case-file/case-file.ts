import type { Tap } from '../../behaviors/events'
import type { CaseView } from '../../format/case-view'

/** The records of a case, the latest stage first: for its worker, and for whoever decides about it. */
Component({
  properties: {
    kase: { type: Object, value: null as CaseView | null },
  },
  data: { more: false },
  methods: {
    toggle() {
      this.setData({ more: !this.data.more })
    },
    /** Events `referral` {id, state} and `volunteers` {id, state}: what the worker notes about an answer. */
    answer({ currentTarget }: Tap<{ id: string; state: string }>) {
      this.triggerEvent('referral', currentTarget.dataset)
    },
    /** Event `letter` {id, code}: to the organisation's letter. */
    openLetter({ currentTarget }: Tap<{ id: string; code: string }>) {
      this.triggerEvent('letter', currentTarget.dataset)
    },
    /** Event `call` {phone}: a neighbour who comes to help. */
    call({ currentTarget }: Tap<{ phone: string }>) {
      this.triggerEvent('call', currentTarget.dataset)
    },
    settle({ currentTarget }: Tap<{ id: string; state: string }>) {
      this.triggerEvent('volunteers', currentTarget.dataset)
    },
  },
})
