import { z } from 'zod'
import type { ImportId, ImportSource } from '../../../../typings/income'
import { leaveTrace } from '../../../shared/audit/audit'
import { Failure, require } from '../../../shared/errors'
import { cursor, importId, requestKey, text, version } from '../../../shared/fields'
import { claimFiles, fileIn } from '../../../shared/files/claims'
import { readPage } from '../../../shared/paging'
import { type Context, procedure } from '../../../shared/procedure'
import { hourMs } from '../../../shared/time/spans'
import { judgeRows, postRows, readMatchable, rowsACall } from '../../income/imports'
import { mostFileBytes, parseRows } from '../../income/parse'
import type { ImportRecord } from '../../income/records'
import { readTable } from '../../income/table'
import { districtOf, importDetail, importSummary } from '../../income/view'
import { canonicalJson, sha256 } from '../../ledger/canonical'

const allSources = ['tencentGongyi', 'alipayGongyi', 'bankList'] as const satisfies readonly ImportSource[]

export const previewImport = procedure({
  name: 'funds.previewImport',
  input: z.strictObject({
    importKey: requestKey,
    source: z.enum(allSources),
    fileId: fileIn('imports'),
    fileName: text(1, 80),
  }),
  access: ['districtStaff'],
  limit: { name: 'previewImport', most: 60, windowMs: hourMs },
  run: async (context, input) => {
    const { world, openid, nowMs, duties, callerName } = context
    const districtCode = districtOf(duties)
    const id: ImportId = `import_${world.ids.from('import', openid, input.importKey)}`
    const inputDigest = sha256(canonicalJson(input))
    const known = await world.database.get<ImportRecord>('imports', id)
    require(!known || known.inputDigest === inputDigest, 'KEY_REUSED', 'the same key came with another file')
    if (known) return importDetail(known)
    await claimFiles(world, openid, 'fileId', [input.fileId])
    const { encoding, parsed } = await readFile(context, input.source, input.fileId)
    const rows = await judgeRows(
      world,
      { source: input.source, districtCode },
      parsed,
      await readMatchable(world, districtCode),
    )
    const { source, fileId, fileName } = input
    const record: ImportRecord = {
      ...{ _id: id, districtCode, authorOpenid: openid, authorName: callerName ?? '', inputDigest },
      ...{
        source,
        fileName,
        fileId,
        encoding,
        createdAtMs: nowMs,
        status: 'previewed',
        rows,
        doneCount: 0,
        version: 1,
      },
    }
    await world.database.insert('imports', record)
    return importDetail(record)
  },
})

async function readFile({ world, nowMs }: Context, source: ImportSource, fileId: string) {
  const refuse = (limit: string): never => {
    throw new Failure('INVALID_INPUT', limit, [{ path: 'fileId', limit }])
  }
  const bytes = await world.files.download(fileId)
  if (bytes.byteLength > mostFileBytes) return refuse('文件超过 1 MB，请分成几个文件')
  const table = readTable(bytes)
  if (table === null) return refuse('这不是 CSV 文件。请在表格软件里另存为 CSV 再上传')
  const parsed = parseRows(table, source, nowMs)
  if ('problem' in parsed) return refuse(parsed.problem)
  if (parsed.rows.length === 0) return refuse('文件里没有一行收入')
  return { encoding: table.encoding, parsed: parsed.rows }
}

export const getImport = procedure({
  name: 'funds.getImport',
  input: z.strictObject({ importId }),
  access: ['districtStaff'],
  run: async (context, input) => importDetail(await readOwn(context, input.importId)),
})

export const listImports = procedure({
  name: 'funds.listImports',
  input: z.strictObject({ cursor }),
  access: ['districtStaff'],
  run: async ({ world, duties }, input) => {
    const { rows, nextCursor } = await readPage<ImportRecord>(world.database, 'imports', {
      where: { districtCode: districtOf(duties) },
      ...{ sortBy: 'createdAtMs', direction: 'desc', size: 10, cursor: input.cursor },
    })
    return { rows: rows.map(importSummary), nextCursor }
  },
})

/**
 * Posts the next hundred rows. Cut off, or confirmed by two at once, no row is posted twice: each entry's id is the
 * platform's or bank's own number.
 */
export const confirmImport = procedure({
  name: 'funds.confirmImport',
  input: z.strictObject({ importId, version }),
  access: ['districtStaff'],
  run: async (context, input) => {
    const { world, openid, requestId, nowMs } = context
    const record = await readOwn(context, input.importId)
    if (record.status === 'posted') return importDetail(record)
    require(record.status !== 'discarded', 'NOT_NOW', 'the import was discarded')
    require(record.version === input.version, 'CONFLICT', 'somebody goes on with it')
    if (record.doneCount === 0) {
      await leaveTrace(world, {
        ...{ action: 'funds.confirmImport', subjectId: record._id, actorOpenid: openid, requestId, atMs: nowMs },
      })
    }
    const rows = record.rows.slice(record.doneCount, record.doneCount + rowsACall)
    await postRows(world, record, rows)
    const doneCount = record.doneCount + rows.length
    const status = doneCount === record.rows.length ? ('posted' as const) : ('posting' as const)
    const set = { doneCount, status }
    const guard = { version: input.version }
    const changed = await world.database.update('imports', record._id, guard, { set, increment: { version: 1 } })
    require(changed, 'CONFLICT', 'somebody went on with it')
    return importDetail({ ...record, ...set, version: record.version + 1 })
  },
})

export const discardImport = procedure({
  name: 'funds.discardImport',
  input: z.strictObject({ importId, version }),
  access: ['districtStaff'],
  run: async (context, input) => {
    const record = await readOwn(context, input.importId)
    if (record.status === 'discarded') return importSummary(record)
    require(record.status === 'previewed', 'NOT_NOW', 'what is posted stays; mistakes are corrected')
    const guard = { version: input.version, status: 'previewed' }
    const change = { set: { status: 'discarded' }, increment: { version: 1 } }
    const changed = await context.world.database.update('imports', record._id, guard, change)
    require(changed, 'CONFLICT', 'somebody confirmed it in between')
    return importSummary({ ...record, status: 'discarded', version: record.version + 1 })
  },
})

async function readOwn({ world, duties }: Context, id: ImportId): Promise<ImportRecord> {
  const record = await world.database.get<ImportRecord>('imports', id)
  require(record && record.districtCode === districtOf(duties), 'NOT_FOUND', 'no such import in this district')
  return record
}
