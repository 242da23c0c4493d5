import { caseListPage } from '../../../behaviors/case-list'
import { listMyCases } from '../../../services/cases'

caseListPage({
  read: (cursor) => listMyCases('closed', cursor),
  headOf: () => '',
  open: '/worker/pages/case/case',
})
