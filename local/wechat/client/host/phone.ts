import * as glassEasel from 'glass-easel'
import type { Manifest } from '../../compiler/types'
import { PhoneBackend } from './backend'
import type { RegisterField } from './behaviors'
import {
  type ElementDefinition,
  type LaunchOptions,
  type Navigation,
  type Phone,
  PhoneError,
  type PhoneEvents,
  type Queries,
  type ScreenMetrics,
} from './contract'
import { ErrorBar } from './error-bar'
import { Emitter } from './events'
import { Frame } from './frame'
import { installGestures } from './gestures'
import { completeInstances } from './instances'
import { PackageLoader } from './package-loader'
import { PageStack } from './page-stack'
import type { PageConfig, PageView } from './page-view'
import { Program } from './program'
import { createQueries } from './queries'
import { Screen } from './screen'
import { SourceMaps } from './source-map'
import { ProgramSpace } from './space'
import { TabBar, type TabBarConfig } from './tab-bar'
import { formatUrl, notFound } from './urls'

export interface PhoneOptions {
  openid: string
  appId: string
  parent: HTMLElement
  manifest: Manifest
  elements: readonly ElementDefinition[]
  registerField: RegisterField
  launch: LaunchOptions
  onMenu(phone: Phone): void
}

/** One phone: frame, pages, program, and what `wx.*` needs of them. */
export class LocalPhone implements Phone {
  readonly openid: string
  readonly appId: string
  readonly storagePrefix: string
  readonly queries: Queries
  readonly launchOptions: LaunchOptions
  enterOptions: LaunchOptions
  private readonly frame: Frame
  private readonly screen: Screen
  private readonly errors: ErrorBar
  private readonly maps = new SourceMaps()
  private readonly emitter: Emitter<PhoneEvents>
  private readonly stack: PageStack
  private readonly program: Program
  private readonly loader: PackageLoader
  private offsetMs = 0
  private minute: ReturnType<typeof setTimeout> | undefined
  private online = true

  constructor(private readonly options: PhoneOptions) {
    const { manifest, launch, parent } = options
    this.openid = options.openid
    this.appId = options.appId
    this.storagePrefix = `wechat:${options.openid}:`
    this.launchOptions = launch
    this.enterOptions = launch
    this.frame = new Frame(
      parent,
      () => options.onMenu(this),
      () => this.tellDesk({ type: 'close' }),
    )
    this.screen = new Screen(this.frame.root, () => this.stack?.top?.viewport.getBoundingClientRect() ?? null)
    this.errors = new ErrorBar(this.frame.root)
    this.emitter = new Emitter((error) => this.reportError(error))
    const backend = new PhoneBackend(() => ({ widthPx: this.screen.width, pixelRatio: window.devicePixelRatio }))
    const space = new ProgramSpace(backend, options.elements, options.registerField)
    this.loader = new PackageLoader(space, manifest)
    this.stack = new PageStack({
      space,
      tabBar: new TabBar(manifest.app.tabBar as TabBarConfig | undefined, (path, index, text) =>
        this.tapTab(path, index, text),
      ),
      stage: this.frame.stage,
      homePath: manifest.app.pages[0] ?? '',
      pageConfig: (path) => this.pageConfig(path),
      loadPackageOf: async (path) => await this.loader.load(manifest.pages[path]?.package ?? ''),
      onTop: (view) => this.follow(view),
      onShown: (view) => this.tellShown(view),
      report: (error, where) => this.reportError(error, where),
    })
    this.program = new Program(
      space,
      () => this.stack.currentPages(),
      (error, where) => this.reportError(error, where),
    )
    this.queries = createQueries(() => this.stack.top?.instance)
    completeInstances((error) => this.reportError(error))
    installGestures(this.frame.root)
    this.watchErrors()
    this.resize()
    window.addEventListener('resize', () => {
      this.resize()
      backend.restyle()
    })
  }

  get navigation(): Navigation {
    return this.stack
  }

  get overlayRoot(): HTMLElement {
    return this.frame.overlays
  }

  get screenRoot(): HTMLElement {
    return this.frame.root
  }

  get metrics(): ScreenMetrics {
    return this.screen.metrics()
  }

  get appConfig(): Readonly<Record<string, unknown>> {
    return this.options.manifest.app
  }

