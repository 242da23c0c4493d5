import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** What a build read and wrote, each file with its time and size, so that the next start need not build again. */
interface Kept {
  options: string
  files: Record<string, string>
}

/** True when the stamp was kept for the same options and none of its files has changed, come or gone since. */
export async function isFresh(stampFile: string, options: string): Promise<boolean> {
  const kept = await readFile(stampFile, 'utf8').then(
    (text) => JSON.parse(text) as Kept,
    () => null,
  )
  if (kept === null || kept.options !== options) return false
  const now = await marksOf(Object.keys(kept.files))
  return Object.entries(kept.files).every(([file, mark]) => now[file] === mark)
}

/** Keeps the stamp of a build that has just succeeded. */
export async function keepStamp(stampFile: string, options: string, files: readonly string[]): Promise<void> {
  const kept: Kept = { options, files: await marksOf(files) }
  await mkdir(dirname(stampFile), { recursive: true })
  await writeFile(stampFile, JSON.stringify(kept))
}

async function marksOf(files: readonly string[]): Promise<Record<string, string>> {
  const marks = await Promise.all(
    files.map(async (file) => {
      const found = await stat(file).catch(() => null)
      return [file, found ? `${found.mtimeMs} ${found.size}` : 'none'] as const
    }),
  )
  return Object.fromEntries(marks)
}
