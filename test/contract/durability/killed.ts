/**
 * A product that dies at a chosen write: run with tsx by crash.test.ts as `killed.ts <dataDir> <functionsDir> <action>
 * <collection> <nth> <count>`. It submits so many needs at once, prints the id of each that was answered with ok, and kills
 * itself when the database has made the nth such write.
 */
import { writeSync } from 'node:fs'
import { startCloud } from '../../../local/cloud'
import type { WireEvent } from '../../../local/contract'
import { needInput } from '../needs/scene'
import { calls, cloudOptions } from '../world'

async function main([dataDir = '', functionsDir = '', action = '', collection = '', ...numbers]: string[]) {
  const [nth = 1, count = 1] = numbers.map(Number)
  const cloud = await startCloud(cloudOptions(dataDir, functionsDir))
  let seen = 0
  cloud.onEvent((event: WireEvent) => {
    if (event.type !== 'database' || event.action !== action || event.collection !== collection) return
    seen += 1
    if (seen === nth) process.kill(process.pid, 'SIGKILL')
  })
  const { ok } = calls(() => cloud)
  const submissions = Array.from({ length: count }, async (_, index) => {
    const { needId } = await ok(`o-resident${index}`, 'needs.submit', needInput())
    writeSync(1, `${needId}\n`)
  })
  await Promise.all(submissions)
  process.exit(3)
}

void main(process.argv.slice(2))
