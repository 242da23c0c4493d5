import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import less from 'less'
import postcss, { type AtRule, type ChildNode, type Root, type Rule } from 'postcss'
import { drawIconFont } from './icons'
import { type NpmPackages, splitSpecifier } from './npm'
import { rewriteSelector, type SelectorScope } from './selectors'
import type { CompileProblem } from './types'

export interface StyleRequest {
  id: string
  file: string
  /** app: for every page; page: for one page; component: in its own class scope. */
  kind: 'app' | 'page' | 'component' | 'shared'
  /** Class prefix of an isolated component. */
  scopeName: string
}

export interface CompiledStyle {
  /** CSS with `rpx` still in it: the phone knows its width. */
  css: string
  /** Files that were imported, the sheet's own first. */
  inputs: string[]
  problems: CompileProblem[]
}

/** Compiles one WXSS or less sheet. Never throws for what is wrong in it. */
export async function compileStyle(request: StyleRequest, root: string, npm: NpmPackages): Promise<CompiledStyle> {
  const imports = new ImportResolver(root, npm)
  const name = `${request.id}${request.file.endsWith('.less') ? '.less' : '.wxss'}`
  try {
    const inputs = new Set([request.file])
    const plain = request.file.endsWith('.less')
      ? await renderLess(request.file, imports, inputs)
      : postcss.parse(readFileSync(request.file, 'utf8'), { from: request.file })
    const sheet = imports.inline(plain, request.file, inputs)
    drawIconFont(sheet)
    rewriteSheet(sheet, request)
    return { css: minify(sheet), inputs: [...inputs], problems: [] }
  } catch (error) {
    return { css: '', inputs: [request.file], problems: [problemOf(name, request.file, error)] }
  }
}

/** Finds `@import` targets: relative, from the mini-program's root (`/…`), or in npm. */
class ImportResolver {
  constructor(
    private readonly root: string,
    private readonly npm: NpmPackages,
  ) {}

  resolve(path: string, from: string): string | null {
    const name = path.replace(/^~/, '').replace(/^miniprogram_npm\//, '')
    const split = splitSpecifier(name)
    const npmFolder = path.startsWith('.') || path.startsWith('/') ? null : this.npm.folder(split.name)
    const candidates = [
      path.startsWith('/') ? join(this.root, path.replace(/^\/miniprogram_npm\//, '/')) : resolve(dirname(from), path),
      ...(npmFolder === null ? [] : [join(npmFolder, split.rest)]),
      ...(path.startsWith('/miniprogram_npm/') ? [this.npm.pathOfId(path.slice(1)) ?? ''] : []),
    ]
    return candidates.flatMap((candidate) => [candidate, `${candidate}.less`, `${candidate}.wxss`]).find(isFile) ?? null
  }

  /** Replaces each `@import` of a WXSS sheet by what it names, once. */
  inline(sheet: Root, from: string, inputs: Set<string>): Root {
    sheet.walkAtRules('import', (rule) => {
      const path = /^(?:url\()?\s*['"]?([^'")]+)/.exec(rule.params)?.[1] ?? ''
      const file = this.resolve(path, rule.source?.input.file ?? from)
      if (file === null) throw rule.error(`@import "${path}": there is no such file`)
      if (inputs.has(file)) {
        rule.remove()
        return
      }
      inputs.add(file)
      const imported = postcss.parse(readFileSync(file, 'utf8'), { from: file })
      rule.replaceWith(this.inline(imported, file, inputs).nodes)
    })
    return sheet
  }
}

/** Less with mini-program imports: a file that less cannot find by itself is looked for as WeChat would. */
async function renderLess(file: string, imports: ImportResolver, inputs: Set<string>): Promise<Root> {
  class Files extends less.FileManager {
    override supports(): boolean {
      return true
    }
    override async loadFile(filename: string, directory: string): Promise<Less.FileLoadResult> {
      const found = imports.resolve(filename, join(directory === '' ? dirname(file) : directory, '_'))
      if (found === null) throw new Error(`@import "${filename}": there is no such file`)
      inputs.add(found)
      return { filename: found, contents: readFileSync(found, 'utf8') }
    }
  }
  const plugin: Less.Plugin = {
    install: (_less, manager) => manager.addFileManager(new Files()),
    minVersion: [4, 0, 0],
  }
  const output = await less.render(readFileSync(file, 'utf8'), {
    filename: file,
    plugins: [plugin],
    math: 'parens-division',
  })
  return postcss.parse(output.css, { from: file })
}

function rewriteSheet(sheet: Root, request: StyleRequest): void {
  const scope: SelectorScope = {
    classPrefix: request.kind === 'component' ? request.scopeName : '',
    pageSelector: request.kind === 'page' ? ':scope' : 'wx-page',
    hostSelector: `[wx-host="${request.scopeName}"]`,
  }
  sheet.walkRules((rule: Rule) => {
    if (rule.parent?.type === 'atrule' && /keyframes$/i.test((rule.parent as AtRule).name)) return
    rule.selector = rewriteSelector(rule.selector, scope)
  })
  sheet.walkComments((comment) => {
    comment.remove()
  })
  if (request.kind === 'page') scopeToPage(sheet, request.id)
}

/** A page's sheet matches that page alone; what cannot stand inside `@scope` stays outside. */
function scopeToPage(sheet: Root, id: string): void {
  const scoped: ChildNode[] = []
  const outside: ChildNode[] = []
  for (const node of sheet.nodes) {
    const global = node.type === 'atrule' && /^(?:-\w+-)?(?:keyframes|font-face)$/i.test(node.name)
    ;(global ? outside : scoped).push(node)
  }
  const wrapper = postcss.atRule({ name: 'scope', params: `(wx-page[wx-path="${id}"])`, nodes: scoped })
  sheet.removeAll()
  sheet.append(...outside, wrapper)
}

function minify(sheet: Root): string {
  return sheet.toString().replace(/\n\s*/g, '\n').trim()
}

function isFile(path: string): boolean {
  return path !== '' && existsSync(path) && /\.(less|wxss|css)$/.test(basename(path))
}

function problemOf(name: string, file: string, error: unknown): CompileProblem {
  const fault = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>
  const place = String(fault.file ?? fault.filename ?? file)
  const message = String(fault.reason ?? fault.message ?? error)
  return {
    file: place === file ? name : place.split('/').slice(-3).join('/'),
    line: Number(fault.line ?? 0),
    column: Number(fault.column ?? 0),
    message,
  }
}
