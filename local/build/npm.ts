import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

const root = resolve(__dirname, '../..')

/** What the mini-program imports from npm, by its package's name. */
const packages = ['tdesign-miniprogram', 'dayjs'] as const

/**
 * Lays out `miniprogram/miniprogram_npm` as WeChat's npm build does: a package that names a `miniprogram` folder is copied
 * as it is, any other becomes its main file. Does nothing when the same versions lie there already.
 * @returns true when something was written.
 */
export async function buildNpm(projectRoot: string = root): Promise<boolean> {
  const target = join(projectRoot, 'miniprogram/miniprogram_npm')
  const manifests = await Promise.all(packages.map((name) => readManifest(projectRoot, name)))
  const wanted = JSON.stringify(manifests.map(({ name, version }) => `${name}@${version}`))
  const stampFile = join(target, '.versions.json')
  if ((await readText(stampFile)) === wanted) return false

  await rm(target, { recursive: true, force: true })
  await mkdir(target, { recursive: true })
  for (const manifest of manifests) await layOut(projectRoot, manifest, join(target, manifest.name))
  await writeFile(stampFile, wanted)
  return true
}

interface Manifest {
  name: string
  version: string
  main?: string
  miniprogram?: string
}

async function readManifest(projectRoot: string, name: string): Promise<Manifest> {
  const text = await readFile(join(projectRoot, 'node_modules', name, 'package.json'), 'utf8')
  return JSON.parse(text) as Manifest
}

async function layOut(projectRoot: string, manifest: Manifest, to: string): Promise<void> {
  const from = join(projectRoot, 'node_modules', manifest.name)
  if (manifest.miniprogram !== undefined) {
    await cp(join(from, manifest.miniprogram), to, { recursive: true, filter: (path) => !path.endsWith('.d.ts') })
    return
  }
  const main = join(from, manifest.main ?? 'index.js')
  await stat(main)
  await mkdir(to, { recursive: true })
  await cp(main, join(to, 'index.js'))
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    return null
  }
}
