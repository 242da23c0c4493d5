import type { Manifest } from '../../compiler/types'
import type { PackageResources, ProgramSpace } from './space'

const BUILT = '/app/_built/'

/** Loads packages once each: the main one at the start, a subpackage when a page of it is opened. */
export class PackageLoader {
  private readonly loading = new Map<string, Promise<void>>()

  constructor(
    space: ProgramSpace,
    private readonly manifest: Manifest,
  ) {
    Reflect.set(globalThis, '__weapp', {
      resources: (resources: PackageResources) => space.addResources(resources),
      code: (modules: Record<string, () => unknown>) => space.addModules(modules),
      at: (id: string) => space.at(id),
    })
  }

  /** Rejects when the package cannot be fetched, and tries again the next time. */
  async load(root: string): Promise<void> {
    let loaded = this.loading.get(root)
    if (loaded === undefined) {
      loaded = this.fetch(root)
      this.loading.set(root, loaded)
      loaded.catch(() => this.loading.delete(root))
    }
    await loaded
  }

  private async fetch(root: string): Promise<void> {
    const files = this.manifest.packages[root]
    if (files === undefined) throw new Error(`the mini-program has no package "${root}"`)
    if (files.code === '') throw new Error('代码没有编译成功，请看上面的错误')
    // The code names the components that the resources describe, and runs none of them yet.
    await Promise.all([appendScript(BUILT + files.resources), appendModule(BUILT + files.code)])
  }
}

async function appendModule(source: string): Promise<void> {
  await import(/* the mini-program's own code, known only here */ source)
}

function appendScript(source: string): Promise<void> {
  const script = document.createElement('script')
  script.src = source
  return new Promise((resolve, reject) => {
    script.addEventListener('load', () => resolve())
    script.addEventListener('error', () => reject(new Error(`${source} cannot be loaded`)))
    document.head.append(script)
  })
}
