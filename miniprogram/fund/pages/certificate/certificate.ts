import type { Gift } from '../../../../typings/funds'
import { careBehavior } from '../../../behaviors/care'
import { type Poll, poll } from '../../../behaviors/poll'
import { idOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { knownMe, readMe } from '../../../behaviors/session'
import { failureLine } from '../../../format/errors'
import { saveToAlbum } from '../../../platform/album'
import { messageOf } from '../../../platform/cloud'
import { dial, tell } from '../../../platform/device'
import { askForMessages } from '../../../platform/subscription'
import { checkGift, getFund, getGift } from '../../../services/funds'
import { getCommunity } from '../../../services/people'
import { certificateHeightPx, certificateWidthPx, drawCertificate, type Pen } from '../../certificate-drawing'
import { type CertificateWords, certificateWords } from '../../certificate-words'
import { settle } from '../../giving'
import { givingOnPhone } from '../../giving-on-phone'
import { openGiftWords, type StandingAction, type StandingWords } from '../../standing-words'

interface Greeting {
  title: string
  advice: string
}
const thanks: Greeting = { title: '谢谢您，善款已入账', advice: '这笔钱用到哪里，账本上都能看到。' }
const earlier: Greeting = { title: '这笔您已经付过了', advice: '刚才没有再扣钱，这是它的证书。' }

Page({
  behaviors: [careBehavior],
  data: {
    gift: { status: 'loading' } as Remote<Gift>,
    /** Null as long as the gift is not in the books. */
    words: null as CertificateWords | null,
    outcome: null as StandingWords | null,
    greeting: null as Greeting | null,
    spoken: '',
    howToCheck: '',
    checking: false,
    saving: false,
    /** WeChat has no message left for this person: a tap buys the next. */
    askable: false,
  },
  reader: null as RemoteReader<Gift> | null,
  poll: null as Poll | null,

  onLoad(query: { giftId?: string; thanks?: string; earlier?: string }) {
    this.setData({ greeting: query.thanks ? thanks : query.earlier ? earlier : null })
    this.reader = remote({ read: async () => getGift(idOf(query, 'giftId', 'gift_')), show: (gift) => this.show(gift) })
    void this.reader.load()
    void readMe()
      .then(({ messageCredits }) =>
        this.setData({ askable: messageCredits.giftReceived === 0 || messageCredits.giftSpent === 0 }),
      )
      .catch(() => undefined)
    // The number in the book follows within minutes; it appears by itself.
    this.poll = poll({
      ask: async () => {
        const { gift } = this.data
        if (gift.status === 'ready' && gift.value.status === 'paid' && gift.value.entryNumber === null) {
          await this.reader?.load()
        }
        return false
      },
    })
  },
  onShow() {
    this.poll?.start()
  },
  onHide() {
    this.poll?.stop()
  },
  onUnload() {
    this.poll?.stop()
    this.reader?.stop()
  },
  /** What is shared is the fund, never the donor's own certificate. */
  onShareAppMessage() {
    const { gift } = this.data
    if (gift.status !== 'ready') return { title: '社区基金：每一笔都看得见', path: '/pages/funds/funds' }
    return {
      title: `我向${gift.value.fundName}捐了一份心意`,
      path: `/pages/fund/fund?fundId=${gift.value.fundId}`,
    }
  },

  retry() {
    void this.reader?.load()
  },
  onFund() {
    const { gift } = this.data
    if (gift.status === 'ready') void wx.navigateTo({ url: `/pages/fund/fund?fundId=${gift.value.fundId}` })
  },
  onMyGifts() {
    void wx.redirectTo({ url: '/fund/pages/my-gifts/my-gifts' })
  },
  onWay(event: WechatMiniprogram.TouchEvent<object, object, { page: string }>) {
    const { gift } = this.data
    const { page } = event.currentTarget.dataset
    if (gift.status === 'ready') void wx.navigateTo({ url: `/fund/pages/${page}/${page}?giftId=${gift.value.giftId}` })
  },
  async onTellMe() {
    const me = knownMe()
    if (me === null) return
    const allowed = await askForMessages(me, ['giftSpent', 'giftReceived'])
    if (allowed.length === 0) return
    this.setData({ askable: false })
    tell(allowed.includes('giftSpent') ? '好的，用出去时发微信告诉您' : '好的，下次入账会发微信给您')
  },
  onAct(event: WechatMiniprogram.CustomEvent<{ action: StandingAction }>) {
    const { gift } = this.data
    if (gift.status === 'ready') void this.act(event.detail.action, gift.value)
  },
  async onSave() {
    const { words } = this.data
    if (words === null || this.data.saving) return
    this.setData({ saving: true })
    try {
      const answer = await saveToAlbum(await this.draw(words))
      if (answer === 'saved') tell('已保存到相册')
      if (answer === 'failed') tell('没有存上，请再试一次')
    } catch (error) {
      tell(`没有存上，请截屏保存。${messageOf(error).slice(0, 40)}`)
    } finally {
      this.setData({ saving: false })
    }
  },

  show(gift: Remote<Gift>) {
    if (gift.status !== 'ready') {
      this.setData({ gift })
      return
    }
    if (gift.value.status !== 'paid') {
      this.setData({ gift, words: null, outcome: openGiftWords(gift.value) })
      return
    }
    const words = certificateWords(gift.value)
    this.setData({ gift, words, spoken: spokenOf(words), howToCheck: howToCheck(gift.value) })
  },
  async act(action: StandingAction, gift: Gift) {
    switch (action) {
      case 'check':
        return this.checkAgain(gift)
      case 'again':
        await wx.redirectTo({ url: `/fund/pages/give/give?fundId=${gift.fundId}` })
        return
      case 'fund':
        await wx.redirectTo({ url: `/pages/fund/fund?fundId=${gift.fundId}` })
        return
      case 'call':
        return this.callServicePoint(gift)
      default:
        this.onMyGifts()
    }
  },
  async checkAgain(gift: Gift) {
    this.setData({ checking: true })
    try {
      const standing = await settle(gift, givingOnPhone())
      const latest = standing.kind === 'late' ? gift : await checkGift(gift.giftId)
      if (latest.status === 'paid') this.setData({ greeting: thanks })
      this.reader?.put(latest)
      if (latest.status === 'awaitingPayment') tell('微信还没有给出结果，请过几分钟再查')
    } catch (error) {
      tell(failureLine(error))
    } finally {
      this.setData({ checking: false })
    }
  },
  async callServicePoint(gift: Gift) {
    try {
      const fund = await getFund(gift.fundId)
      await dial((await getCommunity(fund.territoryCode)).servicePoint.phone)
    } catch {
      tell('暂时查不到电话，请稍后再试')
    }
  },
  /** Resolves to the temporary file of the drawn certificate. */
  async draw(words: CertificateWords): Promise<string> {
    const canvas = await new Promise<WechatMiniprogram.Canvas>((resolve, reject) => {
      wx.createSelectorQuery()
        .select('#paper')
        .node((found) => {
          const node = found?.node as WechatMiniprogram.Canvas | undefined
          if (node) resolve(node)
          else reject(new Error('no canvas'))
        })
        .exec()
    })
    const pen = canvas.getContext('2d') as Pen
    const heightPx = certificateHeightPx(pen, words)
    canvas.width = certificateWidthPx
    canvas.height = heightPx
    drawCertificate(pen, words, heightPx)
    const { tempFilePath } = await wx.canvasToTempFilePath({ canvas, fileType: 'png' })
    return tempFilePath
  },
})

function spokenOf(words: CertificateWords): string {
  return [
    `捐赠证书，编号 ${words.number}`,
    words.donor,
    `${words.sentence}${words.amount}，${words.capitals}`,
    words.purpose,
    words.wish.join(''),
    `${words.organisation}，${words.date}`,
    words.entry,
  ]
    .filter((part) => part !== '')
    .join('。')
}

function howToCheck(gift: Gift): string {
  if (gift.entryNumber === null) return '几分钟后，这笔善款会得到账本里的编号，编号会写在证书上。'
  return `打开基金的公开账本，找到第 ${gift.entryNumber} 笔，金额和日期应该和这张证书一样。`
}
