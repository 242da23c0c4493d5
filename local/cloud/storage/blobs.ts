import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Bytes on disk under random names. A blob is whole or absent, also after SIGKILL. */
export class Blobs {
  readonly #dir: string

  private constructor(dir: string) {
    this.#dir = dir
  }

  /** Drops what an interrupted upload left behind: every file that is not in `known`. */
  static async open(dir: string, known: ReadonlySet<string>): Promise<Blobs> {
    await mkdir(dir, { recursive: true })
    const orphans = (await readdir(dir)).filter((name) => !known.has(name))
    await Promise.all(orphans.map((name) => rm(join(dir, name), { force: true })))
    return new Blobs(dir)
  }

  /** Resolves with the blob's name once its bytes are on disk. */
  async write(bytes: Uint8Array): Promise<string> {
    const name = randomUUID()
    const path = join(this.#dir, name)
    const file = await open(`${path}.part`, 'w')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(`${path}.part`, path)
    return name
  }

  read(name: string): Promise<Buffer> {
    return readFile(join(this.#dir, name))
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.#dir, name), { force: true })
  }
}
