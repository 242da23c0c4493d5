/**
 * What the rooms of the phone promise each other.
 *
 * - `client/host` (pages, components, lifecycle, frame) owns this file.
 * - `client/elements/index.ts` exports `elements: ElementDefinition[]`: WeChat's built-in elements.
 * - `client/api/index.ts` exports `createWx(phone: Phone): object`: the `wx` of the mini-program. What it does not
 *   implement throws its name: `wx.foo is not supported by the local WeChat`.
 * - `client/overlays/` draws toast, modal, action sheet, pay sheet … into `phone.overlayRoot`.
 */
import type * as glassEasel from 'glass-easel'
import type { ServiceNotice } from '../../../contract'

// ---------------------------------------------------------------- built-in elements

/** A glass-easel component as a built-in element's methods and lifetimes see it (`this`). `$$` is its DOM element. */
export type ElementInstance = glassEasel.GeneralComponent

/** A template compiled at build time: `import template from './scroll-view.wxml'`. */
export type ElementTemplate = glassEasel.template.ComponentTemplate

/** One of WeChat's built-in elements. */
export interface ElementDefinition {
  /** As in WXML: `scroll-view`. In the DOM it is `<wx-scroll-view>`, so that its CSS selectors start with that. */
  tag: string
  /**
   * A glass-easel component definition: properties, data, observers, methods, lifetimes, behaviors, options.
   * Property names are camelCase (`hover-class` arrives as `hoverClass`); `this.triggerEvent(name, detail, { bubbles })`
   * raises the element's own events. `this` is an `ElementInstance`; `hostOf(this)` is its HTMLElement.
   * The host adds to every element: `hidden`, `animation` (what `wx.createAnimation().export()` gave).
   */
  definition: ElementParams
  /**
   * Its inside. Tags in it that are not built-ins (`div`, `span`, `input` is one!) become plain DOM nodes; give the
   * content's place with `<slot/>`. Default: `<slot/>` alone. An element without children may as well make its DOM
   * by hand in `attached` (`hostOf(this).append(…)`).
   */
  template?: ElementTemplate
  /** CSS, appended once, in no scope: `wx-button { … }`. Lengths in px. Classes inside templates are not scoped. */
  styles?: string
}

export interface ElementParams {
  options?: glassEasel.ComponentOptions
  behaviors?: glassEasel.GeneralBehavior[]
  properties?: Record<string, unknown>
  data?: Record<string, unknown>
  observers?: Record<string, (this: ElementInstance, ...values: never[]) => void>
  methods?: Record<string, (this: ElementInstance, ...args: never[]) => unknown>
  lifetimes?: Record<string, (this: ElementInstance, ...args: never[]) => void>
  listeners?: Record<string, (this: ElementInstance, event: glassEasel.Event<unknown>) => boolean | undefined>
  relations?: Record<string, unknown>
}

// ---------------------------------------------------------------- the phone

/** What the person's phone offers to `wx.*`. */
export interface Phone {
  /** Who holds it. */
  readonly openid: string
  readonly appId: string
  /**
   * A call to the server: POST `/wechat/<api>`, JSON (or FormData as it is) with the header `x-openid`. Resolves with
   * the JSON of a 2xx answer. Otherwise rejects with a `PhoneError`: what the server sent as `{ errCode, errMsg }`, or
   * `errCode: -1, errMsg: 'request:fail …'` when the phone is offline or the server cannot be reached.
   */
  post(api: string, body?: unknown): Promise<unknown>
  /** Prefix of this phone's keys in `localStorage`: a storage of its own for each person. */
  readonly storagePrefix: string
  readonly navigation: Navigation
  readonly queries: Queries
  /** Overlays go here: above the page and the tab bar, below the status bar and the capsule. Covers the whole screen. */
  readonly overlayRoot: HTMLElement
  /** The whole phone; its size is the screen's. */
  readonly screenRoot: HTMLElement
  readonly metrics: ScreenMetrics
  /** The phone's time in epoch milliseconds: `Date.now()` plus the clock's offset. The product's `Date` follows it too. */
  nowMs(): number
  clockOffsetMs(): number
  isOnline(): boolean
  /** Switched from the desk (or a test); raises `network`. */
  setOnline(online: boolean): void
  /** How the mini-program was opened the first time, and the latest. */
  readonly launchOptions: LaunchOptions
  readonly enterOptions: LaunchOptions
  /** Opens a page as a tapped service notice or a scanned code does: the app stays, `App.onShow` has the new options. */
  enter(options: LaunchOptions): Promise<void>
  /** The built mini-program's app.json. */
  readonly appConfig: Readonly<Record<string, unknown>>
  /** Reports an error of the product or of the phone: the red bar, `App.onError`, the desk. Never throws. */
  reportError(error: unknown, where?: string): void
  /** Tells the desk (parent window) something; does nothing alone. */
  tellDesk(message: Record<string, unknown> & { type: string }): void
  /** Listens; the returned function ends it. */
  on<Name extends keyof PhoneEvents>(name: Name, listener: (event: PhoneEvents[Name]) => void): () => void
  emit<Name extends keyof PhoneEvents>(name: Name, event: PhoneEvents[Name]): void
}

