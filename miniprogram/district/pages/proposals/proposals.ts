import type { Proposal, ProposalId } from '../../../../typings/income'
import { careBehavior } from '../../../behaviors/care'
import type { Said, Tap } from '../../../behaviors/events'
import { listHandlers } from '../../../behaviors/handlers'
import { type Listing, type Paging, paging, type Remote } from '../../../behaviors/remote'
import { failureWords } from '../../../format/errors'
import { proposalNames, proposalWords, type StateWords } from '../../../format/income'
import { dayAndTime } from '../../../format/time'
import { tell } from '../../../platform/device'
import { decideProposal, listProposals } from '../../../services/income'

interface Row extends Proposal {
  name: string
  chip: StateWords
  note: string
  decided: string
}
type View = 'open' | 'decided'

const views: readonly { key: View; label: string }[] = [
  { key: 'open', label: '待审批' },
  { key: 'decided', label: '已办' },
]

interface ProposalsData {
  care: boolean
  views: typeof views
  view: View
  list: Remote<Listing<Row>>
  open: Row | null
  reason: string
  busy: boolean
}
const data: ProposalsData = {
  ...{ care: false, views, view: 'open', list: { status: 'loading' }, open: null, reason: '', busy: false },
}

/** What one person wrote and another decides. */
Page({
  behaviors: [careBehavior],
  data,
  list: null as Paging | null,
  ...listHandlers,

  onLoad() {
    this.open('open')
  },
  async onShow() {
    await this.list?.load()
  },
  choose({ currentTarget }: Tap<{ view: View }>) {
    if (currentTarget.dataset.view === this.data.view) return
    this.open(currentTarget.dataset.view)
    void this.list?.load()
  },
  open(view: View) {
    this.list?.stop()
    this.setData({ view, list: { status: 'loading' } })
    this.list = paging({
      read: (cursor) => listProposals(view, cursor),
      present: rowOf,
      show: (list) => this.setData({ list }),
    })
  },
  openOne({ currentTarget }: Tap<{ id: ProposalId }>) {
    const { list } = this.data
    if (list.status !== 'ready') return
    const open = list.value.rows.find(({ proposalId }) => proposalId === currentTarget.dataset.id) ?? null
    this.setData({ open, reason: '' })
  },
  sheetChanged({ detail }: Said<{ visible: boolean }>) {
    if (!detail.visible) this.close()
  },
  close() {
    if (!this.data.busy) this.setData({ open: null })
  },
  typeReason({ detail }: WechatMiniprogram.Input) {
    this.setData({ reason: detail.value })
  },
  agree() {
    return this.decide(true)
  },
  refuse() {
    return this.data.reason.trim() === '' ? tell('不同意要写明原因') : this.decide(false)
  },
  async decide(agreed: boolean) {
    const { open, reason, busy } = this.data
    if (open === null || busy) return
    this.setData({ busy: true })
    try {
      const { proposalId, version } = open
      await decideProposal({ proposalId, version, agreed, reason: reason.trim() })
      this.setData({ open: null })
      tell(agreed ? '已批准并入账' : '已记下，没有批准')
      await this.list?.load()
    } catch (error) {
      const { code, title, advice } = failureWords(error)
      tell(code === 'NOT_NOW' ? '账上的钱不够，或这笔账已经动过，没有入账' : `${title}，${advice}`)
      this.setData({ open: null })
      await this.list?.load()
    } finally {
      this.setData({ busy: false })
    }
  },
})

function rowOf(proposal: Proposal): Row {
  const nowMs = Date.now()
  const { decidedByName, decidedAtMs, decision } = proposal
  const by = decidedByName && decidedAtMs ? `${decidedByName} ${dayAndTime(decidedAtMs, nowMs)}` : ''
  return {
    ...proposal,
    name: proposalNames[proposal.kind],
    chip: proposalWords[proposal.status],
    note: `${proposal.authorName} ${dayAndTime(proposal.createdAtMs, nowMs)} 提出`,
    decided: by === '' ? '' : decision === '' ? `${by} 批准` : `${by}：${decision}`,
  }
}
