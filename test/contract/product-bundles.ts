import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildFunctions } from '../../local/build/functions'

const root = join(__dirname, '../..')
const sourceDir = join(root, 'cloudfunctions')

/** A folder with the product's real bundles, to be read alone. Built once for all test files, until a source changes. */
export async function productBundles(): Promise<string> {
  const kept = join(tmpdir(), `product-bundles-${await digestOfSources()}`)
  if (await stat(kept).catch(() => null)) return kept
  const fresh = await mkdtemp(join(tmpdir(), 'product-building-'))
  await buildFunctions({ sourceDir, outDir: fresh, minify: false })
  // Another test file may have been quicker: then its folder stays, and ours goes.
  await rename(fresh, kept).catch(() => rm(fresh, { recursive: true }))
  return kept
}

async function digestOfSources(): Promise<string> {
  const digest = createHash('sha256')
  const listed = await readdir(sourceDir, { recursive: true, withFileTypes: true })
  const sources = listed.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const tools = ['local/build/functions.ts', 'package-lock.json'].map((file) => join(root, file))
  for (const path of [...sources.sort(), ...tools]) digest.update(path).update(await readFile(path))
  return digest.digest('hex').slice(0, 16)
}
