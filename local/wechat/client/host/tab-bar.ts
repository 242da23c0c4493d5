import { PhoneError, type TabBarControl } from './contract'

export interface TabBarConfig {
  custom?: boolean
  color?: string
  selectedColor?: string
  backgroundColor?: string
  borderStyle?: string
  list: { pagePath: string; text: string; iconPath?: string; selectedIconPath?: string }[]
}

interface Item {
  path: string
  text: string
  icon: string
  selectedIcon: string
  badge: string
  dot: boolean
}

/** The native tab bar. A custom one is the product's own component: then this only knows which pages are tabs. */
export class TabBar implements TabBarControl {
  readonly dom = document.createElement('div')
  readonly isCustom: boolean
  private readonly items: Item[]
  private readonly colors: Required<Pick<TabBarConfig, 'color' | 'selectedColor' | 'backgroundColor' | 'borderStyle'>>
  private current = ''

  constructor(
    config: TabBarConfig | undefined,
    private readonly onTap: (path: string, index: number, text: string) => void,
  ) {
    this.isCustom = config?.custom === true
    this.items = (config?.list ?? []).map((item) => ({
      path: item.pagePath,
      text: item.text,
      icon: item.iconPath ?? '',
      selectedIcon: item.selectedIconPath ?? item.iconPath ?? '',
      badge: '',
      dot: false,
    }))
    this.colors = {
      color: config?.color ?? '#7f8389',
      selectedColor: config?.selectedColor ?? '#191919',
      backgroundColor: config?.backgroundColor ?? '#ffffff',
      borderStyle: config?.borderStyle ?? 'black',
    }
    this.dom.className = 'wx-tab-bar'
    this.dom.setAttribute('role', 'tablist')
  }

  has(path: string): boolean {
    return this.items.some((item) => item.path === path)
  }

  select(path: string): void {
    this.current = path
    this.draw()
  }

  setBadge(index: number, text: string): void {
    this.change('setTabBarBadge', index, (item) => {
      item.badge = text.length > 4 ? '…' : text
      item.dot = false
    })
  }

  removeBadge(index: number): void {
    this.change('removeTabBarBadge', index, (item) => {
      item.badge = ''
    })
  }

  showRedDot(index: number): void {
    this.change('showTabBarRedDot', index, (item) => {
      item.dot = true
    })
  }

  hideRedDot(index: number): void {
    this.change('hideTabBarRedDot', index, (item) => {
      item.dot = false
    })
  }

  show(): void {
    this.require('showTabBar')
    this.dom.hidden = false
  }

  hide(): void {
    this.require('hideTabBar')
    this.dom.hidden = true
  }

  setItem(index: number, change: { text?: string; iconPath?: string; selectedIconPath?: string }): void {
    this.change('setTabBarItem', index, (item) => {
      item.text = change.text ?? item.text
      item.icon = change.iconPath ?? item.icon
      item.selectedIcon = change.selectedIconPath ?? item.selectedIcon
    })
  }

  setStyle(style: { color?: string; selectedColor?: string; backgroundColor?: string; borderStyle?: string }): void {
    this.require('setTabBarStyle')
    Object.assign(this.colors, style)
    this.draw()
  }

  private change(api: string, index: number, work: (item: Item) => void): void {
    this.require(api)
    const item = this.items[index]
    if (item === undefined) throw new PhoneError(-1, `${api}:fail tabbar item not found`)
    work(item)
    this.draw()
  }

  private require(api: string): void {
    if (this.items.length === 0) throw new PhoneError(-1, `${api}:fail not TabBar page`)
  }

  private draw(): void {
    const { color, selectedColor, backgroundColor, borderStyle } = this.colors
    this.dom.style.backgroundColor = backgroundColor
    this.dom.style.borderTopColor = borderStyle === 'white' ? 'rgba(255,255,255,.3)' : 'rgba(0,0,0,.12)'
    const buttons = this.items.map((item, index) => {
      const selected = item.path === this.current
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'wx-tab'
      button.setAttribute('role', 'tab')
      button.setAttribute('aria-selected', String(selected))
      button.style.color = selected ? selectedColor : color
      button.append(picture(selected ? item.selectedIcon : item.icon), caption(item.text), ...mark(item))
      button.addEventListener('click', () => this.onTap(item.path, index, item.text))
      return button
    })
    this.dom.replaceChildren(...buttons)
  }
}

function picture(path: string): HTMLElement {
  if (path === '') return document.createElement('span')
  const image = document.createElement('img')
  image.alt = ''
  image.src = /^(https?:|data:)/.test(path) ? path : `/app/${path.replace(/^\//, '')}`
  return image
}

function caption(text: string): HTMLElement {
  const label = document.createElement('span')
  label.className = 'wx-tab-text'
  label.textContent = text
  return label
}

function mark(item: Item): HTMLElement[] {
  if (item.badge === '' && !item.dot) return []
  const badge = document.createElement('i')
  badge.className = item.badge === '' ? 'wx-tab-dot' : 'wx-tab-badge'
  badge.textContent = item.badge
  return [badge]
}
