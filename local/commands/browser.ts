import { existsSync } from 'node:fs'
import { run, stop } from './terminal'

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/**
 * A Chromium for the browser tests, with a font for Chinese: the one that `CHROMIUM` names, the system's, Debian's package
 * when this is Debian and root, else the download that Playwright keeps.
 * @returns the path of its program; ends the process with a sentence when there is none to be had.
 */
export async function ensureBrowser(): Promise<string> {
  await ensureFont()
  const found = [process.env.CHROMIUM, ...systemPaths].find((path) => path && existsSync(path))
  if (found) return found
  if (await installDebian(['chromium'])) {
    const installed = systemPaths.find((path) => existsSync(path))
    if (installed) return installed
  }
  return downloadWithPlaywright()
}

async function downloadWithPlaywright(): Promise<string> {
  const { chromium } = await import('playwright-core')
  if (!existsSync(chromium.executablePath())) {
    console.log('\nDownloading a Chromium for the browser tests (once) …')
    await run('playwright-core', ['install', 'chromium'], { echo: true })
  }
  if (existsSync(chromium.executablePath())) return chromium.executablePath()
  return stop(
    'The browser tests need Chromium: install it, or name its program in the variable CHROMIUM, and try again.',
  )
}

/** macOS brings Chinese fonts; on Linux fontconfig is asked. Without one the tests run, but pictures show boxes. */
async function ensureFont(): Promise<void> {
  if (process.platform !== 'linux') return
  const { code, output } = await run('fc-list', [':lang=zh', 'family'])
  if (code === 0 && output.trim() !== '') return
  if (await installDebian(['fontconfig', 'fonts-noto-cjk'])) return
  console.log('\nNo Chinese font was found: screens will show boxes for characters until one is installed.')
}

async function installDebian(packages: readonly string[]): Promise<boolean> {
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return false
  console.log(`\nInstalling ${packages.join(', ')} from Debian (once) …`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], { env })
  const { code } = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env })
  return code === 0
}
