import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Doc, LocalCloud } from '../contract'

const client = join(__dirname, 'client')

/** The newest decisions of the router and entries of the books, as the desk's drawer shows them. */
interface Story {
  routing: { atMs: number; need: string; worker: string; reasons: unknown }[]
  postings: { atMs: number; title: string; lines: { source: string; destination: string; amount: string }[] }[]
}

/**
 * Serves the desk's page at `/` and its parts under `/desk/`. Its script is bundled once, when the server starts.
 * @returns a handler for `createWechatServer`: true when it answered.
 */
export async function createDeskHandler(cloud: LocalCloud) {
  const script = await build({
    entryPoints: [join(client, 'desk.ts')],
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'silent',
  })
  const parts: Record<string, { type: string; body: () => string }> = {
    '/': { type: 'text/html', body: () => readFileSync(join(client, 'index.html'), 'utf8') },
    '/desk/desk.css': { type: 'text/css', body: () => readFileSync(join(client, 'desk.css'), 'utf8') },
    '/desk/desk.js': { type: 'text/javascript', body: () => script.outputFiles[0]?.text ?? '' },
    '/desk/story': { type: 'application/json', body: () => JSON.stringify(story(cloud)) },
  }
  return (request: IncomingMessage, response: ServerResponse, url: URL): boolean => {
    const part = request.method === 'GET' ? parts[url.pathname] : undefined
    if (!part) return false
    response.writeHead(200, { 'content-type': `${part.type}; charset=utf-8`, 'cache-control': 'no-store' })
    response.end(part.body())
    return true
  }
}

function story(cloud: LocalCloud): Story {
  const needs = newest(cloud.database.find('needs'), 'submittedAtMs').filter((need) => need.offer || need.helper)
  const entries = newest(cloud.database.find('journal'), 'atMs')
  return {
    routing: needs.map((need) => {
      const chosen = (need.offer ?? need.helper) as Record<string, unknown>
      return {
        atMs: Number(chosen.offeredAtMs ?? need.submittedAtMs),
        need: String(need.description).slice(0, 16),
        worker: String(chosen.workerName ?? chosen.name ?? ''),
        reasons: chosen.reasons ?? [],
      }
    }),
    postings: entries.map((entry) => ({
      atMs: Number(entry.atMs),
      title: String(entry.title),
      lines: ((entry.postings ?? []) as Record<string, unknown>[]).map((posting) => ({
        source: String(posting.source),
        destination: String(posting.destination),
        amount: `¥${(Number(posting.amountFen) / 100).toFixed(2)}`,
      })),
    })),
  }
}

function newest(documents: Doc[], field: string): Doc[] {
  return documents.sort((a, b) => Number(b[field]) - Number(a[field])).slice(0, 12)
}
