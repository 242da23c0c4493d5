import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, resolve, sep } from 'node:path'
import { parseExpressionAt } from 'acorn'
import { NPM_FOLDER, type NpmPackages } from './npm'
import type { AppConfig, CompileProblem, Project, TabBarConfig, Unit, UnitConfig } from './types'

/**
 * Reads app.json and walks from its pages to every component that they can reach. What is wrong is added to `problems`
 * and left out; only a missing or broken app.json throws, for then there is nothing to show.
 */
export function readProject(root: string, npm: NpmPackages, problems: CompileProblem[]): Project {
  const reader = new ProjectReader(resolve(root), npm, problems)
  return reader.read()
}

/** The id's path without extension: in the mini-program or in an npm package. */
export function pathOfId(root: string, npm: NpmPackages, id: string): string | null {
  return id.startsWith(`${NPM_FOLDER}/`) ? npm.pathOfId(id) : join(root, id)
}

/** The other way round, for a file with its extension; null when the file is outside. */
function idOfPath(root: string, npm: NpmPackages, path: string): string | null {
  const inside = relative(root, path).split(sep).join('/')
  return inside.startsWith('..') ? npm.idOfPath(path) : inside
}

class ProjectReader {
  private readonly units = new Map<string, Unit>()
  private readonly inputs = new Set<string>()
  private packages: string[] = ['']
  /** app.json's `usingComponents`: every page and component of the mini-program's own has them. */
  private globalComponents: Record<string, string> = {}

  constructor(
    private readonly root: string,
    private readonly npm: NpmPackages,
    private readonly problems: CompileProblem[],
  ) {}

  read(): Project {
    const app = this.readApp()
    this.packages = ['', ...app.subPackages.map((subPackage) => subPackage.root)]
    const pages = [...app.pages, ...app.subPackages.flatMap(({ root, pages: own }) => own.map((p) => `${root}/${p}`))]
    for (const [tag, path] of Object.entries(app.usingComponents))
      app.usingComponents[tag] = this.componentId(path, 'app')
    this.globalComponents = app.usingComponents
    for (const page of pages) this.visit(page, 'app.json', true)
    if (app.tabBar?.custom) this.visit('custom-tab-bar/index', 'app.json', false)
    const appScript = this.firstFile(join(this.root, 'app'), ['.ts', '.js'])
    if (appScript === undefined) this.report('app.json', 'app.ts (or app.js) is missing')
    const appStyle = this.firstFile(join(this.root, 'app'), ['.less', '.wxss'])
    return {
      root: this.root,
      app,
      appScript: appScript ?? '',
      ...(appStyle === undefined ? {} : { appStyle }),
      units: [...this.units.values()],
      packages: this.packages,
      inputs: [...this.inputs],
    }
  }

  private readApp(): AppConfig {
    const file = join(this.root, 'app.json')
    if (!existsSync(file)) throw new Error(`${file} does not exist: there is no mini-program here`)
    const raw = this.readJson(file)
    const subPackages = recordsOf(raw.subPackages ?? raw.subpackages).map((entry) => ({
      root: trimSlashes(String(entry.root)),
      pages: stringsOf(entry.pages),
    }))
    const pages = stringsOf(raw.pages)
    if (pages.length === 0) this.report('app.json', '"pages" must name at least one page')
    const tabBar = raw.tabBar as TabBarConfig | undefined
    return {
      ...raw,
      pages,
      subPackages,
      usingComponents: { ...(raw.usingComponents as Record<string, string> | undefined) },
      window: { ...(raw.window as Record<string, unknown> | undefined) },
      ...(tabBar === undefined ? {} : { tabBar }),
    }
  }

  private visit(id: string, from: string, isPage: boolean): void {
    if (this.units.has(id)) return
    const path = pathOfId(this.root, this.npm, id)
    const script = path === null ? undefined : this.firstFile(path, ['.ts', '.js'])
    const template = path === null ? undefined : this.firstFile(path, ['.wxml'])
    if (path === null || script === undefined || template === undefined) {
      const missing = script === undefined ? '.ts (or .js)' : '.wxml'
      this.report(from, `${isPage ? 'page' : 'component'} "${id}" has no ${missing} file`)
      return
    }
    const configFile = this.firstFile(path, ['.json'])
    const style = this.firstFile(path, ['.less', '.wxss'])
    const raw = configFile === undefined ? {} : this.readJson(configFile)
    const config = this.unitConfig({ ...styleOptionsOf(readFileSync(script, 'utf8')), ...raw }, id)
    this.units.set(id, {
      id,
      package: this.packageOf(id),
      isPage,
      config,
      files: {
        script,
        template,
        ...(style === undefined ? {} : { style }),
        ...(configFile === undefined ? {} : { config: configFile }),
      },
    })
    const next = [...Object.values(config.usingComponents), ...defaultGenerics(config)]
    for (const component of next) this.visit(component, `${id}.json`, false)
  }

