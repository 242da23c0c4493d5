import type { Fen } from '../../../../typings/money'
import { shortMoney } from '../../../format/money'

/** The calm look before paying: who gets it, what for, what never, how it comes back. Events: `pay`, `close`. */
Component({
  options: { styleIsolation: 'apply-shared' },
  properties: {
    amountFen: { type: Number, value: 0 },
    lines: { type: Array, value: [] as { label: string; value: string; note: string }[] },
    busy: { type: Boolean, value: false },
  },
  data: { words: '' },
  observers: {
    amountFen(amountFen: Fen) {
      this.setData({ words: `${shortMoney(amountFen).slice(1)} 元` })
    },
  },
  methods: {
    onPay() {
      if (!this.data.busy) this.triggerEvent('pay')
    },
    onClose() {
      this.triggerEvent('close')
    },
  },
})
