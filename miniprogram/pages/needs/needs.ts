import type { NeedSummary } from '../../../typings/needs'
import type { Field } from '../../../typings/terms'
import { careBehavior } from '../../behaviors/care'
import type { Tap } from '../../behaviors/events'
import { listHandlers } from '../../behaviors/handlers'
import { draftInProgress } from '../../behaviors/need-draft'
import { type Listing, type Paging, paging, type Remote } from '../../behaviors/remote'
import { showTab } from '../../behaviors/tab'
import { fieldAndSkill } from '../../format/fields'
import { type StatusWords, statusWords } from '../../format/needs'
import { ago } from '../../format/time'
import { listMyNeeds } from '../../services/needs'
import { listUnreadNotes } from '../../services/residents'

interface NeedRow {
  needId: string
  field: Field
  about: string
  excerpt: string
  time: string
  status: StatusWords
  deadlineMs: number
  forName: string
}

interface NeedsData {
  care: boolean
  needs: Remote<Listing<NeedRow>>
  /** A form that was begun and kept on this phone. */
  draft: boolean
  /** Unread notes from workers, by need. */
  unread: Record<string, number>
}

const data: NeedsData = { care: false, needs: { status: 'loading' }, draft: false, unread: {} }

Page({
  behaviors: [careBehavior],
  data,
  list: null as Paging | null,
  ...listHandlers,

  onLoad() {
    this.list = paging({
      read: listMyNeeds,
      present: needRow,
      show: (needs) => this.setData({ needs }),
    })
  },
  async onShow() {
    showTab(this, 'pages/needs/needs')
    this.setData({ draft: draftInProgress() })
    await Promise.all([this.list?.load(), this.countNotes()])
  },
  /** A dot more or less: when it cannot be read, the list is there all the same. */
  async countNotes() {
    try {
      const unread = Object.fromEntries((await listUnreadNotes()).map(({ needId, count }) => [needId, count]))
      this.setData({ unread })
    } catch {
      this.setData({ unread: {} })
    }
  },

  open({ currentTarget }: Tap<{ id: string }>) {
    void wx.navigateTo({ url: `/pages/need/need?needId=${currentTarget.dataset.id}` })
  },
  askForHelp() {
    void wx.navigateTo({ url: '/pages/need-new/need-new' })
  },
})

function needRow(need: NeedSummary): NeedRow {
  return {
    needId: need.needId,
    field: need.field,
    about: fieldAndSkill(need.field, need.subSkill),
    excerpt: need.excerpt,
    time: ago(need.submittedAtMs, Date.now()),
    status: statusWords(need.status),
    deadlineMs: need.deadlineMs ?? 0,
    forName: need.forName ?? '',
  }
}
