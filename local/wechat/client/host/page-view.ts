import type { Root } from 'glass-easel-miniprogram-adapter'
import type { EventChannelLike } from './contract'
import { NavigationBar } from './navigation-bar'
import { PullDown } from './pull-down'
import type { ProgramSpace } from './space'
import { formatUrl, type PageUrl } from './urls'

const CUSTOM_TAB_BAR = 'custom-tab-bar/index'

/** A page's `window` settings: app.json's with its own over them. */
export type PageConfig = Readonly<Record<string, unknown>>

/** What the stack sets on a page and calls of it. */
export interface PageInstance {
  route: string
  options: Record<string, string>
  [method: string]: unknown
}

export interface PageSetup {
  space: ProgramSpace
  url: PageUrl
  config: PageConfig
  channel: EventChannelLike | null
  isTab: boolean
  /** The product draws the tab bar itself: `custom-tab-bar/index`, one on each tab page. */
  hasCustomTabBar: boolean
  report(error: unknown, where: string): void
}

/** One page on the stack: its frame on the screen, its component, its life. */
export class PageView {
  readonly frame = document.createElement('div')
  readonly viewport = document.createElement('div')
  readonly scroller = document.createElement('div')
  readonly bar: NavigationBar | null
  readonly pullDown: PullDown
  readonly instance: PageInstance
  /** What `this.getTabBar()` gives. */
  customTabBar: object | null = null
  private readonly root: Root
  private tabBarRoot: Root | null = null
  private visible = false
  private nearBottom = false
  private resize: ResizeObserver

  constructor(readonly setup: PageSetup) {
    const { space, url, config } = setup
    this.frame.className = 'wx-frame'
    this.viewport.className = 'wx-viewport'
    this.scroller.className = 'wx-scroller'
    this.bar = config.navigationStyle === 'custom' ? null : new NavigationBar(config)
    if (this.bar !== null) this.frame.append(this.bar.dom)
    this.frame.append(this.viewport)
    this.viewport.append(this.scroller)
    this.viewport.style.backgroundColor = String(config.backgroundColor ?? '#ffffff')
    if (config.disableScroll === true) this.scroller.style.overflow = 'hidden'
    this.pullDown = new PullDown(this.viewport, this.scroller, () => this.call('onPullDownRefresh'))
    this.pullDown.enabled = config.enablePullDownRefresh === true
    // In the next frame: a style changed while the browser tells sizes makes it complain of a loop.
    this.resize = new ResizeObserver(() =>
      requestAnimationFrame(() => this.frame.style.setProperty('--wx-vh', `${this.viewport.clientHeight / 100}px`)),
    )
    this.resize.observe(this.viewport)
    space.require(url.path)
    this.root = space.root.createRoot('wx-page', space.space, `/${formatUrl(url)}`)
    this.instance = this.root.get() as unknown as PageInstance
    this.instance.route = url.path
    this.instance.options = url.query
    const host = this.root.getComponent().$$ as unknown as HTMLElement
    host.setAttribute('wx-path', url.path)
    pageViews.set(this.instance, this)
  }

  get path(): string {
    return this.setup.url.path
  }

  /** Builds the page on the screen and begins its life: attached, onLoad, onShow, and onReady a frame later. */
  start(screen: HTMLElement): void {
    screen.append(this.frame)
    this.frame.style.setProperty('--wx-vh', `${this.viewport.clientHeight / 100}px`)
    const placeholder = document.createElement('div')
    this.scroller.append(placeholder)
    this.root.attach(this.scroller as never, placeholder as never)
    if (this.setup.isTab && this.setup.hasCustomTabBar) this.addCustomTabBar()
    this.call('onLoad', this.setup.url.query)
    this.show()
    this.scroller.addEventListener('scroll', () => this.onScroll(), { passive: true })
    requestAnimationFrame(() => requestAnimationFrame(() => this.call('onReady')))
  }

  show(): void {
    this.frame.inert = false
    this.frame.classList.remove('wx-behind')
    if (this.visible) return
    this.visible = true
    this.pageLifetime('show')
    this.call('onShow')
  }

  /** Tells the page that it is no longer in front; it stays visible until `conceal`, for a transition may still show it. */
  hide(): void {
    this.frame.inert = true
    if (!this.visible) return
    this.visible = false
    this.pageLifetime('hide')
    this.call('onHide')
  }

  conceal(): void {
    if (this.frame.inert) this.frame.classList.add('wx-behind')
  }

  unload(): void {
    this.frame.inert = true
    this.call('onUnload')
    this.root.release()
    this.tabBarRoot?.release()
    this.resize.disconnect()
    this.pullDown.close()
  }

  /** Calls a page's own method, if it has it; what it throws goes to the red bar. */
  call(method: string, ...args: unknown[]): unknown {
    const own = this.instance[method]
    if (typeof own !== 'function') return undefined
    try {
      const result: unknown = own.apply(this.instance, args)
      if (result instanceof Promise)
        result.catch((error: unknown) => this.setup.report(error, `${this.path} ${method}`))
      return result
    } catch (error) {
      this.setup.report(error, `${this.path} ${method}`)
      return undefined
    }
  }

  component(): ReturnType<Root['getComponent']> {
    return this.root.getComponent()
  }

  private addCustomTabBar(): void {
    const { space } = this.setup
    space.require(CUSTOM_TAB_BAR)
    const root = space.root.createRoot('custom-tab-bar', space.space, `/${CUSTOM_TAB_BAR}`)
    const placeholder = document.createElement('div')
    this.viewport.append(placeholder)
    root.attach(this.viewport as never, placeholder as never)
    this.tabBarRoot = root
    this.customTabBar = root.get()
  }

  private pageLifetime(name: string): void {
    this.root.getComponent().triggerPageLifetime(name, [])
    this.tabBarRoot?.getComponent().triggerPageLifetime(name, [])
  }

  private onScroll(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller
    this.call('onPageScroll', { scrollTop })
    const distance = Number(this.setup.config.onReachBottomDistance ?? 50)
    const near = scrollHeight - clientHeight - scrollTop <= distance
    if (near && !this.nearBottom && scrollTop > 0) this.call('onReachBottom')
    this.nearBottom = near
  }
}

const pageViews = new WeakMap<object, PageView>()

/** The view of a page's instance. */
export function pageViewOf(instance: object): PageView | undefined {
  return pageViews.get(instance)
}
