import { component } from 'glass-easel-miniprogram-adapter'
import { viewOf } from './boxes'
import { EventChannel } from './events'
import { componentOf } from './instances-of'
import { createIntersectionObserver, createMediaQueryObserver } from './observers'
import { SelectorQuery } from './queries'

/** What every page and component instance has in WeChat beyond what glass-easel's adapter gives. */
export function completeInstances(report: (error: unknown) => void): void {
  const methods: Record<string, (this: object, ...args: never[]) => unknown> = {
    createSelectorQuery() {
      return new SelectorQuery(() => this)
    },
    createIntersectionObserver(options?: Record<string, unknown>) {
      return createIntersectionObserver(this, options)
    },
    createMediaQueryObserver() {
      return createMediaQueryObserver()
    },
    getOpenerEventChannel() {
      return viewOf(this)?.setup.channel ?? new EventChannel(report)
    },
    getTabBar() {
      return viewOf(this)?.customTabBar ?? null
    },
    getPageId() {
      return `page-${viewOf(this)?.path ?? ''}`
    },
    animate() {
      throw new Error('this.animate is not supported by the local WeChat')
    },
    clearAnimation() {
      throw new Error('this.clearAnimation is not supported by the local WeChat')
    },
    triggerEvent(name: string, detail?: unknown, options: Record<string, boolean> = {}) {
      componentOf(this).triggerEvent(name, detail ?? {}, options)
    },
  }
  Object.assign(component.ComponentCaller.prototype, methods)
}
