import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { type BuildOptions, type BuildResult, build, type Message, type Plugin } from 'esbuild'
import type { NpmPackages } from './npm'
import { displayName } from './project'
import type { CompileProblem, Project } from './types'

export interface CompiledCode {
  /** Entry of each package, relative to the output folder. */
  entries: Record<string, string>
  inputs: string[]
  problems: CompileProblem[]
}

/** Folder of the code inside the output. */
const CODE = 'code'

/**
 * Bundles the scripts: one entry a package, what several packages share in chunks of its own, so that a module exists
 * once however many packages use it. A page's or component's module runs when the phone asks for it, not before
 * (`lazyCodeLoading`), and tells the phone its id first, for `Page()` and `Component()` do not say whose they are.
 */
export async function compileCode(project: Project, npm: NpmPackages, outDir: string): Promise<CompiledCode> {
  const options = buildOptions(project, npm, outDir)
  const result = await build(options).catch((error: unknown) => failedBuild(error))
  const problems = [...result.errors].map((message) => problemOf(message, project, npm))
  if (problems.length > 0 || result.metafile === undefined) return { entries: {}, inputs: [], problems }
  forgetOldCode(join(outDir, CODE))
  for (const file of result.outputFiles ?? []) {
    mkdirSync(dirname(file.path), { recursive: true })
    writeFileSync(file.path, file.contents)
  }
  const entries: Record<string, string> = {}
  for (const [file, output] of Object.entries(result.metafile.outputs)) {
    const root = /^package:\/(.*)$/.exec(output.entryPoint ?? '')?.[1]
    if (root !== undefined) entries[root] = `${CODE}/${basename(file)}`
  }
  const inputs = Object.keys(result.metafile.inputs).filter((input) => !input.startsWith('package:'))
  return { entries, inputs: inputs.map((input) => join(project.root, input)), problems: [] }
}

/** Built files carry their content's hash in their name; a phone may be loading the ones before, so they stay an hour. */
const KEEP_CODE_MS = 3_600_000

function forgetOldCode(folder: string): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const file = join(folder, name)
    if (Date.now() - statSync(file).mtimeMs > KEEP_CODE_MS) rmSync(file, { force: true })
  }
}

function buildOptions(project: Project, npm: NpmPackages, outDir: string): BuildOptions & { metafile: true } {
  return {
    absWorkingDir: project.root,
    entryPoints: project.packages.map((root) => ({ in: `package:/${root}`, out: packageFileName(root) })),
    outdir: join(outDir, CODE),
    entryNames: '[name]-[hash]',
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    nodePaths: [npm.nodeModules],
    mainFields: ['module', 'main'],
    sourcemap: 'linked',
    sourceRoot: '',
    sourcesContent: false,
    metafile: true,
    write: false,
    logLevel: 'silent',
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    plugins: [packageEntries(project), modules(project, npm)],
  }
}

export function packageFileName(root: string): string {
  return root === '' ? 'main' : root.replace(/\W+/g, '-')
}

function packageEntries(project: Project): Plugin {
  return {
    name: 'package-entries',
    setup(context) {
      context.onResolve({ filter: /^package:/ }, ({ path }) => ({
        path: path.slice('package:'.length),
        namespace: 'package',
      }))
      context.onLoad({ filter: /.*/, namespace: 'package' }, ({ path }) => {
        const root = path.slice(1)
        const modules = project.units
          .filter((unit) => unit.package === root)
          .map((unit) => [unit.id, unit.files.script])
        if (root === '' && project.appScript !== '') modules.unshift(['app', project.appScript])
        const table = modules.map(([id, file]) => `${JSON.stringify(id)}: () => require(${JSON.stringify(file)})`)
        return { contents: `__weapp.code({\n${table.join(',\n')}\n})`, resolveDir: project.root }
      })
    },
  }
}

function modules(project: Project, npm: NpmPackages): Plugin {
  const idOfScript = new Map(project.units.map((unit) => [unit.files.script, unit.id]))
  idOfScript.set(project.appScript, 'app')
  return {
    name: 'mini-program-modules',
    setup(context) {
      context.onResolve({ filter: /^[^./]/ }, ({ path, importer, namespace }) => {
        if (namespace !== 'file') return undefined
        const file = npm.resolveImport(path, importer)
        return file === null ? undefined : { path: file, sideEffects: true }
      })
      context.onResolve({ filter: /^\// }, ({ path, namespace }) => {
        if (namespace !== 'file') return { path }
        const file = [`${path}.ts`, `${path}.js`, path].map((p) => join(project.root, p)).find((p) => extname(p) !== '')
        return file === undefined ? undefined : { path: file }
      })
      context.onLoad({ filter: /\.(ts|js)$/, namespace: 'file' }, ({ path }) => {
        const id = idOfScript.get(path)
        if (id === undefined) return undefined
        const contents = `__weapp.at(${JSON.stringify(id)});${readFileSync(path, 'utf8')}`
        return { contents, loader: path.endsWith('.ts') ? 'ts' : 'js' }
      })
    },
  }
}

function failedBuild(error: unknown): Partial<BuildResult<{ metafile: true; write: false }>> & { errors: Message[] } {
  if (typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors)) {
    return { errors: error.errors as Message[] }
  }
  throw error
}

function problemOf(message: Message, project: Project, npm: NpmPackages): CompileProblem {
  const place = message.location
  if (place === null) return { file: '', line: 0, column: 0, message: message.text }
  const marker = /^__weapp\.at\("[^"]*"\);/.exec(place.lineText)?.[0].length ?? 0
  return {
    file: displayName(project.root, npm, join(project.root, place.file)),
    line: place.line,
    column: Math.max(1, place.column + 1 - (place.line === 1 ? marker : 0)),
    message: message.text,
  }
}

export function hashOf(...parts: (string | Uint8Array)[]): string {
  const hash = createHash('sha1')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex').slice(0, 16)
}
