import type { CastMember } from './cast'
import { toneOf } from './cast'
import { ask, byId, h } from './dom'

interface Notice {
  id: string
  title: string
  rows: readonly (readonly [string, string])[]
  page: string
  atMs: number
  read: boolean
}

interface Standing {
  member: CastMember
  element: HTMLElement
  frame: HTMLIFrameElement
  badge: HTMLElement
  tray: HTMLElement
  problem: HTMLElement
  offline: boolean
}

const standing = new Map<string, Standing>()
const mostPhones = 4

/** Whose phones are on the stage, left to right. */
export function holders(): string[] {
  return [...standing.keys()]
}

/** Puts a phone on the stage, or takes it off when it is there; the oldest leaves when the stage is full. */
export function togglePhone(member: CastMember): void {
  if (standing.has(member.openid)) removePhone(member.openid)
  else {
    const oldest = holders()[0]
    if (standing.size >= mostPhones && oldest !== undefined) removePhone(oldest)
    addPhone(member)
  }
  fitStage()
}

function removePhone(openid: string): void {
  standing.get(openid)?.element.remove()
  standing.delete(openid)
}

function addPhone(member: CastMember): void {
  const frame = h('iframe', {
    title: `${member.name}的手机`,
    src: phoneAddress(member.openid),
    allow: 'clipboard-write',
  }) as HTMLIFrameElement
  const badge = h('span', { class: 'badge', hidden: true })
  const tray = h('div', { class: 'tray', hidden: true, role: 'dialog', 'aria-label': `${member.name}的服务通知` })
  const problem = h('p', { class: 'problem', hidden: true, role: 'alert' })
  const entry: Standing = {
    member,
    element: h('article', { class: 'phone' }),
    frame,
    badge,
    tray,
    problem,
    offline: false,
  }
  entry.element.append(phoneHead(entry), h('div', { class: 'glass' }, frame), tray, problem)
  standing.set(member.openid, entry)
  byId('stage').append(entry.element)
  void refreshNotices(member.openid)
}

function phoneHead(entry: Standing): HTMLElement {
  const { member, badge } = entry
  const offline = h(
    'button',
    {
      class: 'tool',
      'aria-pressed': 'false',
      title: '断网 / 联网',
      onclick: () => {
        entry.offline = !entry.offline
        offline.setAttribute('aria-pressed', String(entry.offline))
        offline.textContent = entry.offline ? '已断网' : '断网'
        post(entry, { type: 'network', online: !entry.offline })
      },
    },
    '断网',
  )
  return h(
    'header',
    { class: 'phone-head' },
    h('span', { class: `avatar ${toneOf(member.role)}`, 'aria-hidden': 'true' }, member.name.slice(0, 1)),
    h('span', { class: 'phone-name' }, member.name, h('em', {}, member.role)),
    h('button', { class: 'tool', onclick: () => toggleTray(entry) }, '通知', badge),
    offline,
    h(
      'button',
      { class: 'tool', title: '重新打开小程序', 'aria-label': '重新打开小程序', onclick: () => restart(entry) },
      '↻',
    ),
    h(
      'button',
      { class: 'tool', title: '收起', 'aria-label': `收起${member.name}的手机`, onclick: () => close(member) },
      '✕',
    ),
  )
}

function close(member: CastMember): void {
  togglePhone(member)
  document.dispatchEvent(new CustomEvent('stage'))
}

function restart(entry: Standing): void {
  entry.problem.hidden = true
  entry.frame.src = phoneAddress(entry.member.openid)
}

function phoneAddress(openid: string, page = ''): string {
  const query = new URLSearchParams({ as: openid, frame: 'desk' })
  if (page !== '') query.set('path', page)
  return `/phone?${query.toString()}`
}

function post(entry: Standing, message: Record<string, unknown>): void {
  entry.frame.contentWindow?.postMessage(message, location.origin)
}

/** Service notices of one person: the list behind the button, and the number on it. */
export async function refreshNotices(openid: string): Promise<void> {
  const entry = standing.get(openid)
  if (!entry) return
  const notices = await ask<Notice[]>(`/wechat/notices?as=${encodeURIComponent(openid)}`)
  const unread = notices.filter((notice) => !notice.read).length
  entry.badge.hidden = unread === 0
  entry.badge.textContent = String(unread)
  entry.tray.replaceChildren(
    h('h2', {}, '服务通知'),
    ...(notices.length === 0
      ? [h('p', { class: 'quiet' }, '还没有通知。')]
      : notices.map((notice) => card(entry, notice))),
  )
}

function card(entry: Standing, notice: Notice): HTMLElement {
  const rows = notice.rows.map(([label, value]) => h('div', {}, h('dt', {}, label), h('dd', {}, value)))
  return h(
    'button',
    { class: notice.read ? 'notice' : 'notice fresh', onclick: () => void open(entry, notice) },
    h('strong', {}, notice.title),
    h('dl', {}, ...rows),
    h('span', { class: 'quiet' }, '点开，进入小程序'),
  )
}

async function open(entry: Standing, notice: Notice): Promise<void> {
  entry.tray.hidden = true
  await ask('/wechat/notices/read', { as: entry.member.openid, id: notice.id })
  post(entry, { type: 'enter', path: notice.page, scene: 1014 })
  await refreshNotices(entry.member.openid)
}

function toggleTray(entry: Standing): void {
  entry.tray.hidden = !entry.tray.hidden
  if (!entry.tray.hidden) void refreshNotices(entry.member.openid)
}

/** A runtime error of the product on one phone, with its file and line. */
export function showProblem(openid: string, text: string, where: string): void {
  const entry = standing.get(openid)
  if (!entry) return
  entry.problem.hidden = false
  entry.problem.textContent = where ? `${text}\n${where}` : text
}

/** Scales the phones so that whole ones fit the stage, side by side; below half their size the stage scrolls instead. */
export function fitStage(): void {
  const { clientHeight, clientWidth } = byId('stage')
  const height = (clientHeight - 84) / 844
  const width = (clientWidth - 32 - 44 * standing.size) / (390 * Math.max(1, standing.size))
  const scale = Math.max(0.5, Math.min(1, height, width))
  byId('stage').style.setProperty('--scale', scale.toFixed(4))
  byId('stage').classList.toggle('empty', standing.size === 0)
}
