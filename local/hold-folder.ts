import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Makes sure that one process alone works on a data folder: a file in it carries the holder's process number, and one
 * that a killed process left behind is taken over. Throws an error with code `DATA_IN_USE` when the holder is alive.
 * @returns ends the hold.
 */
export function holdFolder(folder: string): () => void {
  const file = join(folder, 'held-by')
  const holder = readHolder(file)
  if (holder !== null && holder !== process.pid && isAlive(holder)) {
    const sentence = `The data folder ${folder} is in use by process ${holder}: end that, or choose another with --data.`
    throw Object.assign(new Error(sentence), { code: 'DATA_IN_USE' })
  }
  writeFileSync(file, String(process.pid))
  return () => rmSync(file, { force: true })
}

function readHolder(file: string): number | null {
  try {
    const holder = Number(readFileSync(file, 'utf8'))
    return Number.isInteger(holder) && holder > 0 ? holder : null
  } catch {
    return null
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
