import type { StationDesk } from '../../../../typings/cases'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { getDesk } from '../../../services/cases'

interface Tile {
  url: string
  icon: string
  name: string
  hint: string
  count: string
  waits: boolean
}

interface DeskData {
  care: boolean
  desk: Remote<readonly Tile[]>
}

const data: DeskData = { care: false, desk: { status: 'loading' } }

Page({
  behaviors: [careBehavior],
  data,
  reader: null as RemoteReader<readonly Tile[]> | null,
  ...readerHandlers,

  onLoad() {
    this.reader = remote({
      read: async () => tiles(await getDesk()),
      show: (desk) => this.setData({ desk }),
    })
  },
  async onShow() {
    await this.reader?.load()
  },
  open({ currentTarget }: Tap<{ url: string }>) {
    void wx.navigateTo({ url: currentTarget.dataset.url })
  },
})

const manyFrom = 21

function tiles(desk: StationDesk): Tile[] {
  const tile = (url: string, icon: string, name: string, hint: string, count: number): Tile => ({
    url,
    icon,
    name,
    hint,
    count: count >= manyFrom ? '20+' : String(count),
    waits: count > 0,
  })
  const station = '/station/pages'
  return [
    tile('/worker/pages/triage/triage', 'users', '待派单', '系统没找到人，请您挑一位', desk.triage),
    tile(`${station}/batch/batch`, 'route', '一起派单', '在等的放在一起算，先看再派', desk.triage),
    tile(`${station}/approvals/approvals`, 'paper', '待审批', '服务计划和结案', desk.approvals),
    tile(`${station}/overdue/overdue`, 'clock', '超期', '过了时限的个案', desk.overdue),
    tile(`${station}/leaves/leaves`, 'calendar', '请假', '审批请假', desk.leaves),
    tile(`${station}/leaves/leaves?view=handOvers`, 'swap', '待交接', '社工不在，个案要有人接', desk.handOvers),
    tile(`${station}/access/access`, 'lock', '档案查阅', '儿童档案的申请和查看记录', desk.accessRequests),
    tile(`${station}/review/review`, 'search', '内容审核', '微信拿不准的文字和照片', desk.reviews),
    tile('/district/pages/letters/letters', 'inbox', '没送到的通知', '微信没发出去，再发或打电话', desk.deadLetters),
    tile(`${station}/quality/quality`, 'star', '质量评查', '本月抽到还没评的', desk.qualityLeft),
    {
      url: `${station}/terms/terms`,
      icon: 'calendar',
      name: '办案时限',
      hint: '每一步给几天，自然日还是工作日',
      count: '',
      waits: false,
    },
  ]
}
