import { caseListPage } from '../../../behaviors/case-list'
import { duration } from '../../../format/time'
import { listOverdue } from '../../../services/cases'

caseListPage({
  read: listOverdue,
  headOf: ({ awaits, workerName, overdueSinceMs }, nowMs) =>
    `超期 ${duration(nowMs - overdueSinceMs)} · 等${awaits === null ? workerName : '督导'}`,
  open: '/station/pages/decide/decide',
})
