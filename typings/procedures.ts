import type { CasesProcedures } from './case-procedures'
import type { CommitteeProcedures } from './committee'
import type { DisclosureProcedures } from './disclosure'
import type { FundsProcedures } from './funds'
import type { IncomeProcedures } from './income'
import type { NeedsProcedures } from './needs'
import type { NoticesProcedures } from './notices'
import type { PeopleProcedures } from './people'
import type { ResidentsProcedures } from './residents'
import type { RoutingProcedures } from './routing'
import type { SpendingProcedures } from './spending'

/** Every procedure that a phone can call: its input and its result. The name's first part is the function. */
export interface Procedures
  extends PeopleProcedures,
    NeedsProcedures,
    CasesProcedures,
    CommitteeProcedures,
    DisclosureProcedures,
    FundsProcedures,
    IncomeProcedures,
    NoticesProcedures,
    ResidentsProcedures,
    RoutingProcedures,
    SpendingProcedures {}

export type ProcedureName = keyof Procedures
export type AreaName = 'people' | 'needs' | 'funds'
