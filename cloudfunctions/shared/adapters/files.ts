import { invariant } from '../errors'
import type { Files } from '../ports/index'
import { attempt } from './operations'
import type { Sdk } from './sdk'

const ADDRESS_GOOD_S = 600
const MOST_AT_ONCE = 50

export function createFiles(sdk: Sdk): Files {
  return {
    async temporaryUrls(fileIds) {
      if (fileIds.length === 0) return []
      invariant(fileIds.length <= MOST_AT_ONCE, 'at most 50 addresses at once')
      const fileList = fileIds.map((fileID) => ({ fileID, maxAge: ADDRESS_GOOD_S }))
      const reply = await attempt('getTempFileURL', () => sdk.getTempFileURL({ fileList }))
      const urls = new Map(
        reply.fileList.map((file) => [file.fileID, file.status === 0 ? (file.tempFileURL ?? null) : null] as const),
      )
      return fileIds.map((fileId) => urls.get(fileId) || null)
    },

    async upload(cloudPath, bytes) {
      const fileContent = Buffer.from(bytes)
      return (await attempt('uploadFile', () => sdk.uploadFile({ cloudPath, fileContent }))).fileID
    },
  }
}
