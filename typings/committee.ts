import type { FundId, NeedId } from './ids'
import type { PolicyRules, Seat } from './spending'

/** A fund that this person may ask for money. */
export interface AskableFund {
  fundId: FundId
  name: string
  communityName: string
  streetName: string
}

/** Who decides on a fund's money, for anybody: people by their family name alone (周**). */
export interface CommitteeView {
  seats: readonly {
    name: string
    seat: Seat
    termUntilMs: number
    /** Declared: organisations by their name, people by their family name. */
    relatedParties: readonly string[]
  }[]
  /** Why it can't vote now, in words; empty when it can. */
  faults: readonly string[]
  rules: PolicyRules
}

/** A picture of a paper or of thanks that content security was not sure of. */
export interface HeldPicture {
  pictureKey: string
  kind: 'quote' | 'voucher' | 'thanks'
  communityName: string
  title: string
  url: string | null
  atMs: number
}

export interface CommitteeProcedures {
  /** For a case: the fund of its community, wherever the worker is from. Else the funds below the caller's duties, 100 at most. */
  'funds.listAskable': { input: { needId: NeedId | null }; result: readonly AskableFund[] }
  'funds.getCommittee': { input: { fundId: FundId }; result: CommitteeView }
  /** Pictures that wait for a person, the oldest first, 50 at most; nobody lets their own through. */
  'funds.listHeldPictures': { input: Record<string, never>; result: readonly HeldPicture[] }
  'funds.decidePicture': {
    input: { pictureKey: string; approve: boolean; reason: string }
    result: { pictureKey: string }
  }
}
