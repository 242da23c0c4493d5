/** What every command shares: running programs, saying what goes on, and ending with one clear sentence. */
import { type SpawnOptions, spawn } from 'node:child_process'
import { dirname, join } from 'node:path'

/** The project's folder. */
export const root = dirname(dirname(__dirname))

export interface Finished {
  code: number
  /** Standard output and error, in the order they came. */
  output: string
}

/** Runs a program of node_modules/.bin or the PATH to its end, gathering what it prints. Never rejects for an exit code. */
export function run(program: string, args: readonly string[], options: SpawnOptions & { echo?: boolean } = {}) {
  const { echo = false, ...spawnOptions } = options
  return new Promise<Finished>((resolve) => {
    const path = `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}`
    const child = spawn(program, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...spawnOptions,
      env: { ...process.env, PATH: path, ...spawnOptions.env },
    })
    let output = ''
    const take = (chunk: Buffer) => {
      output += chunk.toString()
      if (echo) process.stdout.write(chunk)
    }
    child.stdout?.on('data', take)
    child.stderr?.on('data', take)
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}\n` }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** Ends the process with one sentence and exit code 1. */
export function stop(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}

/** `1.4 s`, as commands print it. */
export function seconds(sinceMs: number): string {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`
}
