import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { TmplGroup } from 'glass-easel-template-compiler'
import type { CompileProblem } from './types'
import { compileWxs } from './wxs'

/** One WXML file: an expression that makes its template, to be joined with others in `joinTemplates`. */
export interface CompiledTemplate {
  code: string
  /** Ids of the WXML files it imports or includes, and of the WXS files it uses: without extension. */
  templates: string[]
  scripts: string[]
  problems: CompileProblem[]
}

export interface CompiledScript {
  code: string
  scripts: string[]
  problems: CompileProblem[]
}

/** A lone fault that WeChat's compiler lets pass, and real mini-programs contain. */
const TOLERATED = /^(duplicated|deprecated|avoid)/i

export function compileTemplate(id: string, file: string): CompiledTemplate {
  const group = new TmplGroup()
  try {
    const found = group.addTmpl(id, readFileSync(file, 'utf8')) as TemplateFault[]
    const problems = found
      .filter((fault) => fault.isError && !TOLERATED.test(fault.message))
      .map((f) => problemOf(id, f))
    for (const name of group.getInlineScriptModuleNames(id) as string[]) {
      const inline = safeWxs(group.getInlineScript(id, name), `${id}.wxml`)
      problems.push(...inline.problems)
      group.setInlineScript(id, name, inline.code)
    }
    return {
      code: group.getTmplGenObject(id),
      templates: group.getDirectDependencies(id) as string[],
      scripts: group.getScriptDependencies(id) as string[],
      problems,
    }
  } finally {
    group.free()
  }
}

export function compileScript(id: string, file: string): CompiledScript {
  const { code, problems, requires } = safeWxs(readFileSync(file, 'utf8'), `${id}.wxs`)
  const scripts = requires.map((path) =>
    posix.join(path.startsWith('/') ? '' : posix.dirname(id), path.replace(/\.wxs$/, '')),
  )
  return { code, scripts: scripts.map((path) => path.replace(/^\//, '')), problems }
}

/** A function body that returns every template by its id: `(__wxs) => { … return G }`. */
export function joinTemplates(scripts: ReadonlyMap<string, string>, templates: ReadonlyMap<string, string>): string {
  const runtime = new TmplGroup()
  runtime.addScript('_', '') // the module loader is left out of a group without scripts
  runtime.setExtraRuntimeScript(';Q.A=__wxs.filter;Q.B=__wxs.event;Q.C=__wxs.event;')
  const head = `var G={},R={};${runtime.getRuntimeString()}`
  runtime.free()
  const parts = [head]
  for (const [id, code] of scripts) {
    parts.push(`R[${JSON.stringify(id)}]=D(${JSON.stringify(id)},(require,exports,module)=>{${code}\n})`)
  }
  for (const [id, code] of templates) parts.push(`G[${JSON.stringify(id)}]=${code}`)
  return `(__wxs)=>{${parts.join(';\n')};\nreturn G}`
}

interface TemplateFault {
  isError: boolean
  message: string
  path: string
  startLine: number
  startColumn: number
}

function problemOf(id: string, fault: TemplateFault): CompileProblem {
  return { file: `${id}.wxml`, line: fault.startLine + 1, column: fault.startColumn + 1, message: fault.message }
}

function safeWxs(source: string, file: string): { code: string; requires: string[]; problems: CompileProblem[] } {
  try {
    return { ...compileWxs(source), problems: [] }
  } catch (error) {
    const at = error instanceof SyntaxError && 'loc' in error ? (error.loc as { line: number; column: number }) : null
    const message = error instanceof Error ? error.message : String(error)
    const problem = { file, line: at?.line ?? 0, column: (at?.column ?? -1) + 1, message: `WXS: ${message}` }
    return { code: '', requires: [], problems: [problem] }
  }
}
