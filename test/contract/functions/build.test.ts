import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BuildResult, buildFunctions, watchFunctions } from '../../../local/build/functions'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'local-cloud-build-'))
  await write('shared/words.ts', 'export const word: string = "first"\n')
  await write('greet/index.ts', 'import { word } from "../shared/words"\nexport const main = () => word\n')
  await write('greet/config.json', '{"timeout":5}')
})
afterEach(() => rm(dir, { recursive: true }))

async function write(path: string, text: string): Promise<void> {
  await mkdir(join(dir, 'source', path, '..'), { recursive: true })
  await writeFile(join(dir, 'source', path), text)
}

function options() {
  return { sourceDir: join(dir, 'source'), outDir: join(dir, 'out') }
}

describe('building the functions', () => {
  it('each folder with an index.ts is one file with its config and a package without dependencies', async () => {
    const { functions, errors } = await buildFunctions(options())
    expect(functions).toEqual([{ name: 'greet', bytes: expect.any(Number), changed: true }])
    expect(errors).toEqual([])
    expect((await readdir(join(dir, 'out', 'greet'))).sort()).toEqual(['config.json', 'index.js', 'package.json'])
    expect(await readFile(join(dir, 'out/greet/config.json'), 'utf8')).toBe('{"timeout":5}')
    expect(JSON.parse(await readFile(join(dir, 'out/greet/package.json'), 'utf8')).dependencies).toBeUndefined()
    expect(require(join(dir, 'out/greet/index.js')).main()).toBe('first')
  })

  it('tells what changed, and takes away a function that left the sources', async () => {
    await buildFunctions(options())
    expect((await buildFunctions(options())).functions).toMatchObject([{ name: 'greet', changed: false }])
    await write('other/index.ts', 'export const main = () => 1\n')
    await rm(join(dir, 'source/greet'), { recursive: true })
    expect((await buildFunctions(options())).functions).toMatchObject([{ name: 'other', changed: true }])
    expect((await readdir(join(dir, 'out'))).filter((entry) => !entry.startsWith('.'))).toEqual(['other'])
  })

  it('a function that does not compile is an error with file and line, and keeps its last good bundle', async () => {
    await buildFunctions(options())
    await write('greet/index.ts', 'export const main = () => 1\nimport { nothing } from "./nowhere"\nnothing()\n')
    await expect(buildFunctions(options())).rejects.toThrow(/greet\/index\.ts:2: Could not resolve/)
    expect(await readFile(join(dir, 'out/greet/index.js'), 'utf8')).toContain('first')
  })

  it('watching builds again after a change in a shared file, and says which function it changed', async () => {
    await write('other/index.ts', 'export const main = () => 1\n')
    const results: BuildResult[] = []
    const watching = await watchFunctions(options(), (result) => results.push(result))
    expect(watching.first.functions).toHaveLength(2)
    await write('shared/words.ts', 'export const word: string = "second"\n')
    const giveUpAt = Date.now() + 4_000
    while (results.length === 0 && Date.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, 20))
    await watching.close()
    expect(results[0]?.functions.filter(({ changed }) => changed)).toMatchObject([{ name: 'greet' }])
    expect(await readFile(join(dir, 'out/greet/index.js'), 'utf8')).toContain('second')
  })
})
