/** Every page of the product, who opens it, and with what: a page that is not in this table fails the test. */
import { castOpenid, homeCommunityCode, homeStreetCode } from '../../../local/seed'
import { caseOf, fundId, keyOf, one, type Stage, servedBy } from './prepare'

export interface Row {
  page: string
  /** A member of the cast. */
  as: string
  /** Of this page several things are seen: which this is. */
  of?: string
  query?: (stage: Stage) => string
  /** What the phone keeps: storage key and value. */
  kept?: (stage: Stage) => Readonly<Record<string, unknown>>
}

const request =
  (title: string) =>
  ({ cloud }: Stage) =>
    `spendingId=${one(cloud, 'spendingRequests', { title })._id}`
const payment = ({ cloud }: Stage) => `entryId=${one(cloud, 'journal', { fundId, kind: 'payment' })._id}`
const ofFund = () => `fundId=${fundId}`
const gift = (stage: Stage) => `giftId=${stage.gift}`
const serving = ({ cloud }: Stage) => `needId=${servedBy(cloud)}`
const step = (name: string) => (stage: Stage) => `${serving(stage)}&step=${name}`
const disclosure =
  (status: string) =>
  ({ cloud }: Stage) =>
    `disclosureId=${one(cloud, 'disclosures', { fundId, status })._id}`
const ofNeed = (which: 'offered' | 'held' | 'refused') => (stage: Stage) => `needId=${stage[which]}`

const draft = (step: number) => () => ({
  'need-draft': {
    ...{ needKey: keyOf('d'), step, field: 'elderCare', subSkill: 'livingAlone', photos: [], consented: true },
    description: '我一个人住，腿脚不便，想请人每周来看看，最好是上午。',
    ...{ territoryCode: homeCommunityCode, communityName: '新山村社区', address: '2 栋 1 单元 302' },
    ...{ contactName: '周阿姨', contactPhone: '13900001234' },
  },
})

const visitDraft = (state: string) => (stage: Stage) => ({
  'visit-drafts': [
    {
      ...{ key: keyOf('e'), needId: stage.held, about: '独居探访 · 新山村社区', way: 'home', minutes: 40, place: null },
      ...{ startedAtMs: stage.cloud.clock.nowMs() - 7_200_000, note: '送餐已经对接，她说汤还是热的。', photos: [] },
      ...{ state, sent: true, recorded: false, refusedBecause: 'NOT_NOW', refusedWords: '这个个案已经结案' },
    },
  ],
})

const main: readonly Row[] = [
  { page: 'pages/home/home', as: 'grandmother' },
  { page: 'pages/home/home', as: 'donor', of: 'no community yet' },
  { page: 'pages/home/home', as: 'worker', of: 'with duties' },
  { page: 'pages/needs/needs', as: 'grandmother' },
  { page: 'pages/needs/needs', as: 'donor', of: 'none' },
  { page: 'pages/funds/funds', as: 'neighbour' },
  { page: 'pages/me/me', as: 'grandmother' },
  { page: 'pages/me/me', as: 'supervisor', of: 'with duties' },
  { page: 'pages/community/community', as: 'donor' },
  { page: 'pages/need-new/need-new', as: 'grandmother', kept: () => ({ 'need-draft': '' }) },
  { page: 'pages/need-new/need-new', as: 'grandmother', of: 'step 2', kept: draft(2) },
  { page: 'pages/need-new/need-new', as: 'grandmother', of: 'step 3', kept: draft(3) },
  { page: 'pages/need/need', as: 'grandmother', of: 'offered', query: ofNeed('offered') },
  { page: 'pages/need/need', as: 'grandmother', of: 'accepted', query: ofNeed('held') },
  { page: 'pages/fund/fund', as: 'neighbour', query: ofFund },
  { page: 'pages/inbox/inbox', as: 'grandmother' },
  { page: 'pages/notices/notices', as: 'worker' },
  { page: 'pages/rewrite/rewrite', as: 'grandmother', query: ofNeed('refused') },
  { page: 'pages/help/help', as: 'neighbour' },
  { page: 'pages/about/about', as: 'neighbour' },
]

