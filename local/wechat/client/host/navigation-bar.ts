import { BACK_ICON, HOME_ICON } from './pictures'

/** The native bar at the top of a page. */
export class NavigationBar {
  readonly dom = document.createElement('div')
  private readonly title = document.createElement('div')
  private readonly left = document.createElement('div')
  private readonly spinner = document.createElement('i')
  private homeHidden = false
  /** Text and status bar in black or white. */
  textStyle: 'black' | 'white'

  constructor(config: Readonly<Record<string, unknown>>) {
    this.dom.className = 'wx-navigation-bar'
    this.left.className = 'wx-navigation-left'
    this.title.className = 'wx-navigation-title'
    this.title.setAttribute('role', 'heading')
    this.spinner.className = 'wx-navigation-spinner'
    this.spinner.hidden = true
    const label = document.createElement('span')
    this.title.append(this.spinner, label)
    this.dom.append(this.left, this.title)
    this.textStyle = config.navigationBarTextStyle === 'white' ? 'white' : 'black'
    this.setTitle(String(config.navigationBarTitleText ?? ''))
    this.setColor(this.textStyle, String(config.navigationBarBackgroundColor ?? '#ededed'))
  }

  setTitle(title: string): void {
    const label = this.title.lastElementChild
    if (label !== null) label.textContent = title
  }

  setColor(textStyle: 'black' | 'white', background: string): void {
    this.textStyle = textStyle
    this.dom.classList.toggle('wx-white-text', textStyle === 'white')
    this.dom.style.backgroundColor = background
  }

  setLoading(loading: boolean): void {
    this.spinner.hidden = !loading
  }

  hideHome(): void {
    this.homeHidden = true
    if (this.left.dataset.kind === 'home') this.left.replaceChildren()
  }

  /** The button at the left: back on a page above others, home on a lone page that is not home. */
  setButton(kind: 'back' | 'home' | 'none', onTap: () => void): void {
    this.left.replaceChildren()
    this.left.dataset.kind = kind
    if (kind === 'none' || (kind === 'home' && this.homeHidden)) return
    const button = document.createElement('button')
    button.type = 'button'
    button.className = `wx-navigation-button wx-navigation-${kind}`
    button.setAttribute('aria-label', kind === 'back' ? '返回' : '回到首页')
    button.innerHTML = kind === 'back' ? BACK_ICON : HOME_ICON
    button.addEventListener('click', onTap)
    this.left.append(button)
  }
}
