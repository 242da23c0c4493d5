import type { FundSummary } from '../../../typings/funds'
import { money } from '../../format/money'

/** A fund in a list (`look` row) or the person's own, larger (`look` own). A tap emits `open` with `{ fundId }`. */
Component({
  options: { styleIsolation: 'apply-shared' },
  properties: {
    fund: { type: Object, value: {} },
    look: { type: String, value: 'row' },
  },
  data: { spoken: '' },
  observers: {
    fund(fund: FundSummary) {
      if (fund.fundId === undefined) return
      this.setData({ spoken: `${fund.name}，现有余额 ${money(fund.balanceFen)}，${fund.giftCount} 笔捐赠` })
    },
  },
  methods: {
    onTap() {
      this.triggerEvent('open', { fundId: (this.data.fund as FundSummary).fundId })
    },
  },
})
