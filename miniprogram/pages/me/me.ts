import type { Me } from '../../../typings/people'
import { careBehavior, setCare } from '../../behaviors/care'
import type { Said, Tap } from '../../behaviors/events'
import { readerHandlers } from '../../behaviors/handlers'
import { type Remote, type RemoteReader, remote } from '../../behaviors/remote'
import { knownMe, readMe } from '../../behaviors/session'
import { showTab } from '../../behaviors/tab'
import { dutyName, holds, initial } from '../../format/people'
import { spendingRoles } from '../../format/spending'
import { dial } from '../../platform/device'

interface MeView {
  name: string
  initial: string
  community: string
  unreadCount: number
  duties: string[]
  isWorker: boolean
  isSupervisor: boolean
  isSpender: boolean
  isDistrict: boolean
  /** Community staff: writes needs down for others, looks at what neighbours ask for. */
  isStaff: boolean
  /** Is paged when a life may be in danger. */
  isOnDuty: boolean
  /** Looks at content that waits for a person; a supervisor has it on the station's desk. */
  isReviewer: boolean
  /** Tasks will soon no longer be told by WeChat. */
  fewNotices: boolean
  emergencyPhone: string
}

interface MeData {
  care: boolean
  me: Remote<MeView>
}

const data: MeData = { care: false, me: { status: 'loading' } }

Page({
  behaviors: [careBehavior],
  data,
  reader: null as RemoteReader<MeView> | null,
  ...readerHandlers,

  onLoad() {
    this.reader = remote({
      read: async () => meView(await readMe(true)),
      show: (me) => this.setData({ me }),
    })
  },
  async onShow() {
    showTab(this, 'pages/me/me')
    const me = knownMe()
    if (me !== null) this.reader?.put(meView(me))
    await this.reader?.load()
  },

  open({ currentTarget }: Tap<{ url: string }>) {
    void wx.navigateTo({ url: currentTarget.dataset.url })
  },
  switchCare({ detail }: Said<{ value: boolean }>) {
    setCare(detail.value)
  },
  async callDuty() {
    const { me } = this.data
    if (me.status === 'ready') await dial(me.value.emergencyPhone)
  },
})

/** Below this somebody who answers for others could miss a task. */
const few = 3

function meView(me: Me): MeView {
  return {
    name: me.name ?? '您好',
    initial: initial(me.name),
    community: me.community?.name ?? '还没有选社区',
    unreadCount: me.unreadCount,
    duties: me.duties.map(dutyName),
    isWorker: holds(me.duties, 'socialWorker'),
    isSupervisor: holds(me.duties, 'stationSupervisor'),
    isSpender: holds(me.duties, ...spendingRoles),
    isDistrict: holds(me.duties, 'districtStaff'),
    isStaff: holds(me.duties, 'communityStaff'),
    isOnDuty: holds(me.duties, 'stationSupervisor', 'dutyOfficer', 'districtStaff'),
    isReviewer: holds(me.duties, 'communityStaff', 'districtStaff'),
    fewNotices: holds(me.duties, 'socialWorker', 'stationSupervisor') && me.messageCredits.taskOffered < few,
    emergencyPhone: me.emergencyPhone,
  }
}
