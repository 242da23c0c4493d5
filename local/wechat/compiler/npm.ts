import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

/** Ids of npm components start with this, as in a mini-program that WeChat's tools built. */
export const NPM_FOLDER = 'miniprogram_npm'

/**
 * npm as WeChat's «build npm» lays it out, without copying anything: `tdesign-miniprogram/button/button` is
 * `<node_modules>/tdesign-miniprogram/<its "miniprogram" folder>/button/button`, its id
 * `miniprogram_npm/tdesign-miniprogram/button/button`. A package's own `miniprogram_npm` goes before ours.
 */
export class NpmPackages {
  private readonly folders = new Map<string, string | null>()

  constructor(readonly nodeModules: string) {}

  /** The folder whose content a mini-program sees as the package; null when it is not installed. */
  folder(name: string): string | null {
    const known = this.folders.get(name)
    if (known !== undefined) return known
    const packageFolder = join(this.nodeModules, name)
    const found = existsSync(join(packageFolder, 'package.json')) ? miniprogramFolder(packageFolder) : null
    this.folders.set(name, found)
    return found
  }

  /** The file path (without extension) that an id under `miniprogram_npm/` stands for. */
  pathOfId(id: string): string | null {
    const { name, rest } = splitSpecifier(id.slice(NPM_FOLDER.length + 1))
    const folder = this.folder(name)
    return folder === null ? null : join(folder, rest)
  }

  /** The id of a file inside an npm package; null when it is not in one. */
  idOfPath(path: string): string | null {
    const inside = relative(this.nodeModules, path).split(sep).join('/')
    if (inside.startsWith('..')) return null
    const { name } = splitSpecifier(inside)
    const folder = this.folder(name)
    if (folder === null) return null
    return `${NPM_FOLDER}/${name}/${relative(folder, path).split(sep).join('/')}`
  }

  /** A script's bare import: the package's own `miniprogram_npm` first. Null leaves it to the bundler. */
  resolveImport(specifier: string, importer: string): string | null {
    for (let folder = dirname(importer); folder.startsWith(this.nodeModules); folder = dirname(folder)) {
      const found = firstScript(join(folder, NPM_FOLDER, specifier))
      if (found !== null) return found
    }
    const { name, rest } = splitSpecifier(specifier)
    const packageFolder = this.folder(name)
    if (packageFolder === null || packageFolder === join(this.nodeModules, name)) return null
    return firstScript(join(packageFolder, rest))
  }
}

export function splitSpecifier(specifier: string): { name: string; rest: string } {
  const parts = specifier.split('/')
  const size = specifier.startsWith('@') ? 2 : 1
  return { name: parts.slice(0, size).join('/'), rest: parts.slice(size).join('/') }
}

/** The nearest node_modules at or above a folder. */
export function findNodeModules(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules')
    if (existsSync(candidate)) return candidate
    if (folder === dirname(folder)) return join(from, 'node_modules')
  }
}

function miniprogramFolder(packageFolder: string): string {
  const declared: unknown = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
  const field =
    typeof declared === 'object' && declared !== null && 'miniprogram' in declared ? declared.miniprogram : undefined
  const folder = typeof field === 'string' ? field : 'miniprogram_dist'
  return existsSync(join(packageFolder, folder)) ? join(packageFolder, folder) : packageFolder
}

function firstScript(path: string): string | null {
  for (const candidate of [path, `${path}.js`, join(path, 'index.js')]) {
    if (candidate.endsWith('.js') && existsSync(candidate)) return candidate
  }
  return null
}
