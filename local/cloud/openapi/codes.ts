import QRCode from 'qrcode'
import type { CodeTarget, LocalCodes } from '../../contract'
import { type Api, refuseOthers, textOf, WeChatError } from './api'

const scheme = 'wxacode://'
const narrowestPx = 280
const widestPx = 1280
const defaultWidthPx = 430
/** WeChat's rule: up to 32 visible characters of these. */
const sceneRule = /^[A-Za-z0-9!#$&'()*+,\-./:;=?@_~]{1,32}$/

/** Mini-program codes. The image is an ordinary QR code of `wxacode://<appid>/<page>?scene=…`, so any reader scans it. */
export class Codes implements LocalCodes {
  readonly #appId: string
  readonly #pages: ReadonlySet<string> | null

  constructor(appId: string, pages: ReadonlySet<string> | null) {
    this.#appId = appId
    this.#pages = pages
  }

  async png(target: CodeTarget, widthPx: number = defaultWidthPx): Promise<Uint8Array> {
    check(target)
    const text = `${scheme}${this.#appId}/${target.page}?scene=${encodeURIComponent(target.scene)}`
    return QRCode.toBuffer(text, { type: 'png', width: widthPx, margin: 3, errorCorrectionLevel: 'M' })
  }

  parse(text: string): CodeTarget | null {
    const prefix = `${scheme}${this.#appId}/`
    if (!text.startsWith(prefix)) return null
    const [page = '', query = ''] = text.slice(prefix.length).split('?')
    const scene = new URLSearchParams(query).get('scene')
    return scene === null || page === '' ? null : { page, scene }
  }

  /** `wxacode.getUnlimited`: 40129 for a scene outside the rule, 41030 for a page that is not there. */
  readonly getUnlimited: Api = async (parameters) => {
    refuseOthers(parameters, 'wxacode.getUnlimited', ['scene', 'page', 'width', 'check_path', 'env_version'])
    const target: CodeTarget = {
      page: parameters.page === undefined ? 'pages/index/index' : textOf(parameters, 'page'),
      scene: textOf(parameters, 'scene'),
    }
    check(target)
    const checked = parameters.check_path !== false
    if (checked && this.#pages && !this.#pages.has(target.page)) throw new WeChatError(41030, 'invalid page hint')
    const { width = defaultWidthPx } = parameters
    if (typeof width !== 'number' || width < narrowestPx || width > widestPx) {
      throw new WeChatError(40097, `invalid args: width must be ${narrowestPx} to ${widestPx}`)
    }
    return { contentType: 'image/png', bytes: await this.png(target, width) }
  }
}

function check({ page, scene }: CodeTarget): void {
  if (!sceneRule.test(scene)) throw new WeChatError(40129, 'invalid scene: up to 32 visible characters')
  if (page.startsWith('/') || page.includes('?') || page === '') throw new WeChatError(41030, 'invalid page hint')
}
