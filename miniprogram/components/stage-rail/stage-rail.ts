import type { CaseStage } from '../../../typings/cases'
import { stages } from '../../format/cases'

/** Where a case stands on its way through the six stages. */
Component({
  properties: {
    stage: { type: String, value: '' as CaseStage | '' },
    /** Every stage is behind it. */
    closed: { type: Boolean, value: false },
  },
  data: { steps: [] as { name: string; state: 'past' | 'now' | 'ahead' }[], words: '' },
  observers: {
    'stage, closed'(stage: CaseStage | '', closed: boolean) {
      const at = stages.findIndex((each) => each.stage === stage)
      const steps = stages.map(({ name }, index) => ({
        name,
        state: closed || index < at ? ('past' as const) : index === at ? ('now' as const) : ('ahead' as const),
      }))
      const words = closed ? '六个阶段都已完成' : `六个阶段中的第 ${at + 1} 个，${stages[at]?.name ?? ''}`
      this.setData({ steps, words })
    },
  },
})