const fund: readonly Row[] = [
  { page: 'fund/pages/give/give', as: 'neighbour', query: ofFund },
  { page: 'fund/pages/certificate/certificate', as: 'neighbour', query: gift },
  { page: 'fund/pages/my-gifts/my-gifts', as: 'neighbour' },
  { page: 'fund/pages/receipt/receipt', as: 'neighbour', query: gift },
  { page: 'fund/pages/receipt/receipt', as: 'neighbour', of: 'form', query: ({ bigGift }) => `giftId=${bigGift}` },
  { page: 'fund/pages/refund/refund', as: 'neighbour', query: gift },
  { page: 'fund/pages/refund/refund', as: 'neighbour', of: 'asked', query: ({ bigGift }) => `giftId=${bigGift}` },
  { page: 'fund/pages/monthly/monthly', as: 'neighbour', query: ofFund },
  { page: 'fund/pages/in-kind/in-kind', as: 'staff', query: ofFund },
  { page: 'fund/pages/receipts/receipts', as: 'staff', query: ofFund },
  { page: 'fund/pages/poster/poster', as: 'staff', query: ofFund },
  { page: 'fund/pages/trace/trace', as: 'neighbour', query: ({ cloud }) => `giftId=${spentGift(cloud)}` },
  { page: 'fund/pages/payment/payment', as: 'neighbour', query: payment },
  { page: 'fund/pages/figures/figures', as: 'neighbour', query: ofFund },
  { page: 'fund/pages/proof/proof', as: 'neighbour', query: ofFund },
  { page: 'fund/pages/districts/districts', as: 'neighbour', query: () => 'districtCode=500110' },
  { page: 'fund/pages/disclosures/disclosures', as: 'neighbour', query: ofFund },
  { page: 'fund/pages/disclosure/disclosure', as: 'neighbour', query: disclosure('published') },
  { page: 'fund/pages/thanks/thanks', as: 'staff', query: payment },
]

/** The oldest of 刘伟's gifts: it has become a thing. */
function spentGift(cloud: Stage['cloud']): unknown {
  const gifts = cloud.database.find('gifts', { donorOpenid: castOpenid('neighbour'), fundId, status: 'paid' })
  return gifts.sort((a, b) => Number(a.paidAtMs) - Number(b.paidAtMs))[0]?._id
}

const resident: readonly Row[] = [
  { page: 'resident/pages/thread/thread', as: 'grandmother', query: ofNeed('held') },
  { page: 'resident/pages/privacy/privacy', as: 'grandmother' },
  { page: 'resident/pages/mandates/mandates', as: 'son' },
  { page: 'resident/pages/mandates/mandates', as: 'son', of: 'form', query: () => 'add=1' },
  { page: 'resident/pages/mandate/mandate', as: 'grandmother', query: ({ mandate }) => `mandateId=${mandate}` },
  { page: 'staff/pages/community/community', as: 'staff' },
  { page: 'staff/pages/dangers/dangers', as: 'duty' },
]

const committee: readonly Row[] = [
  { page: 'committee/pages/queue/queue', as: 'member' },
  {
    page: 'committee/pages/request/request',
    as: 'member',
    of: 'to vote',
    query: request('寒假四点半课堂的老师和文具'),
  },
  { page: 'committee/pages/request/request', as: 'staff', of: 'to sign', query: request('给独居老人换安全灶具') },
  {
    page: 'committee/pages/request/request',
    as: 'worker',
    of: 'settled',
    query: request('为独居老人家装卫生间扶手'),
  },
  { page: 'committee/pages/new/new', as: 'worker', query: ofFund },
  { page: 'committee/pages/pay/pay', as: 'district', query: request('老楼道换 12 盏应急灯') },
  {
    page: 'committee/pages/pay/pay',
    as: 'worker',
    of: 'settle',
    query: (stage) => `${request('给 8 户困难家庭添冬被')(stage)}&mode=settle`,
  },
  { page: 'committee/pages/policy/policy', as: 'street', query: () => `territoryCode=${homeStreetCode}` },
  { page: 'committee/pages/roster/roster', as: 'street', query: ofFund },
  { page: 'committee/pages/minutes/minutes', as: 'worker', query: request('为独居老人家装卫生间扶手') },
  { page: 'committee/pages/pictures/pictures', as: 'staff' },
  { page: 'committee/pages/consent/consent', as: 'neighbour', query: request('为视障老人配听书机') },
]

