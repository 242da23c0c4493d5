/** What a function weighs and how long its first call waits, beside a plain `require('wx-server-sdk')`. */
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { buildFunctions } from '../../local/build/functions'

const root = join(__dirname, '../..')
const outDir = join(root, 'dist/cloudfunctions')
const runs = 7

export async function bench(report: (figure: string, value: number, unit: string) => void): Promise<void> {
  const { functions } = await buildFunctions({ sourceDir: join(root, 'cloudfunctions'), outDir })
  for (const { name, bytes } of functions) report(`${name}.bundle`, bytes / 1024, 'KiB')
  const sdk = createRequire(join(root, 'package.json')).resolve('wx-server-sdk')
  const plain: number[] = []
  const bundles = new Map(functions.map(({ name }) => [name, [] as number[]]))
  for (let run = 0; run < runs; run += 1) {
    plain.push(coldStartMs(sdk))
    for (const [name, times] of bundles) times.push(coldStartMs(join(outDir, name, 'index.js')))
  }
  report('plainSdk.coldStart', median(plain), 'ms')
  for (const [name, times] of bundles) {
    report(`${name}.coldStart`, median(times), 'ms')
    report(`${name}.coldStartAgainstPlainSdk`, median(plain) / median(times), 'x')
  }
}

/** A fresh process that loads the file and nothing else: what an instance does before its first call. */
function coldStartMs(file: string): number {
  const script = `const t = performance.now(); require(${JSON.stringify(file)}); console.log(performance.now() - t); process.exit(0)`
  const env = {
    PATH: process.env.PATH ?? '',
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    TCB_ENV: 'local',
    SCF_NAMESPACE: 'local',
  }
  return Number(execFileSync(process.execPath, ['-e', script], { env }).toString().trim().split('\n').at(-1))
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
