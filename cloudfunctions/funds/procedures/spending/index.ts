import { listAskable } from './askable'
import { getCommittee } from './committee'
import { answerConsent, getConsent } from './consent'
import {
  commitSpending,
  minuteSpending,
  recuseSpending,
  reopenVote,
  signSpending,
  voteSpending,
  withdrawSpending,
} from './decide'
import { paySpending, settleSpending } from './money'
import { decidePicture, listHeldPictures } from './pictures'
import { getPolicy, setPolicy } from './policy'
import { getSpending, listSpending } from './read'
import { getRoster, setRoster } from './roster'
import { getSpendingPath, submitSpending } from './submit'

export const spendingProcedures = [
  ...[getSpendingPath, submitSpending, listSpending, getSpending],
  ...[signSpending, voteSpending, recuseSpending, minuteSpending, reopenVote, withdrawSpending],
  ...[commitSpending, paySpending, settleSpending],
  ...[listAskable, getCommittee, listHeldPictures, decidePicture],
  ...[getConsent, answerConsent, getPolicy, setPolicy, getRoster, setRoster],
] as const