  private unitConfig(raw: Record<string, unknown>, id: string): UnitConfig {
    const usingComponents = id.startsWith(`${NPM_FOLDER}/`) ? {} : { ...this.globalComponents }
    for (const [tag, path] of Object.entries((raw.usingComponents as Record<string, string> | undefined) ?? {})) {
      usingComponents[tag] = this.componentId(path, id)
    }
    const config: UnitConfig = { ...raw, usingComponents }
    for (const [name, generic] of Object.entries(config.componentGenerics ?? {})) {
      if (generic !== true && generic.default !== undefined && config.componentGenerics !== undefined) {
        config.componentGenerics[name] = { default: this.componentId(generic.default, id) }
      }
    }
    return config
  }

  /** Absolute, relative (with or without `./`), or npm: in this order, as WeChat looks. */
  private componentId(path: string, from: string): string {
    if (path.startsWith('/')) return trimSlashes(path)
    if (path.includes('://')) return path
    const near = posix.join(posix.dirname(from), path)
    if (path.startsWith('.') || this.isUnit(near)) return near
    const inNpm = `${NPM_FOLDER}/${path}`
    for (const candidate of [inNpm, `${inNpm}/index`]) if (this.isUnit(candidate)) return candidate
    return this.isUnit(path) ? path : near
  }

  private isUnit(id: string): boolean {
    const path = pathOfId(this.root, this.npm, id)
    return path !== null && existsSync(`${path}.wxml`)
  }

  private packageOf(id: string): string {
    return this.packages.find((root) => root !== '' && id.startsWith(`${root}/`)) ?? ''
  }

  private firstFile(path: string, extensions: readonly string[]): string | undefined {
    const file = extensions.map((extension) => path + extension).find((candidate) => existsSync(candidate))
    if (file !== undefined) this.inputs.add(file)
    return file
  }

  private readJson(file: string): Record<string, unknown> {
    this.inputs.add(file)
    const text = readFileSync(file, 'utf8')
    try {
      const value: unknown = JSON.parse(text)
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
      throw new SyntaxError('an object is expected')
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      this.report(idOfPath(this.root, this.npm, file) ?? file, reason, lineOfFault(text))
      return {}
    }
  }

  private report(file: string, message: string, line = 0): void {
    this.problems.push({ file, line, column: 0, message })
  }
}

/** `Component({ options: { styleIsolation, addGlobalClass } })`: styles are compiled before the code runs, so it is read from the source. */
function styleOptionsOf(source: string): { styleIsolation?: string; addGlobalClass?: boolean } {
  const isolation = /\bstyleIsolation\s*:\s*['"]([\w-]+)['"]/.exec(source)?.[1]
  return {
    ...(isolation === undefined ? {} : { styleIsolation: isolation }),
    ...(/\baddGlobalClass\s*:\s*(?:true|!0)/.test(source) ? { addGlobalClass: true } : {}),
  }
}

/** `JSON.parse` does not always say where; JSON is also a JavaScript expression. 0 when that is not wrong. */
function lineOfFault(text: string): number {
  try {
    parseExpressionAt(text, 0, { ecmaVersion: 'latest' })
    return 0
  } catch (error) {
    const at = error instanceof SyntaxError && 'loc' in error ? (error.loc as { line: number }) : null
    return at?.line ?? 0
  }
}

function defaultGenerics(config: UnitConfig): string[] {
  return Object.values(config.componentGenerics ?? {}).flatMap((generic) =>
    generic !== true && generic.default !== undefined ? [generic.default] : [],
  )
}

function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map((item) => trimSlashes(String(item))) : []
}

function recordsOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter((item): item is Record<string, unknown> => typeof item === 'object') : []
}

function trimSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, '')
}

/** Used by other parts to name a file in a message. */
export function displayName(root: string, npm: NpmPackages, file: string): string {
  return idOfPath(root, npm, file) ?? relative(dirname(root), file)
}
