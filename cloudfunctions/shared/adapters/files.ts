import { Failure, invariant } from '../errors'
import type { Files } from '../ports/index'
import { attempt } from './operations'
import type { Sdk } from './sdk'
import { toFailure } from './sdk-errors'

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

    async download(fileId) {
      try {
        const { fileContent } = await sdk.downloadFile({ fileID: fileId })
        if (fileContent) return fileContent
      } catch (error) {
        // The SDK says the same of a file that is not there and of one in another environment.
        if (/NONEXIST|not exist|no file|INVALID_PARAM|STORAGE_/i.test(String(error))) {
          throw new Failure('NOT_FOUND', 'no such file')
        }
        throw toFailure(error, 'downloadFile')
      }
      throw new Failure('NOT_FOUND', 'no such file')
    },

    async upload(cloudPath, bytes) {
      const fileContent = Buffer.from(bytes)
      return (await attempt('uploadFile', () => sdk.uploadFile({ cloudPath, fileContent }))).fileID
    },
  }
}
