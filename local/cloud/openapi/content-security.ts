import { randomBytes } from 'node:crypto'
import type { CloudClock } from '../clock'
import { messageOf } from '../errors'
import type { Store, Table } from '../store'
import { type Api, type ApiParameters, refuseOthers, textOf, WeChatError } from './api'
import words from './words.json'

export interface ContentSecurityOptions {
  appId: string
  clock: CloudClock
  store: Store
  /** Whether this person has used the mini-program in the last two hours. */
  isActive(openid: string): boolean
  /** The bytes and the name behind an address; rejects when it cannot be read. */
  fetchMedia(url: string): Promise<{ name: string; bytes: Uint8Array }>
  /** WeChat's message push; rejects when the function did not take it. */
  push(event: Record<string, unknown>): Promise<void>
}

export interface Verdict {
  suggest: 'pass' | 'review' | 'risky'
  /** 100 normal, 10001 advertising, 20002 sexual, 20003 abuse, 20006 crime, 20008 fraud, 21000 other. */
  label: number
  keyword?: string
}

interface MediaCheck {
  traceId: string
  openid: string
  url: string
  dueMs: number
  tries: number
}

const msgKeys = ['openid', 'scene', 'version', 'content', 'nickname', 'title', 'signature']
const mostCharacters = 2500
/** WeChat promises a verdict within half an hour and is mostly there in seconds. */
const verdictAfterMs = 2_000
const pushAgainAfterMs = 5_000
const mostPushes = 3

/** `security.msgSecCheck` and `security.mediaCheckAsync`, version 2, by a word list. */
export class ContentSecurity {
  readonly #options: ContentSecurityOptions
  readonly #checks: Table<MediaCheck>

  constructor(options: ContentSecurityOptions) {
    this.#options = options
    this.#checks = options.store.table('mediaChecks')
    for (const check of this.#checks.values()) this.#schedule(check)
  }

  /** 61010 when the person was not here in the last two hours, 40003 for no openid, 47001 for a wrong parameter. */
  readonly msgSecCheck: Api = async (parameters) => {
    refuseOthers(parameters, 'security.msgSecCheck', msgKeys)
    this.#checkCommon(parameters)
    const content = textOf(parameters, 'content')
    if (content === '' || content.length > mostCharacters) {
      throw new WeChatError(47001, `data format error hint: content must have 1 to ${mostCharacters} characters`)
    }
    const rest = ['title', 'nickname', 'signature'].map((key) => parameters[key] ?? '').join('\n')
    const verdict = judge(Buffer.from(`${content}\n${rest}`))
    const { suggest, label, keyword } = verdict
    return {
      errcode: 0,
      errmsg: 'ok',
      trace_id: traceId(),
      result: { suggest, label },
      detail: [
        { strategy: 'content_model', errcode: 0, suggest, label, prob: suggest === 'pass' ? 10 : 90 },
        ...(keyword === undefined ? [] : [{ strategy: 'keyword', errcode: 0, suggest, label, keyword }]),
      ],
    }
  }

  /** Answers with a `trace_id`; the verdict comes later as `wxa_media_check` through the message push. */
  readonly mediaCheckAsync: Api = async (parameters) => {
    refuseOthers(parameters, 'security.mediaCheckAsync', ['openid', 'scene', 'version', 'media_url', 'media_type'])
    this.#checkCommon(parameters)
    const url = textOf(parameters, 'media_url')
    if (!/^https?:\/\//.test(url)) throw new WeChatError(41005, 'media data missing')
    if (parameters.media_type !== 1 && parameters.media_type !== 2) {
      throw new WeChatError(47001, 'data format error hint: media_type is 1 (audio) or 2 (image)')
    }
    const dueMs = this.#options.clock.nowMs() + verdictAfterMs
    const check: MediaCheck = { traceId: traceId(), openid: textOf(parameters, 'openid'), url, dueMs, tries: 0 }
    await this.#checks.put(check.traceId, check)
    this.#schedule(check)
    return { errcode: 0, errmsg: 'ok', trace_id: check.traceId }
  }

  #checkCommon(parameters: ApiParameters): void {
    if (parameters.version !== 2) throw new WeChatError(47001, 'data format error hint: version must be 2')
    const { scene } = parameters
    if (typeof scene !== 'number' || ![1, 2, 3, 4].includes(scene)) {
      throw new WeChatError(47001, 'data format error hint: scene must be 1 to 4')
    }
    const openid = textOf(parameters, 'openid')
    if (openid === '') throw new WeChatError(40003, 'invalid openid')
    if (!this.#options.isActive(openid)) throw new WeChatError(61010, 'code is expired')
  }

  #schedule(check: MediaCheck): void {
    this.#options.clock.at(check.dueMs, async () => {
      try {
        await this.#options.push(await this.#verdictEvent(check))
        await this.#checks.remove(check.traceId)
      } catch (error) {
        const tries = check.tries + 1
        if (tries >= mostPushes) {
          console.error('[cloud] the verdict of a media check was not taken:', messageOf(error))
          return this.#checks.remove(check.traceId)
        }
        const later = { ...check, tries, dueMs: this.#options.clock.nowMs() + pushAgainAfterMs }
        await this.#checks.put(check.traceId, later)
        this.#schedule(later)
      }
    })
  }

  async #verdictEvent({ traceId: trace_id, openid, url }: MediaCheck): Promise<Record<string, unknown>> {
    const media = await this.#options.fetchMedia(url).catch(() => null)
    const { suggest, label } = media
      ? judge(Buffer.concat([Buffer.from(`${media.name}\n`), media.bytes]))
      : { suggest: 'review', label: 21000 }
    return {
      ToUserName: this.#options.appId,
      FromUserName: openid,
      CreateTime: Math.floor(this.#options.clock.nowMs() / 1000),
      MsgType: 'event',
      Event: 'wxa_media_check',
      appid: this.#options.appId,
      trace_id,
      version: 2,
      // -1008: WeChat could not download the file.
      errcode: media ? 0 : -1008,
      errmsg: media ? 'ok' : 'media download failed',
      result: { suggest, label },
      detail: [{ strategy: 'content_model', errcode: media ? 0 : -1008, suggest, label, prob: 90 }],
    }
  }
}

/**
 * The worst word found decides. For a file its name and any text in its bytes count (a PNG's or JPEG's comment), so that
 * a demonstration can show a refused picture.
 */
function judge(bytes: Buffer): Verdict {
  for (const suggest of ['risky', 'review'] as const) {
    for (const [label, list] of Object.entries(words[suggest])) {
      const keyword = list.find((word) => bytes.includes(word))
      if (keyword !== undefined) return { suggest, label: Number(label), keyword }
    }
  }
  return { suggest: 'pass', label: 100 }
}

function traceId(): string {
  return randomBytes(12).toString('hex')
}
