import type { Phone } from '../host/contract'
import { asynchronous, Failure, type Options, requiredText } from './call'
import { keepTemporaryFile, temporaryFile } from './files'
import { fetchCloudUrl } from './sources'

interface CloudAnswer {
  errCode: number
  errMsg?: string
}

/** `wx.cloud`: functions and files. The database is closed to clients in this product, so it is not here. */
export function cloudApis(phone: Phone): Record<string, unknown> {
  let ready = false
  const used = (name: string, work: (options: Options) => Promise<object>) =>
    asynchronous(`cloud.${name}`, async (options) => {
      if (!ready) throw new Failure("-1 Cloud API isn't enabled, please call wx.cloud.init first", -1)
      return await work(options)
    })
  return {
    init: () => {
      ready = true
    },
    callFunction: used('callFunction', (options) => callFunction(phone, options)),
    uploadFile: used('uploadFile', (options) => uploadFile(phone, options)),
    downloadFile: used('downloadFile', (options) => downloadFile(phone, options)),
    getTempFileURL: used('getTempFileURL', async (options) => {
      const fileIDs = fileList(options).map((file) => (typeof file === 'string' ? file : file.fileID))
      return (await phone.post('tempUrls', { fileIDs })) as object
    }),
    deleteFile: used('deleteFile', async (options) => {
      return (await phone.post('deleteFile', { fileIDs: fileList(options) })) as object
    }),
  }
}

async function callFunction(phone: Phone, options: Options): Promise<object> {
  const name = requiredText(options, 'name')
  const answer = (await phone.post('callFunction', { name, data: options.data ?? {} })) as CloudAnswer & {
    result?: unknown
  }
  if (answer.errCode !== 0) throw cloudFailure(answer)
  return { result: answer.result, requestID: crypto.randomUUID() }
}

async function uploadFile(phone: Phone, options: Options): Promise<object> {
  const cloudPath = requiredText(options, 'cloudPath')
  const bytes = temporaryFile(requiredText(options, 'filePath'))
  const answer = await send(phone, `uploadFile?${new URLSearchParams({ cloudPath })}`, { method: 'POST', body: bytes })
  const result = (await answer.json()) as CloudAnswer & { fileID?: string }
  if (!answer.ok || result.errCode !== 0) throw cloudFailure(result)
  return { fileID: result.fileID, statusCode: 204 }
}

async function downloadFile(phone: Phone, options: Options): Promise<object> {
  const fileID = requiredText(options, 'fileID')
  // A file that is not there must be an answer, not a broken request.
  await fetchCloudUrl(fileID)
  const answer = await send(phone, `download?${new URLSearchParams({ fileID })}`, {})
  if (!answer.ok) throw cloudFailure((await answer.json()) as CloudAnswer)
  return { tempFilePath: keepTemporaryFile(await answer.blob()), statusCode: 200 }
}

/** Raw bytes do not go through `phone.post`, so the phone's network is asked here. */
async function send(phone: Phone, path: string, init: RequestInit): Promise<Response> {
  if (!phone.isOnline()) throw new Failure('-1 request:fail net::ERR_INTERNET_DISCONNECTED', -1)
  try {
    return await fetch(`/wechat/${path}`, { ...init, headers: { 'x-openid': phone.openid } })
  } catch {
    throw new Failure('-1 request:fail net::ERR_CONNECTION_REFUSED', -1)
  }
}

function fileList(options: Options): (string | { fileID: string })[] {
  const list = options.fileList
  if (!Array.isArray(list)) throw new Failure('parameter error: parameter.fileList should be Array')
  if (list.length === 0 || list.length > 50) throw new Failure('parameter.fileList must hold 1 to 50 files', -401002)
  return list as (string | { fileID: string })[]
}

function cloudFailure(answer: CloudAnswer): Failure {
  return new Failure(`Error: errCode: ${answer.errCode} | errMsg: ${answer.errMsg ?? 'system error'}`, answer.errCode)
}
