import { randomBytes } from 'node:crypto'
import type { LocalMessages, MessageTemplate, ServiceNotice, WireEvent } from '../../contract'
import type { Store, Table } from '../store'
import { type Api, type ApiParameters, refuseOthers, textOf, WeChatError } from './api'
import { fits, kindOf } from './message-fields'

export interface MessagesOptions {
  templates: readonly MessageTemplate[]
  pages: ReadonlySet<string> | null
  store: Store
  nowMs(): number
  emit(event: WireEvent): void
}

const known = ['touser', 'template_id', 'page', 'data', 'miniprogram_state', 'lang']

/** Subscription messages (订阅消息): a credit for each 允许, spent by each message; the notices that arrived. */
export class Messages implements LocalMessages {
  readonly #options: MessagesOptions
  /** `<openid> <templateId>` → credits left. */
  readonly #credits: Table<number>
  readonly #notices: Table<ServiceNotice>

  constructor(options: MessagesOptions) {
    for (const { rows } of options.templates) for (const [key] of rows) kindOf(key)
    this.#options = options
    this.#credits = options.store.table('credits')
    this.#notices = options.store.table('notices')
  }

  templates(): readonly MessageTemplate[] {
    return this.#options.templates
  }

  async grant(openid: string, templateIds: readonly string[]): Promise<void> {
    for (const id of templateIds) {
      if (!this.#template(id)) throw new WeChatError(20001, `No template data return: ${id}`)
    }
    await Promise.all(
      templateIds.map((id) => {
        const key = creditKey(openid, id)
        return this.#credits.put(key, (this.#credits.get(key) ?? 0) + 1)
      }),
    )
  }

  credits(openid: string): Record<string, number> {
    return Object.fromEntries(
      this.#options.templates.map(({ id }) => [id, this.#credits.get(creditKey(openid, id)) ?? 0]),
    )
  }

  /** Newest first. */
  notices(openid: string): ServiceNotice[] {
    return [...this.#notices.values()].filter((notice) => notice.openid === openid).reverse()
  }

  async markRead(noticeId: string): Promise<void> {
    const notice = this.#notices.get(noticeId)
    if (!notice) throw new Error(`there is no notice ${noticeId}`)
    await this.#notices.put(noticeId, { ...notice, read: true })
  }

  /** `subscribeMessage.send`: 40037 unknown template, 47003 a value that breaks its row's rule, 43101 no credit. */
  readonly send: Api = async (parameters) => {
    refuseOthers(parameters, 'subscribeMessage.send', known)
    const openid = textOf(parameters, 'touser')
    if (openid === '') throw new WeChatError(40003, 'invalid openid')
    const template = this.#template(textOf(parameters, 'template_id'))
    if (!template) throw new WeChatError(40037, 'invalid template_id')
    const page = parameters.page === undefined ? '' : this.#checkPage(textOf(parameters, 'page'))
    const rows = rowsOf(template, parameters.data)
    const key = creditKey(openid, template.id)
    const credits = this.#credits.get(key) ?? 0
    if (credits < 1) throw new WeChatError(43101, 'user refuse to accept the msg')
    const atMs = this.#options.nowMs()
    const notice: ServiceNotice = {
      // Ids sort by time, and so does the table when it is read again.
      id: `notice_${String(atMs).padStart(14, '0')}_${randomBytes(6).toString('hex')}`,
      openid,
      templateId: template.id,
      title: template.title,
      rows,
      page,
      atMs,
      read: false,
    }
    // One turn, one transaction: a credit is never spent without its notice.
    await Promise.all([this.#credits.put(key, credits - 1), this.#notices.put(notice.id, notice)])
    this.#options.emit({ type: 'notice', notice, atMs })
    return { msgid: notice.id }
  }

  #template(id: string): MessageTemplate | undefined {
    return this.#options.templates.find((template) => template.id === id)
  }

  #checkPage(page: string): string {
    const path = page.replace(/^\//, '').split('?')[0] ?? ''
    if (this.#options.pages && !this.#options.pages.has(path)) throw new WeChatError(41030, 'invalid page')
    return page
  }
}

function rowsOf(template: MessageTemplate, data: unknown): [label: string, value: string][] {
  if (typeof data !== 'object' || data === null) throw new WeChatError(47003, 'argument invalid! data is empty')
  const given = data as ApiParameters
  const other = Object.keys(given).find((key) => !template.rows.some(([row]) => row === key))
  if (other !== undefined) throw new WeChatError(47003, `argument invalid! data.${other} is not in the template`)
  return template.rows.map(([key, label]) => {
    const entry = given[key]
    const raw = typeof entry === 'object' && entry !== null && 'value' in entry ? entry.value : undefined
    if (typeof raw !== 'string' && typeof raw !== 'number') {
      throw new WeChatError(47003, `argument invalid! data.${key}.value is empty`)
    }
    const value = String(raw)
    if (value === '') throw new WeChatError(47003, `argument invalid! data.${key}.value is empty`)
    if (!fits(key, value)) throw new WeChatError(47003, `argument invalid! data.${key}.value invalid`)
    return [label, value]
  })
}

function creditKey(openid: string, templateId: string): string {
  return `${openid} ${templateId}`
}
