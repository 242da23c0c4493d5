import { Failure, require } from '../errors'
import type { Files } from '../ports/index'
import { attempt } from './operations'
import type { Sdk } from './sdk'

/** The phone says 10 分钟 where it copies one. */
export const ADDRESS_GOOD_S = 600
/** WeChat's limit for `getTempFileURL` and `deleteFile`. */
const MOST_AT_ONCE = 50

export function createFiles(sdk: Sdk): Files {
  const fiftyUrls = async (fileIds: readonly string[]): Promise<(string | null)[]> => {
    const fileList = fileIds.map((fileID) => ({ fileID, maxAge: ADDRESS_GOOD_S }))
    const reply = await attempt('getTempFileURL', () => sdk.getTempFileURL({ fileList }))
    const urls = new Map(
      reply.fileList.map((file) => [file.fileID, file.status === 0 ? (file.tempFileURL ?? null) : null] as const),
    )
    return fileIds.map((fileId) => urls.get(fileId) || null)
  }
  const files: Files = {
    async temporaryUrls(fileIds) {
      const found: (string | null)[] = []
      for (let from = 0; from < fileIds.length; from += MOST_AT_ONCE) {
        found.push(...(await fiftyUrls(fileIds.slice(from, from + MOST_AT_ONCE))))
      }
      return found
    },

    async download(fileId) {
      // Of a file that is not there the SDK's download says nothing that could be told from a fault; its address does.
      const [url] = await files.temporaryUrls([fileId])
      require(url, 'NOT_FOUND', 'no such file')
      const { fileContent } = await attempt('downloadFile', () => sdk.downloadFile({ fileID: fileId }))
      if (!fileContent) throw new Failure('UNAVAILABLE', 'downloadFile gave no file')
      return fileContent
    },

    async upload(cloudPath, bytes) {
      const fileContent = Buffer.from(bytes)
      return (await attempt('uploadFile', () => sdk.uploadFile({ cloudPath, fileContent }))).fileID
    },

    async remove(fileIds) {
      for (let from = 0; from < fileIds.length; from += MOST_AT_ONCE) {
        const fileList = fileIds.slice(from, from + MOST_AT_ONCE)
        await attempt('deleteFile', () => sdk.deleteFile({ fileList }))
      }
    },
  }
  return files
}
