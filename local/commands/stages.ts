import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildFunctions } from '../build/functions'
import { buildNpm } from '../build/npm'
import { ensureBrowser } from './browser'
import type { Stage, StageResult } from './run-stages'
import { root, run } from './terminal'
import { checkTemplates } from './wechat-compilers'

/** Every TypeScript project: a room with its own globals. */
const projects = [
  'typings',
  'cloudfunctions',
  'miniprogram',
  'local',
  'local/wechat/client',
  'local/desk/client',
  'test',
  'test/unit/miniprogram',
] as const

export const checkStages: readonly Stage[] = [
  { name: 'types', run: checkTypes },
  { name: 'lint', run: () => single('biome', ['check', '.', '--error-on-warnings', '--colors=off']) },
  { name: 'tidy', run: () => jest('tidy') },
  { name: 'wechat', run: checkTemplates },
]

export const testStages: readonly Stage[] = [
  { name: 'unit', run: () => jest('unit') },
  { name: 'simulation', run: () => jest('simulation') },
  {
    name: 'component',
    run: async () => {
      await buildNpm()
      return jest('component')
    },
  },
  {
    name: 'contract',
    run: async () => {
      await buildFunctions({ sourceDir: join(root, 'cloudfunctions'), outDir: join(root, 'dist/cloudfunctions') })
      return jest('contract')
    },
  },
  inBrowser('e2e'),
]

/** Too slow for every run: `npm test -- durability phone journeys screens` asks for them, and `.ci/run` does. */
export const slowStages: readonly Stage[] = [
  { name: 'durability', run: () => jest('durability') },
  inBrowser('phone'),
  inBrowser('journeys'),
  inBrowser('screens'),
]

function inBrowser(name: string): Stage {
  return { name, run: async () => jest(name, { CHROMIUM: await ensureBrowser() }) }
}

async function checkTypes(): Promise<StageResult> {
  const results = await Promise.all(projects.map((project) => single('tsc', ['-p', project, '--pretty', 'false'])))
  return sum(results)
}

/** A program whose exit code is one verdict. */
async function single(program: string, args: readonly string[]): Promise<StageResult> {
  const { code, output } = await run(program, args)
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output }
}

/** One jest project; its own report says how many tests ran. */
async function jest(project: string, env: Record<string, string> = {}): Promise<StageResult> {
  const folder = mkdtempSync(join(tmpdir(), 'wushe-jest-'))
  const report = join(folder, 'report.json')
  const args = [
    '-c',
    'test/jest.config.js',
    '--selectProjects',
    project,
    '--json',
    `--outputFile=${report}`,
    '--silent',
  ]
  const { code, output } = await run('jest', [...args, '--maxWorkers=2', '--colors=false'], { env })
  try {
    const counts = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>
    const broken = counts.numRuntimeErrorTestSuites ?? 0
    const failed = (counts.numFailedTests ?? 0) + broken
    const clean = code === 0 || failed > 0
    return { passed: counts.numPassedTests ?? 0, failed: clean ? failed : 1, output: withoutReport(output) }
  } catch {
    return { passed: 0, failed: 1, output }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** jest prints its JSON report too; people want the words. */
function withoutReport(output: string): string {
  return output
    .split('\n')
    .filter((line) => !line.startsWith('{"num'))
    .join('\n')
}

function sum(results: readonly StageResult[]): StageResult {
  return {
    passed: results.reduce((total, result) => total + result.passed, 0),
    failed: results.reduce((total, result) => total + result.failed, 0),
    output: results.map((result) => result.output).join(''),
  }
}
