import type { FundSummary } from '../../../typings/funds'
import { countWords } from '../../format/disclosure'
import { money } from '../../format/money'

/** A fund in a list (`look` row) or the person's own, larger (`look` own). A tap emits `open` with `{ fundId }`. */
Component({
  properties: {
    fund: { type: Object, value: {} },
    look: { type: String, value: 'row' },
  },
  data: { gifts: '', spoken: '' },
  observers: {
    fund(fund: FundSummary) {
      if (fund.fundId === undefined) return
      const gifts = `${countWords(fund.giftCount)}捐赠`
      this.setData({ gifts, spoken: `${fund.name}，现有余额 ${money(fund.balanceFen)}，${gifts}` })
    },
  },
  methods: {
    onTap() {
      this.triggerEvent('open', { fundId: (this.data.fund as FundSummary).fundId })
    },
  },
})
