import { caseListPage } from '../../../behaviors/case-list'
import { duration } from '../../../format/time'
import { listApprovals } from '../../../services/cases'

caseListPage({
  read: listApprovals,
  headOf: ({ awaits, submittedAtMs }, nowMs) =>
    `${awaits === 'plan' ? '服务计划' : '结案'} · 等了 ${duration(nowMs - submittedAtMs)}`,
  open: '/station/pages/decide/decide',
})
