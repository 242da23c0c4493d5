import { ask, byId, h } from './dom'

interface WallCode {
  name: string
  imageUrl: string
}

const minute = 60_000
const jumps = [
  ['+15 分钟', 15 * minute],
  ['+2 小时', 120 * minute],
  ['+1 天', 1440 * minute],
] as const

const mischiefs = [
  ['once', '正常通知一次'],
  ['twice', '通知两次'],
  ['late', '迟到 10 分钟'],
  ['never', '永不通知'],
  ['wrongAmount', '金额不符'],
] as const

let offsetMs = 0

/** The clock, the posters with their codes, and how WeChat Pay is told to misbehave. */
export async function showWall(): Promise<void> {
  const codes = await ask<WallCode[]>('/wechat/wall')
  byId('wall').append(clock(), posters(codes), await payMischief())
}

/** The clock was moved, here or elsewhere. */
export function setOffset(ms: number): void {
  offsetMs = ms
}

function clock(): HTMLElement {
  const face = h('p', { class: 'clock-face', 'aria-live': 'off' })
  const day = h('p', { class: 'quiet' })
  const tick = () => {
    const now = new Date(Date.now() + offsetMs)
    face.textContent = now.toLocaleTimeString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false })
    day.textContent = now.toLocaleDateString('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'full' })
  }
  tick()
  setInterval(tick, 500)
  const buttons = jumps.map(([label, byMs]) => {
    const button = h('button', { class: 'jump', onclick: () => void jump(button as HTMLButtonElement, byMs) }, label)
    return button
  })
  return h('section', { class: 'panel' }, h('h2', {}, '时钟'), face, day, h('div', { class: 'jumps' }, ...buttons))
}

async function jump(button: HTMLButtonElement, byMs: number): Promise<void> {
  button.disabled = true
  try {
    offsetMs = (await ask<{ offsetMs: number }>('/wechat/clock', { byMs })).offsetMs
  } finally {
    button.disabled = false
  }
}

function posters(codes: readonly WallCode[]): HTMLElement {
  const cards = codes.map(({ name, imageUrl }) =>
    h(
      'figure',
      { class: 'poster' },
      h('figcaption', {}, name),
      h('img', { src: imageUrl, alt: `${name}的小程序码`, width: '88', height: '88' }),
      h('p', {}, '扫一扫，看看基金做了什么'),
    ),
  )
  return h(
    'section',
    { class: 'panel' },
    h('h2', {}, '墙上的码'),
    h('p', { class: 'quiet' }, '在手机里点“扫一扫”，选一张海报。'),
    h('div', { class: 'posters' }, ...cards),
  )
}

async function payMischief(): Promise<HTMLElement> {
  const { mischief } = await ask<{ mischief: string }>('/wechat/mischief')
  const select = h(
    'select',
    {
      'aria-label': '下一笔支付的结果通知',
      onchange: () => void ask('/wechat/mischief', { mischief: (select as HTMLSelectElement).value }),
    },
    ...mischiefs.map(([value, label]) => h('option', { value, selected: value === mischief }, label)),
  )
  return h(
    'section',
    { class: 'panel' },
    h('h2', {}, '微信支付的脾气'),
    h('p', { class: 'quiet' }, '下一笔付款后，支付结果通知会怎样到达。账本都应是对的。'),
    select,
  )
}
