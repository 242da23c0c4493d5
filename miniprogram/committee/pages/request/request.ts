import type { SpendingDetail, SpendingId, Vote } from '../../../../typings/spending'
import { careBehavior } from '../../../behaviors/care'
import type { Tap } from '../../../behaviors/events'
import { readerHandlers } from '../../../behaviors/handlers'
import { isIdOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { failureWords } from '../../../format/errors'
import { tell } from '../../../platform/device'
import {
  commitSpending,
  getSpending,
  minuteSpending,
  recuseSpending,
  reopenVote,
  signSpending,
  voteSpending,
  withdrawSpending,
} from '../../../services/spending'
import { type RequestView, requestView } from './view'

interface RequestData {
  care: boolean
  request: Remote<RequestView>
  opinion: string
  gap: string
  /** Which button is at work. */
  busy: string
  quick: readonly string[]
}

const quick = ['情况属实，同意。', '材料齐全，程序合规。', '价格合理，同意。', '请再比一比价格。']
const data: RequestData = { care: false, request: { status: 'loading' }, opinion: '', gap: '', busy: '', quick }

Page({
  behaviors: [careBehavior],
  data,
  spendingId: '' as SpendingId | '',
  reader: null as RemoteReader<RequestView> | null,
  ...readerHandlers,

  onLoad(query) {
    const { spendingId } = query
    if (!isIdOf(spendingId, 'spend_')) {
      void wx.redirectTo({ url: '/committee/pages/queue/queue' })
      return
    }
    this.spendingId = spendingId
    this.reader = remote({
      read: async () => requestView(await getSpending(spendingId), Date.now()),
      show: (request) => this.setData({ request }),
    })
  },
  async onShow() {
    await this.reader?.load()
  },

  type({ detail }: WechatMiniprogram.Input) {
    this.setData({ opinion: detail.value, gap: '' })
  },
  takeQuick({ currentTarget }: Tap<{ words: string }>) {
    this.setData({ opinion: currentTarget.dataset.words, gap: '' })
  },

  agree() {
    return this.withOpinion('agree', '请写一句意见，会记进审批记录', (id, words) => signSpending(id, true, words))
  },
  disagree() {
    return this.withOpinion('disagree', '请写一句不同意的原因，申请人会看到', (id, words) =>
      signSpending(id, false, words),
    )
  },
  vote({ currentTarget }: Tap<{ vote: Vote }>) {
    const { vote } = currentTarget.dataset
    if (vote === 'no') return this.withOpinion(vote, '反对请写一句原因', (id, words) => voteSpending(id, 'no', words))
    return this.act(vote, (id) => voteSpending(id, vote, this.data.opinion.trim()), '您的票已记下')
  },
  minute() {
    return this.withOpinion('minute', '请写下监事意见', (id, words) => minuteSpending(id, words))
  },
  async recuse() {
    const reason = this.data.opinion.trim()
    if (reason.length < 2) return this.missing('请先写明为什么要回避，例如：收款方是亲戚')
    const { confirm } = await wx.showModal({
      title: '这件事您要回避？',
      content: '回避后，这份申请您不再表决，也不再经手。原因会记进审批记录。',
      confirmText: '我回避',
      cancelText: '再想想',
    })
    if (confirm) await this.act('recuse', (id) => recuseSpending(id, reason), '已记下您的回避')
  },
  async withdraw() {
    const { confirm } = await wx.showModal({
      title: '撤回这份申请？',
      content: '撤回后不能恢复，需要时可以重新申请。',
      confirmText: '撤回',
      cancelText: '不撤回',
    })
    if (confirm) await this.act('withdraw', (id) => withdrawSpending(id, '申请人撤回'), '已撤回')
  },
  reopen() {
    const { request } = this.data
    if (request.status !== 'ready') return
    const { version } = request.value
    return this.act('reopen', (id) => reopenVote(id, version), '已再次通知各位委员')
  },
  commit() {
    return this.act('commit', (id) => commitSpending(id), '钱已留出')
  },
  openMinutes() {
    void wx.navigateTo({ url: `/committee/pages/minutes/minutes?spendingId=${this.spendingId}` })
  },
  pay() {
    void wx.navigateTo({ url: `/committee/pages/pay/pay?spendingId=${this.spendingId}&mode=pay` })
  },
  settle() {
    void wx.navigateTo({ url: `/committee/pages/pay/pay?spendingId=${this.spendingId}&mode=settle` })
  },

  /** A decision without a reason is none. */
  withOpinion(name: string, missing: string, send: (id: SpendingId, words: string) => Promise<SpendingDetail>) {
    const words = this.data.opinion.trim()
    if (words.length < 2) return this.missing(missing)
    return this.act(name, (id) => send(id, words), '您的意见已记下')
  },
  missing(gap: string) {
    this.setData({ gap })
    tell(gap)
    void wx.pageScrollTo({ selector: '#opinion', duration: 200 })
  },
  async act(name: string, send: (id: SpendingId) => Promise<SpendingDetail>, said: string) {
    const { spendingId } = this
    if (this.data.busy !== '' || spendingId === '') return
    this.setData({ busy: name })
    try {
      this.reader?.put(requestView(await send(spendingId), Date.now()))
      this.setData({ opinion: '', gap: '' })
      tell(said)
      void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
    } catch (error) {
      const { code, title, advice } = failureWords(error)
      tell(name === 'commit' && code === 'NOT_NOW' ? '钱还不够，等有钱了会自动留出' : `${title}，${advice}`)
      if (code === 'NOT_NOW' || code === 'CONFLICT' || code === 'FORBIDDEN') await this.reader?.load()
    } finally {
      this.setData({ busy: '' })
    }
  },
})
