import { currentPhone } from './current'
import { temporaryFileUrl } from './files'

const cloudUrls = new Map<string, Promise<string>>()

/**
 * The address at which the browser finds what a mini-program names: `cloud://` files, `wxfile://` temporary files, files
 * of the package (served under `/app/`), or an address as it is. Rejects when a cloud file does not exist.
 */
export async function resolvedSource(source: string): Promise<string> {
  if (source.startsWith('cloud://')) return await cloudUrl(source)
  if (source.startsWith('wxfile://')) return temporaryFileUrl(source)
  if (/^(https?:|data:|blob:)/.test(source)) return source
  const page = currentPhone().navigation.currentPages().at(-1) as { route?: string } | undefined
  const base = source.startsWith('/') ? '/' : `/${page?.route ?? ''}`
  const { pathname, search } = new URL(source, `http://package${base}`)
  return `/app${pathname}${search}`
}

async function cloudUrl(fileID: string): Promise<string> {
  const known = cloudUrls.get(fileID)
  if (known !== undefined) return await known
  const url = fetchCloudUrl(fileID)
  cloudUrls.set(fileID, url)
  url.catch(() => cloudUrls.delete(fileID))
  return await url
}

/** A fresh address of a cloud file; rejects when there is none. */
export async function fetchCloudUrl(fileID: string): Promise<string> {
  const answer = (await currentPhone().post('tempUrls', { fileIDs: [fileID] })) as {
    fileList: { tempFileURL: string; status: number; errMsg: string }[]
  }
  const file = answer.fileList[0]
  if (file === undefined || file.status !== 0) throw new Error(file?.errMsg ?? `no such file: ${fileID}`)
  return file.tempFileURL
}
