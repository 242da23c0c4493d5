import { CallFailure, failureOf, wasCancelled } from './cloud'
import { newKey } from './keys'

/** As much as the cloud reads (`income/parse.ts`). */
const mostFileBytes = 1_000_000

export interface ChatFile {
  path: string
  name: string
  /** More than the server reads. */
  tooLarge: boolean
}

/** Lets the person choose one table (CSV) that came in a chat; null when they closed it. */
export async function chooseTable(): Promise<ChatFile | null> {
  try {
    const { tempFiles } = await wx.chooseMessageFile({ count: 1, type: 'file', extension: ['csv', 'txt'] })
    const [file] = tempFiles
    return file ? { path: file.path, name: file.name, tooLarge: file.size > mostFileBytes } : null
  } catch (error) {
    if (wasCancelled(error)) return null
    throw new CallFailure('INVALID_INPUT', 'no such kind of file', false, '')
  }
}

/** Uploads it for an import, under a name nobody can guess. Resolves with its cloud file id. */
export async function uploadTable({ path, name }: ChatFile): Promise<string> {
  const key = newKey()
  const ending = name.toLowerCase().endsWith('.txt') ? 'txt' : 'csv'
  try {
    return (await wx.cloud.uploadFile({ cloudPath: `imports/${key}.${ending}`, filePath: path })).fileID
  } catch (error) {
    throw await failureOf(error, key)
  }
}
