import { type EventChannelLike, type LaunchOptions, type Navigation, PhoneError } from './contract'
import { EventChannel } from './events'
import { type PageConfig, PageView } from './page-view'
import type { ProgramSpace } from './space'
import type { TabBar } from './tab-bar'
import { slide } from './transitions'
import { notFound, type PageUrl, parsePageUrl } from './urls'

/** WeChat's own limit of pages above each other. */
const DEEPEST = 10

export interface StackHost {
  readonly space: ProgramSpace
  readonly tabBar: TabBar
  /** Where page frames go. */
  readonly stage: HTMLElement
  readonly homePath: string
  pageConfig(path: string): PageConfig | undefined
  /** Loads the code of the package that the page ships in. */
  loadPackageOf(path: string): Promise<void>
  /** A page comes to the front: status bar and tab bar follow it. */
  onTop(view: PageView): void
  /** It has come, and its `onShow` has run. */
  onShown(view: PageView): void
  report(error: unknown, where?: string): void
}

/** The pages above each other, and the tab pages kept aside. */
export class PageStack implements Navigation {
  private stack: PageView[] = []
  private readonly tabs = new Map<string, PageView>()
  /** One navigation after another, in the order they were asked for. */
  private queue: Promise<unknown> = Promise.resolve()

  constructor(private readonly host: StackHost) {}

  get tabBar(): TabBar {
    return this.host.tabBar
  }

  get top(): PageView | undefined {
    return this.stack.at(-1)
  }

  async launch(options: LaunchOptions): Promise<void> {
    await this.inTurn(async () => this.replaceAll('reLaunch', { path: options.path, query: options.query }))
  }

  async navigateTo(
    url: string,
    events: Record<string, (...args: unknown[]) => void> = {},
  ): Promise<{ eventChannel: EventChannelLike }> {
    return await this.inTurn(async () => {
      const target = this.target('navigateTo', url)
      if (this.host.tabBar.has(target.path))
        throw new PhoneError(-1, 'navigateTo:fail can not navigateTo a tabbar page')
      if (this.stack.length >= DEEPEST) throw new PhoneError(-1, 'navigateTo:fail webview count limit exceed')
      await this.host.loadPackageOf(target.path)
      const opener = new EventChannel((error) => this.host.report(error))
      for (const [name, listener] of Object.entries(events)) opener.on(name, listener)
      const below = this.top
      below?.hide()
      const view = this.open(target, opener)
      if (below !== undefined) slide('in', view.frame, below.frame, () => below.conceal())
      return { eventChannel: opener }
    })
  }

  async redirectTo(url: string): Promise<void> {
    await this.inTurn(async () => {
      const target = this.target('redirectTo', url)
      if (this.host.tabBar.has(target.path))
        throw new PhoneError(-1, 'redirectTo:fail can not redirectTo a tabbar page')
      await this.host.loadPackageOf(target.path)
      const old = this.stack.pop()
      old?.hide()
      this.open(target, null)
      if (old !== undefined) this.drop(old)
    })
  }

  async navigateBack(delta = 1): Promise<void> {
    await this.inTurn(async () => {
      if (this.stack.length <= 1) throw new PhoneError(-1, 'navigateBack:fail cannot navigate back at first page.')
      const gone = this.stack.splice(Math.max(1, this.stack.length - Math.max(1, delta)))
      const below = this.top
      const last = gone.at(-1)
      for (const view of gone.reverse()) this.unloadKept(view)
      if (below !== undefined) {
        this.host.onTop(below)
        below.show()
        this.host.onShown(below)
      }
      for (const view of gone) if (view !== last) view.frame.remove()
      if (last !== undefined && below !== undefined) slide('out', last.frame, below.frame, () => last.frame.remove())
    })
  }

  async switchTab(url: string): Promise<void> {
    await this.inTurn(async () => {
      const target = this.target('switchTab', url)
      if (!this.host.tabBar.has(target.path))
        throw new PhoneError(-1, 'switchTab:fail can not switch to no-tabBar page')
      if (this.top?.path === target.path) return
      await this.host.loadPackageOf(target.path)
      this.top?.hide()
      const old = this.stack
      this.stack = []
      const known = this.tabs.get(target.path)
      if (known === undefined) this.open({ path: target.path, query: {} }, null)
      else this.resume(known)
      for (const view of old) {
        if (this.tabs.get(view.path) === view) view.conceal()
        else this.drop(view)
      }
    })
  }

