import type * as glassEasel from 'glass-easel'
import { type AssociatedBackend, type CodeSpace, MiniProgramEnv } from 'glass-easel-miniprogram-adapter'
import type { PhoneBackend } from './backend'
import { builtInBehaviors, type RegisterField, resolveBehaviors } from './behaviors'
import type { ElementDefinition } from './contract'
import { defineElements } from './elements'
import { componentOf } from './instances-of'
import { wxsRuntime } from './wxs'

/** What one package's resource script hands over. */
export interface PackageResources {
  configs: Record<string, UnitConfig>
  styles: Record<string, { css: string; scope: string }>
  templates: (wxs: typeof wxsRuntime) => glassEasel.template.ProcGenGroupList
}

export interface UnitConfig {
  usingComponents: Record<string, string>
  componentGenerics?: Record<string, true | { default?: string }>
  [key: string]: unknown
}

type Definition = Record<string, unknown>

/** The mini-program's code in the phone: its templates, styles and modules, and the components they define. */
export class ProgramSpace {
  readonly space: CodeSpace
  readonly root: AssociatedBackend
  private readonly modules = new Map<string, () => unknown>()
  private readonly defined = new Set<string>()
  private readonly configs = new Map<string, UnitConfig>()
  private readonly scopes = new Map<string, string>()
  /** Whose module is running: `Component()` defines this one. */
  private current = ''
  private readonly behaviors

  constructor(
    private readonly backend: PhoneBackend,
    elements: readonly ElementDefinition[],
    registerField: RegisterField,
  ) {
    const env = new MiniProgramEnv()
    this.root = env.associateBackend(backend)
    const builtIns = defineElements(env.getGlobalCodeSpace().getComponentSpace(), backend, elements)
    this.space = env.createCodeSpace('', true)
    const components = this.space.getComponentSpace()
    // A property may be called `data` (t-form has one), so nothing is copied onto the node itself.
    components.updateComponentOptions({ writeFieldsToNode: false, writeIdToDOM: true })
    for (const [tag, definition] of builtIns) components.setGlobalUsingComponent(tag, definition)
    this.keepIdsPlain()
    this.behaviors = builtInBehaviors(this.space, registerField)
    this.space.setOverallBehavior(this.overallBehavior())
  }

  addResources(resources: PackageResources): void {
    const templates = resources.templates(wxsRuntime)
    for (const [id, config] of Object.entries(resources.configs)) {
      this.configs.set(id, config)
      const absolute = Object.fromEntries(
        Object.entries(config.usingComponents).map(([tag, path]) => [tag, `/${path}`]),
      )
      this.space.addComponentStaticConfig(id, { ...config, usingComponents: absolute } as never)
    }
    for (const [id, style] of Object.entries(resources.styles)) {
      this.backend.registerStyleSheetContent(id, style.css)
      this.space.addStyleSheet(id, id, style.scope)
      this.scopes.set(id, style.scope)
    }
    for (const [id, content] of Object.entries(templates)) {
      this.space.addCompiledTemplate(id, { groupList: templates, content: content as never })
    }
  }

  addModules(modules: Record<string, () => unknown>): void {
    for (const [id, run] of Object.entries(modules)) this.modules.set(id, run)
  }

  /** Runs the module of a page or component and, before it, those of the components that it uses. */
  require(id: string): void {
    if (this.defined.has(id)) return
    this.defined.add(id)
    const config = this.configs.get(id)
    for (const component of [...Object.values(config?.usingComponents ?? {}), ...defaultsOf(config)])
      this.require(component)
    this.modules.get(id)?.()
  }

  /** Called first by every page's, component's and the app's module. */
  at(id: string): void {
    this.current = id
  }

  config(id: string): UnitConfig | undefined {
    return this.configs.get(id)
  }

  definePage(definition: Definition): void {
    this.space
      .component(this.current)
      .pageDefinition(this.prepared(definition) as never)
      .register()
  }

  defineComponent(definition: Definition): void {
    this.space
      .component(this.current)
      .definition(this.prepared(definition) as never)
      .register()
  }

  defineBehavior(definition: Definition): unknown {
    return this.space
      .behavior()
      .definition(this.prepared(definition) as never)
      .register()
  }

  private prepared(definition: Definition): Definition {
    const prepared = { ...definition }
    if (prepared.behaviors !== undefined) prepared.behaviors = resolveBehaviors(prepared.behaviors, this.behaviors)
    return prepared
  }

  /** The adapter prefixes ids with a random text; here `#id` is an ordinary selector. */
  private keepIdsPlain(): void {
    const prepare: unknown = Reflect.get(this.space, 'prepareComponentOptions')
    if (typeof prepare !== 'function')
      throw new Error("glass-easel's adapter has changed: prepareComponentOptions is gone")
    Reflect.set(this.space, 'prepareComponentOptions', (is: string, given: unknown) => {
      const [options, isolation] = prepare.call(this.space, is, given) as [glassEasel.ComponentOptions, unknown]
      return [{ ...options, idPrefixGenerator: null }, isolation]
    })
  }

  /** For every component: `ready` on the next frame (glass-easel leaves it to its host), and the mark that `:host` matches. */
  private overallBehavior(): glassEasel.GeneralBehavior {
    const scopes = this.scopes
    return this.space
      .getComponentSpace()
      .define()
      .lifetime('attached', function (this: unknown) {
        const component = componentOf(this)
        const dom: unknown = component.$$
        const scope = scopes.get(component.is)
        if (dom instanceof HTMLElement && scope) dom.setAttribute('wx-host', scope)
        requestAnimationFrame(() => component.triggerLifetime('ready', []))
      })
      .registerBehavior() as unknown as glassEasel.GeneralBehavior
  }
}

function defaultsOf(config: UnitConfig | undefined): string[] {
  return Object.values(config?.componentGenerics ?? {}).flatMap((generic) =>
    generic !== true && generic.default !== undefined ? [generic.default] : [],
  )
}
