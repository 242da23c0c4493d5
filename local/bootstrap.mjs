/**
 * The door of every command: `node local/bootstrap.mjs <command> [flags]`. Needs Node alone: it looks at the Node version,
 * installs what the lock file names when that has not been done, and hands over to `local/commands/<command>.ts`.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const leastNode = 20

main().catch((error) => stop(error.message))

async function main() {
  const [command, ...flags] = process.argv.slice(2)
  const major = Number(process.versions.node.split('.')[0])
  if (major < leastNode) stop(`Node ${leastNode} or newer is needed; this is ${process.versions.node}.`)
  if (!command || !existsSync(join(root, 'local/commands', `${command}.ts`))) {
    stop(`There is no command «${command ?? ''}». The commands are those under "scripts" in package.json.`)
  }
  await install()
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--enable-source-maps', join(root, 'local/commands', `${command}.ts`), ...flags],
    { cwd: root, stdio: 'inherit' },
  )
  // Ctrl-C reaches the child by itself (same terminal); a signal sent to this process alone is passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => process.stdin.isTTY || child.kill(signal))
  }
  child.on('error', (error) => stop(error.message))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)))
}

/** Runs `npm ci` unless it has run for this very lock file and Node. */
async function install() {
  const stamp = join(root, 'node_modules', '.installed-for')
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.versions.modules} ${process.platform} ${process.arch}`)
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.log('Installing the packages that package-lock.json names (once; a minute or so) …')
  const code = await new Promise((resolve, reject) => {
    const npm = spawn('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    })
    npm.on('error', reject)
    npm.on('exit', resolve)
  })
  if (code !== 0)
    stop('The packages could not be installed; npm says why above. Mend that (network? disk?) and try again.')
  writeFileSync(stamp, wanted)
}

function stop(sentence) {
  console.error(sentence)
  process.exit(1)
}