export interface PhoneEvents {
  /** The app comes to the front. */
  show: LaunchOptions
  /** The app goes to the back. */
  hide: undefined
  network: { isConnected: boolean; networkType: 'wifi' | 'none' }
  /** A service notice arrived for this person. */
  notice: ServiceNotice
  /** The clock was moved; its new offset to the machine's time in milliseconds. */
  clock: { offsetMs: number }
  /** The mini-program was built again; the host reloads the page. */
  reload: undefined
  /** A page came to the front (after its onShow), with its path. */
  pageShow: { path: string }
  error: { message: string; stack: string }
  unhandledRejection: { reason: unknown }
}

export interface LaunchOptions {
  /** Without a leading slash. */
  path: string
  query: Record<string, string>
  scene: number
  referrerInfo?: Record<string, unknown>
}

export class PhoneError extends Error {
  constructor(
    readonly errCode: number,
    readonly errMsg: string,
  ) {
    super(errMsg)
    this.name = 'PhoneError'
  }
}

export interface Rect {
  left: number
  top: number
  right: number
  bottom: number
  width: number
  height: number
}

/** All in CSS px of the phone. */
export interface ScreenMetrics {
  readonly screenWidth: number
  readonly screenHeight: number
  /** The page's own area: without navigation bar and native tab bar, as of the page on top. */
  readonly windowWidth: number
  readonly windowHeight: number
  readonly statusBarHeight: number
  readonly navigationBarHeight: number
  readonly pixelRatio: number
  readonly safeArea: Rect
  /** The capsule's rectangle: `wx.getMenuButtonBoundingClientRect()`. */
  readonly menuButton: Rect
}

/** Where `wx.navigateTo` and its kin end. Every promise rejects with a `PhoneError` in WeChat's words. */
export interface Navigation {
  /** The url may be relative to the page on top, with a query. */
  navigateTo(
    url: string,
    events?: Record<string, (...args: unknown[]) => void>,
  ): Promise<{ eventChannel: EventChannelLike }>
  redirectTo(url: string): Promise<void>
  navigateBack(delta?: number): Promise<void>
  switchTab(url: string): Promise<void>
  reLaunch(url: string): Promise<void>
  /** As `getCurrentPages()`: the pages' instances, the last is on top. */
  currentPages(): unknown[]
  setTitle(title: string): void
  setBarColor(frontColor: '#ffffff' | '#000000', backgroundColor: string): void
  showBarLoading(): void
  hideBarLoading(): void
  hideHomeButton(): void
  startPullDownRefresh(): Promise<void>
  stopPullDownRefresh(): void
  /** `selector` belongs to the page on top. */
  pageScrollTo(target: {
    scrollTop?: number
    selector?: string
    offsetTop?: number
    durationMs?: number
  }): Promise<void>
  readonly tabBar: TabBarControl
}

/** Indexes count from 0. Each rejects by throwing a `PhoneError` when there is no tab bar or no such item. */
export interface TabBarControl {
  setBadge(index: number, text: string): void
  removeBadge(index: number): void
  showRedDot(index: number): void
  hideRedDot(index: number): void
  show(): void
  hide(): void
  setItem(index: number, item: { text?: string; iconPath?: string; selectedIconPath?: string }): void
  setStyle(style: {
    color?: string
    selectedColor?: string
    backgroundColor?: string
    borderStyle?: 'black' | 'white'
  }): void
}

export interface EventChannelLike {
  emit(name: string, ...args: unknown[]): void
  on(name: string, listener: (...args: unknown[]) => void): void
  once(name: string, listener: (...args: unknown[]) => void): void
  off(name: string, listener?: (...args: unknown[]) => void): void
}

/** The host's own queries over pages; `wx.createSelectorQuery` and kin hand straight to them. */
export interface Queries {
  createSelectorQuery(): object
  createIntersectionObserver(component: unknown, options?: Record<string, unknown>): object
  createMediaQueryObserver(component: unknown): object
  createAnimation(options?: Record<string, unknown>): object
  nextTick(callback: () => void): void
  /** The DOM element behind `#id` in a page or component (for `wx.createCanvasContext`, `createVideoContext` and kin). */
  domElement(id: string, component?: unknown): HTMLElement | null
}

/** The DOM element of a built-in. */
export function hostOf(element: ElementInstance): HTMLElement {
  const dom: unknown = element.$$
  if (!(dom instanceof HTMLElement)) throw new Error(`<${element.is}> has no DOM element`)
  return dom
}