const district: readonly Row[] = [
  { page: 'district/pages/letters/letters', as: 'district' },
  { page: 'district/pages/money/money', as: 'district' },
  { page: 'district/pages/import/import', as: 'treasurer' },
  { page: 'district/pages/differences/differences', as: 'treasurer' },
  { page: 'district/pages/proposals/proposals', as: 'district' },
  { page: 'district/pages/propose/propose', as: 'treasurer' },
  { page: 'district/pages/propose/propose', as: 'treasurer', of: 'transfer', query: () => 'kind=transfer' },
  { page: 'district/pages/propose/propose', as: 'treasurer', of: 'correction', query: () => 'kind=correction' },
  { page: 'district/pages/refunds/refunds', as: 'district' },
  { page: 'district/pages/names/names', as: 'district' },
  { page: 'district/pages/calendar/calendar', as: 'district' },
  { page: 'district/pages/disclosure/disclosure', as: 'district', query: disclosure('draft') },
  { page: 'district/pages/alerts/alerts', as: 'district' },
  { page: 'district/pages/exports/exports', as: 'district' },
  { page: 'district/pages/event/event', as: 'district' },
]

const worker: readonly Row[] = [
  { page: 'worker/pages/tasks/tasks', as: 'worker' },
  { page: 'worker/pages/task/task', as: 'worker', of: 'offered', query: ofNeed('offered') },
  { page: 'worker/pages/task/task', as: 'worker', of: 'accepted', query: ofNeed('held') },
  { page: 'worker/pages/triage/triage', as: 'supervisor' },
  { page: 'worker/pages/case/case', as: 'worker', query: serving },
  { page: 'worker/pages/case/case', as: 'worker', of: 'new', query: ofNeed('held') },
  { page: 'worker/pages/visit/visit', as: 'worker', query: serving },
  { page: 'worker/pages/record/record', as: 'worker', of: 'intake', query: step('recordIntake') },
  { page: 'worker/pages/record/record', as: 'worker', of: 'assessment', query: step('recordAssessment') },
  { page: 'worker/pages/record/record', as: 'worker', of: 'plan', query: step('submitPlan') },
  { page: 'worker/pages/record/record', as: 'worker', of: 'closure', query: step('submitClosure') },
  { page: 'worker/pages/refer/refer', as: 'worker', query: serving },
  { page: 'worker/pages/unsent/unsent', as: 'worker', kept: visitDraft('refused') },
  { page: 'worker/pages/day/day', as: 'worker' },
  { page: 'worker/pages/leave/leave', as: 'worker' },
  { page: 'worker/pages/history/history', as: 'colleague' },
  { page: 'worker/pages/reads/reads', as: 'worker' },
  { page: 'worker/pages/files/files', as: 'worker' },
  { page: 'worker/pages/letter/letter', as: 'donor', query: ({ letter }) => letter },
]

const station: readonly Row[] = [
  { page: 'station/pages/desk/desk', as: 'supervisor' },
  { page: 'station/pages/batch/batch', as: 'supervisor' },
  { page: 'station/pages/review/review', as: 'supervisor' },
  { page: 'station/pages/approvals/approvals', as: 'supervisor' },
  {
    ...{ page: 'station/pages/decide/decide', as: 'supervisor' },
    query: ({ cloud }) => `needId=${caseOf(cloud, { awaits: 'plan', minor: false })}`,
  },
  { page: 'station/pages/overdue/overdue', as: 'supervisor' },
  { page: 'station/pages/leaves/leaves', as: 'supervisor' },
  { page: 'station/pages/leaves/leaves', as: 'supervisor', of: 'to hand over', query: () => 'view=handOvers' },
  { page: 'station/pages/reassign/reassign', as: 'supervisor', query: serving },
  { page: 'station/pages/quality/quality', as: 'supervisor' },
  { page: 'station/pages/access/access', as: 'supervisor' },
  { page: 'station/pages/terms/terms', as: 'district' },
]

export const rows: readonly Row[] = [main, fund, resident, committee, district, worker, station].flat()

/** fund-give, need (accepted): short, and good as a file's name. */
export function nameOf({ page, of }: Row): string {
  const [root = ''] = page.split('/')
  const name = [root === 'pages' ? '' : root, page.split('/').at(-1)].filter(Boolean).join('-')
  return of ? `${name} (${of})` : name
}
