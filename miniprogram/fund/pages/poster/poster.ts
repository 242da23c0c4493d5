import type { FundDetail } from '../../../../typings/funds'
import { careBehavior } from '../../../behaviors/care'
import { readerHandlers } from '../../../behaviors/handlers'
import { idOf } from '../../../behaviors/query'
import { type Remote, type RemoteReader, remote } from '../../../behaviors/remote'
import { saveToAlbum } from '../../../platform/album'
import { messageOf } from '../../../platform/cloud'
import { tell } from '../../../platform/device'
import { getFund, getFundCode } from '../../../services/funds'
import { drawPoster, type PosterPen, posterHeightPx, posterWidthPx, posterWords } from '../../poster-drawing'

interface PosterView {
  fund: FundDetail
  imageUrl: string
  spoken: string
}
interface PosterData {
  care: boolean
  poster: Remote<PosterView>
  drawn: boolean
  saving: boolean
}
const data: PosterData = { care: false, poster: { status: 'loading' }, drawn: false, saving: false }

/** The fund's poster with its code, to be printed on A4: for the community's staff. */
Page({
  behaviors: [careBehavior],
  data,
  reader: null as RemoteReader<PosterView> | null,
  canvas: null as WechatMiniprogram.Canvas | null,
  ...readerHandlers,

  onLoad(query) {
    this.reader = remote({
      read: async () => {
        const fundId = idOf(query, 'fundId', 'fund_')
        const [fund, { imageUrl }] = await Promise.all([getFund(fundId), getFundCode(fundId)])
        const { place, fund: name, purpose, invitation, facts } = posterWords(fund)
        return { fund, imageUrl, spoken: [place, name, purpose, invitation, ...facts].join('。') }
      },
      show: (poster) => {
        this.setData({ poster })
        if (poster.status === 'ready') wx.nextTick(() => void this.draw(poster.value))
      },
    })
    void this.reader.load()
  },

  async draw({ fund, imageUrl }: PosterView) {
    try {
      const canvas = await this.findCanvas()
      canvas.width = posterWidthPx
      canvas.height = posterHeightPx
      const code = canvas.createImage()
      await new Promise<void>((resolve, reject) => {
        code.onload = () => resolve()
        code.onerror = () => reject(new Error('the code did not arrive'))
        code.src = imageUrl
      })
      drawPoster(canvas.getContext('2d') as PosterPen, posterWords(fund), code)
      this.canvas = canvas
      this.setData({ drawn: true })
    } catch (error) {
      tell(`海报没有画好，请返回再进一次。${messageOf(error).slice(0, 30)}`)
    }
  },
  findCanvas(): Promise<WechatMiniprogram.Canvas> {
    return new Promise((resolve, reject) => {
      wx.createSelectorQuery()
        .select('#poster')
        .node((found) => {
          const node = found?.node as WechatMiniprogram.Canvas | undefined
          if (node) resolve(node)
          else reject(new Error('no canvas'))
        })
        .exec()
    })
  },
  async save() {
    const { canvas } = this
    if (canvas === null || this.data.saving) return
    this.setData({ saving: true })
    try {
      const size = { destWidth: posterWidthPx, destHeight: posterHeightPx }
      const { tempFilePath } = await wx.canvasToTempFilePath({ canvas, fileType: 'png', ...size })
      const answer = await saveToAlbum(tempFilePath)
      if (answer === 'saved') tell('已存到相册，用 A4 纸打印')
      if (answer === 'failed') tell('没有存上，请再试一次')
    } catch (error) {
      tell(`没有存上，请截屏保存。${messageOf(error).slice(0, 40)}`)
    } finally {
      this.setData({ saving: false })
    }
  },
})
