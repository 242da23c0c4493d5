import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { watch } from 'chokidar'
import {
  type BuildContext,
  context,
  type BuildOptions as EsbuildOptions,
  version as esbuild,
  type OutputFile,
} from 'esbuild'
import { isFresh, keepStamp } from './stamp'

export interface FunctionsBuildOptions {
  /** Folder of the sources; each folder in it that has an `index.ts` is one function. */
  sourceDir: string
  /** Where `<function>/index.js`, `config.json` and `package.json` go. */
  outDir: string
  /** Default true, as deployed. */
  minify?: boolean
  /** Writes `index.js.map` beside the bundle; default false. */
  sourcemap?: boolean
}

export interface BuiltFunction {
  name: string
  /** Size of `index.js`. */
  bytes: number
  /** Whether its bundle or its config differs from what was there before. */
  changed: boolean
}

export interface BuildResult {
  functions: BuiltFunction[]
  /** Errors in the compiler's words, with file and line; a function that has one keeps its last good bundle. */
  errors: string[]
  ms: number
}

export interface FunctionsWatch {
  /** The build that was made at the start. */
  first: BuildResult
  close(): Promise<void>
}

/**
 * Builds every cloud function into one CommonJS file with all its dependencies inside, as it is deployed to Node 18.
 * Rejects when a function does not compile.
 */
export async function buildFunctions(options: FunctionsBuildOptions): Promise<BuildResult> {
  const builder = new FunctionsBuilder(options)
  try {
    const result = await builder.build()
    if (result.errors.length > 0) throw new Error(`the cloud functions do not compile:\n${result.errors.join('\n')}`)
    return result
  } finally {
    await builder.dispose()
  }
}

/**
 * Builds, then builds again after each change below `sourceDir` or one of `alsoWatch` (folders that the functions import
 * from). `onRebuilt` hears of every later build, with its errors instead of a rejection.
 */
export async function watchFunctions(
  options: FunctionsBuildOptions & { alsoWatch?: readonly string[] },
  onRebuilt: (result: BuildResult) => void,
): Promise<FunctionsWatch> {
  const builder = new FunctionsBuilder(options)
  const first = await builder.build()
  let pending: NodeJS.Timeout | undefined
  let building = Promise.resolve()
  const rebuild = () => {
    clearTimeout(pending)
    // An editor saves a file in several steps: wait for the last.
    pending = setTimeout(() => {
      building = building.then(async () => onRebuilt(await builder.build()))
    }, 80)
  }
  const watcher = watch([options.sourceDir, ...(options.alsoWatch ?? [])], { ignoreInitial: true }).on('all', rebuild)
  await new Promise<void>((resolveReady) => watcher.once('ready', () => resolveReady()))
  return {
    first,
    async close() {
      clearTimeout(pending)
      await watcher.close()
      await building
      await builder.dispose()
    },
  }
}

class FunctionsBuilder {
  readonly #options: FunctionsBuildOptions
  readonly #contexts = new Map<string, BuildContext<EsbuildOptions & { write: false; metafile: true }>>()

  constructor(options: FunctionsBuildOptions) {
    this.#options = options
  }

