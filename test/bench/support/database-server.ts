/**
 * A process with the local database alone, for benches: the clients have a core of their own. Prints its port. Each request
 * waits for as many milliseconds as the path says (`/6`), which stands for the way to a real database and back.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { collections } from '../../../cloudfunctions/shared/collections'
import { openDatabase } from '../../../local/cloud/database'
import type { Doc } from '../../../local/contract'
import { longHistory } from './long-history'

async function main(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'bench-'))
  const database = await openDatabase({ dir, collections, nowMs: Date.now })
  // A fund with so many entries, planted before the port is told.
  const entries = Number(process.argv[2] ?? 0)
  if (entries > 0) {
    for (const [collection, documents] of Object.entries(longHistory(entries))) {
      await database.load(collection, documents as unknown as Doc[])
    }
  }
  const answer = async (request: IncomingMessage) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const delayMs = Number(/^\/(\d+)/.exec(request.url ?? '')?.[1] ?? 0)
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Parameters<typeof database.handle>[0]
    return { requestId: 'bench', ...(await database.handle(body)) }
  }
  const server = createServer((request, response) => {
    void answer(request).then((body) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    })
  })
  server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
  process.stdin.resume().on('end', () => {
    server.closeAllConnections()
    server.close()
    void database.close().then(() => {
      rmSync(dir, { recursive: true, force: true })
      process.exit(0)
    })
  })
}

void main()