  async reLaunch(url: string): Promise<void> {
    await this.inTurn(async () => this.replaceAll('reLaunch', this.target('reLaunch', url)))
  }

  currentPages(): unknown[] {
    return this.stack.map((view) => view.instance)
  }

  setTitle(title: string): void {
    this.top?.bar?.setTitle(title)
  }

  setBarColor(frontColor: '#ffffff' | '#000000', backgroundColor: string): void {
    const top = this.top
    top?.bar?.setColor(frontColor === '#ffffff' ? 'white' : 'black', backgroundColor)
    if (top !== undefined) this.host.onTop(top)
  }

  showBarLoading(): void {
    this.top?.bar?.setLoading(true)
  }

  hideBarLoading(): void {
    this.top?.bar?.setLoading(false)
  }

  hideHomeButton(): void {
    this.top?.bar?.hideHome()
  }

  async startPullDownRefresh(): Promise<void> {
    if (this.top?.setup.config.enablePullDownRefresh !== true) {
      throw new PhoneError(-1, 'startPullDownRefresh:fail not supported: enablePullDownRefresh is false')
    }
    this.top.pullDown.start()
  }

  stopPullDownRefresh(): void {
    this.top?.pullDown.stop()
  }

  async pageScrollTo(target: {
    scrollTop?: number
    selector?: string
    offsetTop?: number
    durationMs?: number
  }): Promise<void> {
    const view = this.top
    if (view === undefined) return
    let top = target.scrollTop ?? 0
    if (target.selector !== undefined) {
      const dom: unknown = view.component().getShadowRoot()?.querySelector(target.selector)?.$$
      if (!(dom instanceof HTMLElement)) throw new PhoneError(-1, `pageScrollTo:fail "${target.selector}" is not found`)
      top = dom.getBoundingClientRect().top - view.scroller.getBoundingClientRect().top + view.scroller.scrollTop
      top += target.offsetTop ?? 0
    }
    view.scroller.scrollTo({ top, behavior: (target.durationMs ?? 300) > 0 ? 'smooth' : 'instant' })
  }

  private replaceAll = async (api: string, target: PageUrl): Promise<void> => {
    if (this.host.pageConfig(target.path) === undefined) throw notFound(api, target.path)
    await this.host.loadPackageOf(target.path)
    this.top?.hide()
    const old = new Set([...this.stack, ...this.tabs.values()])
    this.stack = []
    this.tabs.clear()
    this.open(target, null)
    for (const view of old) this.drop(view)
  }

  private target(api: string, url: string): PageUrl {
    const target = parsePageUrl(url, this.top?.path ?? this.host.homePath)
    if (this.host.pageConfig(target.path) === undefined) throw notFound(api, target.path)
    return target
  }

  private open(url: PageUrl, channel: EventChannelLike | null): PageView {
    const { host } = this
    const isTab = host.tabBar.has(url.path)
    const config = host.pageConfig(url.path) ?? {}
    const view = new PageView({
      space: host.space,
      url,
      config,
      channel,
      isTab,
      hasCustomTabBar: host.tabBar.isCustom,
      report: (error, where) => host.report(error, where),
    })
    this.stack.push(view)
    if (isTab) this.tabs.set(url.path, view)
    const isHome = isTab || url.path === host.homePath
    if (this.stack.length > 1) view.bar?.setButton('back', () => this.quietly(this.navigateBack()))
    else view.bar?.setButton(isHome ? 'none' : 'home', () => this.quietly(this.goHome()))
    host.onTop(view)
    view.start(host.stage)
    host.onShown(view)
    return view
  }

  private resume(view: PageView): void {
    this.stack.push(view)
    this.host.onTop(view)
    view.show()
    this.host.onShown(view)
  }

  /** A tab page is kept when others close above it; any other page ends. */
  private unloadKept(view: PageView): void {
    if (this.tabs.get(view.path) !== view) view.unload()
  }

  private drop(view: PageView): void {
    view.unload()
    view.frame.remove()
  }

  private async goHome(): Promise<void> {
    const home = this.host.homePath
    if (this.host.tabBar.has(home)) await this.switchTab(`/${home}`)
    else await this.reLaunch(`/${home}`)
  }

  private quietly(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.host.report(error))
  }

  private async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.queue.then(work)
    this.queue = turn.catch(() => undefined)
    return await turn
  }
}
