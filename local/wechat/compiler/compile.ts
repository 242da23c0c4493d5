import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { CompileCache } from './cache'
import { findNodeModules, NpmPackages } from './npm'
import { readProject } from './project'
import { compileResources } from './resources'
import { compileCode, hashOf, packageFileName } from './scripts'
import type { CompileOptions, CompileProblem, CompileResult, Manifest, Project } from './types'

/**
 * Builds a mini-program for the local WeChat. What the product got wrong is in `problems` with file and line, and the
 * rest is built all the same; it rejects only when there is no app.json. Nothing is done when nothing changed.
 */
export async function compileMiniprogram(options: CompileOptions): Promise<CompileResult> {
  const startedMs = performance.now()
  const root = resolve(options.root)
  const outDir = resolve(options.outDir)
  const npm = new NpmPackages(options.nodeModules ?? findNodeModules(root))
  const reused = readStamp(outDir, npm)
  if (reused !== null) return resultOf(reused, startedMs, true)
  const problems: CompileProblem[] = []
  const project = readProject(root, npm, problems)
  const cache = new CompileCache(join(outDir, 'cache.json'), compilerMark())
  const code = await compileCode(project, npm, outDir)
  problems.push(...code.problems)
  const resources = await compileResources(project, npm, cache, problems)
  cache.save()
  const lastGood = code.problems.length > 0 ? readManifest(outDir) : null
  const packages: Manifest['packages'] = {}
  mkdirSync(outDir, { recursive: true })
  for (const { root: packageRoot, script } of resources) {
    const file = `${packageFileName(packageRoot)}-${hashOf(script)}.resources.js`
    writeFileSync(join(outDir, file), script)
    const entry = code.entries[packageRoot] ?? lastGood?.packages[packageRoot]?.code ?? ''
    packages[packageRoot] = { resources: file, code: entry }
  }
  copyFiles(root, join(outDir, 'files'))
  const manifest = manifestOf(project, packages, problems)
  writeWhole(join(outDir, 'manifest.json'), JSON.stringify(manifest))
  forgetOldBuilds(outDir)
  writeStamp(outDir, npm, manifest, [root, ...project.inputs, ...code.inputs])
  return resultOf(manifest, startedMs, false)
}

function manifestOf(project: Project, packages: Manifest['packages'], problems: CompileProblem[]): Manifest {
  const pages: Manifest['pages'] = {}
  for (const unit of project.units) if (unit.isPage) pages[unit.id] = { package: unit.package, config: unit.config }
  const content = { app: project.app, pages, packages, problems }
  return { version: hashOf(JSON.stringify(content)), ...content }
}

/** The manifest of the build before this one; its code goes on serving while the new one does not compile. */
function readManifest(outDir: string): Manifest | null {
  const file = join(outDir, 'manifest.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : null
}

/** Readers see the old content or the new, never half of it. */
function writeWhole(file: string, text: string): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, text)
  renameSync(draft, file)
}

/** A phone may still be loading the build before: files go only when they are this old. */
const KEEP_BUILDS_MS = 10 * 60_000

function forgetOldBuilds(outDir: string): void {
  const manifest = readManifest(outDir)
  const used = new Set(Object.values(manifest?.packages ?? {}).flatMap(({ code, resources }) => [code, resources]))
  for (const name of readdirSync(outDir)) {
    const file = join(outDir, name)
    const isOld =
      name.endsWith('.resources.js') && !used.has(name) && Date.now() - statSync(file).mtimeMs > KEEP_BUILDS_MS
    if (isOld) rmSync(file, { force: true })
  }
}

function resultOf(manifest: Manifest, startedMs: number, reused: boolean): CompileResult {
  const ms = Math.round(performance.now() - startedMs)
  return { ok: manifest.problems.length === 0, problems: manifest.problems, manifest, ms, reused }
}

/** What the compilers do not make anything of: pictures, fonts, sounds. */
function copyFiles(root: string, target: string): void {
  rmSync(target, { recursive: true, force: true })
  for (const file of filesUnder(root)) {
    if (/\.(ts|js|json|wxml|wxss|wxs|less|md)$/.test(file)) continue
    const copy = join(target, relative(root, file))
    mkdirSync(dirname(copy), { recursive: true })
    copyFileSync(file, copy)
  }
}

interface Stamp {
  /** The compiler's own source: a change in it makes everything new. */
  compiler: string
  nodeModules: string
  /** Path, time and size of all files in the mini-program's folder and of the npm files that it uses. */
  files: Record<string, string>
  manifest: Manifest
}

function writeStamp(outDir: string, npm: NpmPackages, manifest: Manifest, inputs: readonly string[]): void {
  const files: Record<string, string> = {}
  for (const input of inputs) for (const file of filesUnder(input)) files[file] = markOf(file)
  const stamp: Stamp = { compiler: compilerMark(), nodeModules: npm.nodeModules, files, manifest }
  writeWhole(join(outDir, 'stamp.json'), JSON.stringify({ ...stamp, root: inputs[0] }))
}

function readStamp(outDir: string, npm: NpmPackages): Manifest | null {
  const file = join(outDir, 'stamp.json')
  if (!existsSync(file)) return null
  const stamp = JSON.parse(readFileSync(file, 'utf8')) as Stamp & { root: string }
  if (stamp.compiler !== compilerMark() || stamp.nodeModules !== npm.nodeModules) return null
  if (Object.entries(stamp.files).some(([path, mark]) => markOf(path) !== mark)) return null
  const isNew = filesUnder(stamp.root).some((path) => stamp.files[path] === undefined)
  return isNew ? null : stamp.manifest
}

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/(^|[\\/])(miniprogram_npm|node_modules)([\\/]|$)/.test(name))
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile())
}

function markOf(file: string): string {
  if (!existsSync(file)) return ''
  const { mtimeMs, size } = statSync(file)
  return `${mtimeMs} ${size}`
}

function compilerMark(): string {
  return hashOf(...readdirSync(__dirname).map((name) => `${name} ${markOf(join(__dirname, name))}`))
}
