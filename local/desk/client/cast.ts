import { ask, byId, h } from './dom'

export interface CastMember {
  openid: string
  name: string
  role: string
  line: string
}

/** The list of people on the left: a tap puts that person's phone on the stage, or takes it off. */
export async function showCast(toggle: (member: CastMember) => void): Promise<CastMember[]> {
  const members = await ask<CastMember[]>('/wechat/cast')
  const list = h('ul', { class: 'cast-list' })
  for (const member of members) {
    const button = h(
      'button',
      { class: 'person', 'data-openid': member.openid, 'aria-pressed': 'false', onclick: () => toggle(member) },
      h('span', { class: `avatar ${toneOf(member.role)}`, 'aria-hidden': 'true' }, member.name.slice(0, 1)),
      h(
        'span',
        { class: 'person-words' },
        h('span', { class: 'person-name' }, member.name, h('em', {}, member.role)),
        h('span', { class: 'person-line' }, member.line),
      ),
    )
    list.append(h('li', {}, button))
  }
  byId('cast').append(
    h(
      'header',
      { class: 'brand' },
      h('h1', {}, '五社联动'),
      h('p', {}, '求助有人应，善款看得见'),
      h('p', { class: 'quiet' }, '点一个人，拿起他的手机。每部手机各有登录和存储，看到的是同一个社区。'),
    ),
    list,
  )
  return members
}

/** Marks who is on the stage. */
export function markHolders(openids: readonly string[]): void {
  for (const button of document.querySelectorAll<HTMLElement>('.person')) {
    button.setAttribute('aria-pressed', String(openids.includes(button.dataset.openid ?? '')))
  }
}

/** A quiet hue a part, so that the eye finds the worker beside the resident. */
export function toneOf(role: string): string {
  if (role.includes('社工') || role.includes('站')) return 'tone-work'
  if (role.includes('捐赠')) return 'tone-gift'
  if (role.includes('区') || role.includes('委')) return 'tone-govern'
  return 'tone-home'
}