  async build(): Promise<BuildResult> {
    const startedAt = performance.now()
    const names = await functionNames(this.#options.sourceDir)
    await this.#dropStale(names)
    const errors: string[] = []
    const functions: BuiltFunction[] = []
    for (const name of names) {
      try {
        functions.push(await this.#buildOne(name))
      } catch (error) {
        errors.push(describe(name, error))
      }
    }
    return { functions, errors, ms: performance.now() - startedAt }
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#contexts.values()].map((each) => each.dispose()))
    this.#contexts.clear()
  }

  async #buildOne(name: string): Promise<BuiltFunction> {
    const outFile = resolve(this.#options.outDir, name, 'index.js')
    const stamp = resolve(this.#options.outDir, '.built', `${name}.json`)
    const { minify = true, sourcemap = false } = this.#options
    const settings = JSON.stringify({ minify, sourcemap, esbuild })
    if (await isFresh(stamp, settings)) return { name, bytes: (await stat(outFile)).size, changed: false }
    const built = this.#contexts.get(name) ?? (await this.#contextOf(name, outFile))
    const { outputFiles, metafile } = await built.rebuild()
    const configFile = resolve(this.#options.sourceDir, name, 'config.json')
    const config = await readConfig(configFile)
    const files: Pick<OutputFile, 'path' | 'contents'>[] = [
      ...outputFiles,
      { path: join(dirname(outFile), 'config.json'), contents: Buffer.from(config) },
      { path: join(dirname(outFile), 'package.json'), contents: Buffer.from(packageJson(name)) },
    ]
    const changes = await Promise.all(files.map(({ path, contents }) => writeIfChanged(path, contents)))
    const read = Object.keys(metafile.inputs).map((path) => resolve(path))
    await keepStamp(stamp, settings, [...read, configFile, ...files.map(({ path }) => path)])
    const bundle = outputFiles.find(({ path }) => path.endsWith('index.js'))
    return { name, bytes: bundle?.contents.byteLength ?? 0, changed: changes.includes(true) }
  }

  async #contextOf(
    name: string,
    outFile: string,
  ): Promise<BuildContext<EsbuildOptions & { write: false; metafile: true }>> {
    const created = await context({
      entryPoints: [join(resolve(this.#options.sourceDir), name, 'index.ts')],
      outfile: outFile,
      bundle: true,
      platform: 'node',
      target: 'node18',
      format: 'cjs',
      minify: this.#options.minify ?? true,
      // Names of classes and functions reach error messages and logs.
      keepNames: true,
      sourcemap: this.#options.sourcemap ? 'external' : false,
      legalComments: 'none',
      logLevel: 'silent',
      write: false,
      metafile: true,
    })
    this.#contexts.set(name, created)
    return created
  }

  /** A function that left the sources must not stay deployed. */
  async #dropStale(names: readonly string[]): Promise<void> {
    await mkdir(this.#options.outDir, { recursive: true })
    for (const entry of await readdir(this.#options.outDir, { withFileTypes: true })) {
      if (!entry.isDirectory() || names.includes(entry.name)) continue
      const folder = join(this.#options.outDir, entry.name)
      if (await exists(join(folder, 'index.js'))) await rm(folder, { recursive: true })
    }
  }
}

async function functionNames(sourceDir: string): Promise<string[]> {
  const folders = (await readdir(sourceDir, { withFileTypes: true })).filter((entry) => entry.isDirectory())
  const found = await Promise.all(
    folders.map(async ({ name }) => ((await exists(join(sourceDir, name, 'index.ts'))) ? [name] : [])),
  )
  return found.flat().sort()
}

async function readConfig(path: string): Promise<string> {
  if (!(await exists(path))) return '{}\n'
  const text = await readFile(path, 'utf8')
  JSON.parse(text)
  return text
}

function packageJson(name: string): string {
  return `${JSON.stringify({ name, version: '1.0.0', private: true, main: 'index.js' }, null, 2)}\n`
}

/** Replaces a file in one step, so that a running instance never loads half of it. */
async function writeIfChanged(path: string, contents: Uint8Array): Promise<boolean> {
  const before = await readFile(path).catch(() => null)
  if (before && digest(before) === digest(contents)) return false
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}.tmp`
  await writeFile(temporary, contents)
  await rename(temporary, path)
  return true
}

function digest(contents: Uint8Array): string {
  return createHash('sha256').update(contents).digest('hex')
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

function describe(name: string, error: unknown): string {
  if (error instanceof Error && 'errors' in error && Array.isArray(error.errors)) {
    return error.errors.map((each) => `${name}: ${place(each)}${String(each.text)}`).join('\n')
  }
  return `${name}: ${error instanceof Error ? error.message : String(error)}`
}

function place(message: { location?: { file: string; line: number } | null }): string {
  return message.location ? `${message.location.file}:${message.location.line}: ` : ''
}