  /** Loads the main package, runs app.ts, opens the first page. */
  async start(wx: object): Promise<void> {
    const { manifest } = this.options
    this.errors.showProblems(manifest.problems)
    this.program.install(wx)
    this.showTime()
    await this.loader.load('')
    this.program.launch(this.launchOptions)
    this.comeToFront(this.launchOptions)
    if (manifest.pages[this.launchOptions.path] === undefined) {
      this.program.call('onPageNotFound', { ...this.launchOptions, isEntryPage: true })
      throw notFound('launch', this.launchOptions.path)
    }
    await this.stack.launch(this.launchOptions)
    performance.mark('wechat:first-page')
    this.tellDesk({ type: 'ready', path: this.launchOptions.path })
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) this.goToBack()
      else this.comeToFront(this.enterOptions)
    })
  }

  async enter(options: LaunchOptions): Promise<void> {
    if (this.options.manifest.pages[options.path] === undefined) throw notFound('enter', options.path)
    this.goToBack()
    this.tellApp(options)
    await this.stack.launch(options)
  }

  /** Which build of the mini-program runs here. */
  get version(): string {
    return this.options.manifest.version
  }

  /** The address that opens this phone on the page it shows now. */
  address(): string {
    const url = new URL(location.href)
    const top = this.stack.top
    if (top !== undefined) url.searchParams.set('path', formatUrl(top.setup.url))
    return url.href
  }

  async post(api: string, body: unknown = {}): Promise<unknown> {
    if (!this.online) throw new PhoneError(-1, 'request:fail network is not connected')
    const isJson = !(body instanceof FormData || body instanceof Blob || body instanceof ArrayBuffer)
    const json = isJson && typeof body === 'object' ? { ...body, as: this.openid } : body
    const response = await fetch(`/wechat/${api}`, {
      method: 'POST',
      headers: { 'x-openid': this.openid, ...(isJson ? { 'content-type': 'application/json' } : {}) },
      body: isJson ? JSON.stringify(json) : (body as BodyInit),
    }).catch((error: unknown) => {
      throw new PhoneError(-1, `request:fail ${error instanceof Error ? error.message : String(error)}`)
    })
    const answer: unknown = await response.json().catch(() => null)
    if (response.ok) return answer
    const { errCode, errMsg } = (typeof answer === 'object' && answer !== null ? answer : {}) as Record<string, unknown>
    throw new PhoneError(Number(errCode ?? -1), String(errMsg ?? `request:fail statusCode ${response.status}`))
  }

  nowMs(): number {
    return Date.now()
  }

  clockOffsetMs(): number {
    return this.offsetMs
  }

  setClockOffset(offsetMs: number): void {
    this.offsetMs = offsetMs
    this.showTime()
    this.emit('clock', { offsetMs })
  }

  isOnline(): boolean {
    return this.online
  }

  setOnline(online: boolean): void {
    if (online === this.online) return
    this.online = online
    this.frame.setOnline(online)
    this.emit('network', { isConnected: online, networkType: online ? 'wifi' : 'none' })
  }

  reportError(error: unknown, where = ''): void {
    const message = error instanceof Error ? error.message : String(error)
    const stack = error instanceof Error ? (error.stack ?? '') : ''
    this.program?.call('onError', stack === '' ? message : stack)
    this.explain(message, stack, where).catch(() => this.errors.show(message, where))
  }

  tellDesk(message: Record<string, unknown> & { type: string }): void {
    if (window.parent !== window)
      window.parent.postMessage({ source: 'wechat-phone', openid: this.openid, ...message }, location.origin)
  }

  on<Name extends keyof PhoneEvents>(name: Name, listener: (event: PhoneEvents[Name]) => void): () => void {
    return this.emitter.on(name, listener)
  }

  emit<Name extends keyof PhoneEvents>(name: Name, event: PhoneEvents[Name]): void {
    this.emitter.emit(name, event)
  }

  private async explain(message: string, stack: string, where: string): Promise<void> {
    const place = await this.maps.firstPlace(stack)
    const at = place === null ? where : `${place.file}:${place.line}`
    const translated = await this.maps.translate(stack)
    console.error(`${at} ${message}\n${translated}`)
    this.errors.show(message, at)
    this.emit('error', { message, stack: translated })
    this.tellDesk({ type: 'error', message, place: at, stack: translated })
  }

  private watchErrors(): void {
    glassEasel.addGlobalErrorListener((error, method, component) => {
      const is = typeof component === 'object' ? component.is : component
      this.reportError(error, [is, method].filter(Boolean).join(' '))
      return false
    })
    glassEasel.addGlobalWarningListener((message, component) => {
      const is = typeof component === 'object' ? component.is : component
      console.debug(`${message} (${is})`)
      return false
    })
    window.addEventListener('error', (event) => this.reportError(event.error ?? event.message))
    window.addEventListener('unhandledrejection', (event) => {
      event.preventDefault()
      this.program.call('onUnhandledRejection', { reason: event.reason, promise: event.promise })
      this.emit('unhandledRejection', { reason: event.reason })
      this.reportError(event.reason)
    })
  }

  private pageConfig(path: string): PageConfig | undefined {
    const { app, pages } = this.options.manifest
    const page = pages[path]
    return page === undefined ? undefined : { ...app.window, ...page.config }
  }

  private follow(view: PageView): void {
    const style = view.bar?.textStyle ?? (view.setup.config.navigationBarTextStyle === 'white' ? 'white' : 'black')
    this.frame.setTextStyle(style)
    const { tabBar } = this.stack
    if (view.setup.isTab && !tabBar.isCustom) {
      tabBar.select(view.path)
      view.frame.append(tabBar.dom)
    }
  }

  private tellShown(view: PageView): void {
    this.emit('pageShow', { path: view.path })
    this.tellDesk({ type: 'page', path: view.path })
  }

  private tapTab(path: string, index: number, text: string): void {
    this.stack.top?.call('onTabItemTap', { index, pagePath: path, text })
    this.stack.switchTab(`/${path}`).catch((error: unknown) => this.reportError(error))
  }

  private comeToFront(options: LaunchOptions): void {
    this.tellApp(options)
    this.stack.top?.show()
  }

  private tellApp(options: LaunchOptions): void {
    this.enterOptions = options
    this.program.call('onShow', options)
    this.emit('show', options)
  }

  private goToBack(): void {
    this.stack.top?.hide()
    this.program.call('onHide', undefined)
    this.emit('hide', undefined)
  }

  private resize(): void {
    this.frame.setSizes(this.screen.statusBarHeight, this.screen.navigationBarHeight, this.screen.safeBottom)
  }

  private showTime(): void {
    clearTimeout(this.minute)
    this.frame.setTime(this.nowMs())
    this.minute = setTimeout(() => this.showTime(), 60_000 - (this.nowMs() % 60_000))
  }
}
