import { frameStyles } from './frame-styles'
import { BATTERY_ICON, CLOSE_ICON, MORE_ICON, SIGNAL_ICON, WIFI_ICON } from './pictures'

/** WeChat's own frame on the screen: status bar, capsule, home indicator, and the places for everything else. */
export class Frame {
  readonly root = document.createElement('div')
  /** Page frames. */
  readonly stage = part('wx-stage')
  readonly overlays = part('wx-overlays')
  private readonly status = part('wx-status-bar')
  private readonly capsule = part('wx-capsule')
  private readonly time = document.createElement('span')
  private readonly network = document.createElement('span')
  private readonly indicator = part('wx-home-indicator')

  constructor(parent: HTMLElement, onMenu: () => void, onClose: () => void) {
    const style = document.createElement('style')
    style.textContent = frameStyles
    document.head.append(style)
    this.root.className = 'wx-phone'
    this.status.setAttribute('aria-hidden', 'true')
    this.time.className = 'wx-status-time'
    this.network.className = 'wx-status-icons'
    this.status.append(this.time, this.network)
    this.capsule.append(
      capsuleButton('更多', MORE_ICON, onMenu),
      part('wx-capsule-line'),
      capsuleButton('关闭', CLOSE_ICON, onClose),
    )
    this.root.append(this.stage, this.overlays, this.status, this.capsule, this.indicator)
    parent.append(this.root)
    this.setOnline(true)
  }

  setSizes(statusBarHeight: number, navigationBarHeight: number, safeBottom: number): void {
    const { style } = this.root
    style.setProperty('--wx-status-bar', `${statusBarHeight}px`)
    style.setProperty('--wx-navigation-bar', `${navigationBarHeight}px`)
    style.setProperty('--safe-area-inset-top', `${statusBarHeight}px`)
    style.setProperty('--safe-area-inset-bottom', `${safeBottom}px`)
    style.setProperty('--safe-area-inset-left', '0px')
    style.setProperty('--safe-area-inset-right', '0px')
    this.indicator.hidden = safeBottom === 0
  }

  setTime(nowMs: number): void {
    this.time.textContent = new Intl.DateTimeFormat('zh-CN', {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone: 'Asia/Shanghai',
    }).format(nowMs)
  }

  setOnline(online: boolean): void {
    this.network.innerHTML = (online ? SIGNAL_ICON + WIFI_ICON : '<b>无网络</b>') + BATTERY_ICON
  }

  setTextStyle(style: 'black' | 'white'): void {
    this.status.classList.toggle('wx-white-text', style === 'white')
    this.capsule.classList.toggle('wx-white-text', style === 'white')
  }
}

function part(className: string): HTMLElement {
  const dom = document.createElement('div')
  dom.className = className
  return dom
}

function capsuleButton(label: string, icon: string, onTap: () => void): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.setAttribute('aria-label', label)
  button.innerHTML = icon
  button.addEventListener('click', onTap)
  return button
}
