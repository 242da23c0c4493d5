import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

export const root = join(__dirname, '../..')

/** Files that git tracks or would track, from the project's folder, sorted. */
export function trackedFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root })
  return [...new Set(listed.toString().split('\n'))].filter((file) => file && existsSync(join(root, file))).sort()
}

export function read(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

export interface Import {
  from: string
  /** A file of the project (`cloudfunctions/needs/public.ts`), or a package's name. */
  to: string
  typeOnly: boolean
}

const statement = /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"\n]+)['"]/g
const dynamic = /(?:import|require)\(\s*['"]([^'"\n]+)['"]\s*\)/g

/** What a TypeScript file imports, as text says it: good enough to hold the rooms apart. */
export function importsOf(file: string): Import[] {
  const text = read(file)
  const found: Import[] = []
  for (const match of text.matchAll(statement)) {
    found.push({ from: file, to: resolve(file, match[2] ?? ''), typeOnly: Boolean(match[1]) })
  }
  for (const match of text.matchAll(dynamic))
    found.push({ from: file, to: resolve(file, match[1] ?? ''), typeOnly: false })
  return found
}

function resolve(file: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier
  const base = normalize(join(dirname(file), specifier))
  const candidates = [`${base}.ts`, `${base}/index.ts`, base]
  return candidates.find((path) => existsSync(join(root, path)) && statSync(join(root, path)).isFile()) ?? base
}
