import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findNodeModules, NPM_FOLDER, NpmPackages } from '../../local/wechat/compiler/npm'
import { readProject } from '../../local/wechat/compiler/project'

/** https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages.html: a package is 2 MB at the most. */
const mostBytes = 2 * 1024 * 1024

const root = join(__dirname, '../../miniprogram')
const npm = new NpmPackages(findNodeModules(root))
const project = readProject(root, npm, [])
const npmUnits = project.units.filter(({ id }) => id.startsWith(`${NPM_FOLDER}/`))

/** What TDesign's components share and import by script; counted whole, though a part of it is used. */
const sharedByTdesign = ['common', 'mixins', 'locale', 'miniprogram_npm']

describe('the size of a package, by its source, which is more than what WeChat minifies of it', () => {
  test.each(project.packages)('package "%s" stays below WeChat’s 2 MB', (name) => {
    const elsewhere = new Set(name === '' ? [NPM_FOLDER, ...project.packages] : [])
    const own = sizeOf(join(root, name), elsewhere)
    const libraries = name === '' ? sum([...librariesInMain()].map((folder) => sizeOf(folder))) : 0
    expect(own).toBeGreaterThan(10_000)
    expect(own + libraries).toBeLessThan(mostBytes)
  })

  test('npm’s components all ship in the main package', () => {
    expect(npmUnits.length).toBeGreaterThan(5)
    expect(npmUnits.map((unit) => unit.package)).toEqual(npmUnits.map(() => ''))
  })
})

/** The folders of the components that pages can reach (WeChat leaves out the rest), and what stands beside them. */
function librariesInMain(): Set<string> {
  const folders = npmUnits.map(({ files }) => dirname(files.script))
  const tdesign = dirname(folders[0] ?? '')
  const shared = sharedByTdesign.map((name) => join(tdesign, name)).filter((folder) => existsSync(folder))
  return new Set([...folders, ...shared, join(npm.nodeModules, 'dayjs/dayjs.min.js')])
}

function sizeOf(path: string, without: ReadonlySet<string> = new Set()): number {
  if (!statSync(path).isDirectory()) return statSync(path).size
  const names = readdirSync(path).filter((name) => !without.has(name) && !name.endsWith('.d.ts'))
  return sum(names.map((name) => sizeOf(join(path, name))))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
