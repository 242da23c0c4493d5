import type { LaunchOptions } from './contract'
import type { ProgramSpace } from './space'

type AppDefinition = Record<string, unknown>

/** `App()`, `getApp()` and the names that the mini-program's modules find in the global scope. */
export class Program {
  private app: AppDefinition | null = null

  constructor(
    private readonly space: ProgramSpace,
    private readonly currentPages: () => unknown[],
    private readonly report: (error: unknown, where?: string) => void,
  ) {}

  /** Makes App, Page, Component, Behavior, getApp, getCurrentPages and wx global, as in WeChat. */
  install(wx: object): void {
    const { space } = this
    const globals: Record<string, unknown> = {
      wx,
      App: (definition: AppDefinition) => {
        this.app = definition
      },
      Page: (definition: AppDefinition) => space.definePage(definition),
      Component: (definition: AppDefinition) => space.defineComponent(definition),
      Behavior: (definition: AppDefinition) => space.defineBehavior(definition),
      getApp: () => this.app ?? {},
      getCurrentPages: () => this.currentPages(),
    }
    for (const [name, value] of Object.entries(globals)) Reflect.set(globalThis, name, value)
  }

  /** Runs app.ts and tells it that the app was opened. */
  launch(options: LaunchOptions): void {
    this.space.require('app')
    this.call('onLaunch', options)
  }

  call(method: string, argument: unknown): void {
    const own = this.app?.[method]
    if (typeof own !== 'function') return
    try {
      const result: unknown = own.call(this.app, argument)
      if (result instanceof Promise) result.catch((error: unknown) => this.report(error, `app ${method}`))
    } catch (error) {
      if (method === 'onError') return // it would only come back
      this.report(error, `app ${method}`)
    }
  }
}
