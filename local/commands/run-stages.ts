import { seconds, stop } from './terminal'

export interface StageResult {
  passed: number
  failed: number
  /** Shown when something failed. */
  output: string
}

export interface Stage {
  name: string
  run: () => Promise<StageResult>
}

/** Runs the stages in order, all of them even when one fails, and closes with the line that counts. */
export async function runStages(stages: readonly Stage[], only: readonly string[] = []): Promise<void> {
  const unknown = only.filter((name) => !stages.some((stage) => stage.name === name))
  if (unknown.length > 0) {
    stop(`There is no stage ${unknown.join(', ')}; the stages are ${stages.map((stage) => stage.name).join(', ')}.`)
  }
  let passed = 0
  let failed = 0
  const startedMs = performance.now()
  for (const stage of stages) {
    if (only.length > 0 && !only.includes(stage.name)) continue
    const sinceMs = performance.now()
    process.stdout.write(`${stage.name.padEnd(12)} …`)
    const result = await stage.run()
    passed += result.passed
    failed += result.failed
    const verdict = result.failed === 0 ? 'ok' : `${result.failed} FAILED`
    process.stdout.write(`\r${stage.name.padEnd(12)} ${verdict}, ${result.passed} passed, ${seconds(sinceMs)}\n`)
    if (result.failed > 0) console.log(result.output.trimEnd())
  }
  console.log(`in ${seconds(startedMs)}`)
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}
