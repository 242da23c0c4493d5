import { existsSync } from 'node:fs'
import type { CompileCache } from './cache'
import type { NpmPackages } from './npm'
import { displayName, pathOfId } from './project'
import { hashOf } from './scripts'
import { type CompiledStyle, compileStyle, type StyleRequest } from './styles'
import type { CompileProblem, Project, Unit } from './types'
import { type CompiledScript, type CompiledTemplate, compileScript, compileTemplate, joinTemplates } from './wxml'

/** Templates and styles of one package, as a script that hands them to the phone. */
export interface PackageResources {
  root: string
  script: string
}

/** Compiles what is not code: WXML, WXS, WXSS and less, each file once and from the cache when it can be. */
export async function compileResources(
  project: Project,
  npm: NpmPackages,
  cache: CompileCache,
  problems: CompileProblem[],
): Promise<PackageResources[]> {
  const compiler = new ResourceCompiler(project, npm, cache, problems)
  const packages: PackageResources[] = []
  for (const root of project.packages) packages.push({ root, script: await compiler.package(root) })
  return packages
}

class ResourceCompiler {
  constructor(
    private readonly project: Project,
    private readonly npm: NpmPackages,
    private readonly cache: CompileCache,
    private readonly problems: CompileProblem[],
  ) {}

  async package(root: string): Promise<string> {
    const units = this.project.units.filter((unit) => unit.package === root)
    const scripts = new Map<string, string>()
    const templates = new Map<string, string>()
    for (const unit of units) await this.addTemplate(unit.id, unit.files.template, templates, scripts)
    const styles: Record<string, { css: string; scope: string }> = {}
    if (root === '' && this.project.appStyle !== undefined) {
      styles.app = {
        css: await this.style({ id: 'app', file: this.project.appStyle, kind: 'app', scopeName: '' }),
        scope: '',
      }
    }
    for (const unit of units) {
      const scope = scopeNameOf(unit)
      const css = unit.files.style === undefined ? '' : await this.style(styleRequest(unit, unit.files.style, scope))
      styles[unit.id] = { css, scope }
    }
    const configs = Object.fromEntries(units.map((unit) => [unit.id, unit.config]))
    const parts = `configs:${JSON.stringify(configs)},\nstyles:${JSON.stringify(styles)}`
    return `__weapp.resources({${parts},\ntemplates:${joinTemplates(scripts, templates)}})\n`
  }

  private async addTemplate(
    id: string,
    file: string,
    templates: Map<string, string>,
    scripts: Map<string, string>,
  ): Promise<void> {
    if (templates.has(id)) return
    const template = await this.cache.get<CompiledTemplate>(`wxml ${id} ${file}`, async () => ({
      result: compileTemplate(id, file),
      inputs: [file],
    }))
    this.problems.push(...template.problems)
    templates.set(id, template.code)
    for (const dependency of template.templates) {
      const path = this.existing(dependency, '.wxml', file)
      if (path !== null) await this.addTemplate(dependency, path, templates, scripts)
    }
    for (const script of template.scripts) await this.addScript(script, file, scripts)
  }

  private async addScript(id: string, from: string, scripts: Map<string, string>): Promise<void> {
    if (scripts.has(id)) return
    const file = this.existing(id, '.wxs', from)
    if (file === null) {
      scripts.set(id, '')
      return
    }
    const script = await this.cache.get<CompiledScript>(`wxs ${id} ${file}`, async () => ({
      result: compileScript(id, file),
      inputs: [file],
    }))
    this.problems.push(...script.problems)
    scripts.set(id, script.code)
    for (const required of script.scripts) await this.addScript(required, file, scripts)
  }

  private async style(request: StyleRequest): Promise<string> {
    const key = `style ${request.kind} ${request.id} ${request.scopeName} ${request.file}`
    const style = await this.cache.get<CompiledStyle>(key, async () => {
      const result = await compileStyle(request, this.project.root, this.npm)
      return { result, inputs: result.inputs }
    })
    this.problems.push(...style.problems)
    return style.css
  }

  private existing(id: string, extension: string, from: string): string | null {
    const path = pathOfId(this.project.root, this.npm, id)
    if (path !== null && existsSync(path + extension)) return path + extension
    const file = displayName(this.project.root, this.npm, from)
    this.problems.push({ file, line: 0, column: 0, message: `"${id}${extension}" does not exist` })
    return null
  }
}

/** A page's classes are the app's; a component's are its own unless it says `shared`. */
function scopeNameOf(unit: Unit): string {
  const isolation = unit.config.styleIsolation
  const open =
    isolation === undefined ? unit.config.component !== true : /shared$/.test(isolation) && !/apply/.test(isolation)
  return open ? '' : `c${hashOf(unit.id).slice(0, 5)}`
}

function styleRequest(unit: Unit, file: string, scopeName: string): StyleRequest {
  const kind = scopeName !== '' ? 'component' : unit.isPage ? 'page' : 'shared'
  return { id: unit.id, file, kind, scopeName }
}
