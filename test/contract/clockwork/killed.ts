/**
 * A product that dies at a chosen write: run with tsx by crash.test.ts as `killed.ts <dataDir> <functionsDir> <action>
 * <collection> <nth>`. It submits one need, and kills itself when the database has made the nth such write.
 */

import { startCloud } from '../../../local/cloud'
import type { WireEvent } from '../../../local/contract'
import { needInput } from '../needs/scene'
import { cloudOptions } from '../world'

async function main([
  dataDir = '',
  functionsDir = '',
  action = '',
  collection = '',
  nth = '',
]: string[]): Promise<void> {
  const cloud = await startCloud(cloudOptions(dataDir, functionsDir))
  let seen = 0
  cloud.onEvent((event: WireEvent) => {
    if (event.type !== 'database' || event.action !== action || event.collection !== collection) return
    seen += 1
    if (seen === Number(nth)) process.kill(process.pid, 'SIGKILL')
  })
  const event = { procedure: 'needs.submit', input: needInput(), requestId: 'killed' }
  await cloud.functions.call('needs', event, { openid: 'o-resident', source: 'wx_client' })
  process.exit(3)
}

void main(process.argv.slice(2))
