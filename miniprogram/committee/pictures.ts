import { choosePictures, uploadPicture } from '../platform/files'

/** Papers on their way: quotes, vouchers. */
export interface Paper {
  url: string
  fileId: string
  state: 'uploading' | 'uploaded' | 'failed'
}

/** Pictures that a page collects. `show` gets each change; a failed one stays, to be sent again or taken away. */
export function papers(show: (list: readonly Paper[]) => void) {
  let list: readonly Paper[] = []
  const put = (next: readonly Paper[]) => {
    list = next
    show(list)
  }
  const change = (url: string, by: Partial<Paper>) =>
    put(list.map((paper) => (paper.url === url ? { ...paper, ...by } : paper)))
  const send = async (url: string) => {
    try {
      change(url, { state: 'uploading' })
      change(url, { fileId: await uploadPicture(url, 'spending'), state: 'uploaded' })
    } catch {
      change(url, { state: 'failed' })
    }
  }
  return {
    /** @throws when camera and album are not allowed. */
    async add(most: number): Promise<void> {
      const paths = await choosePictures(most - list.length)
      put([...list, ...paths.map((url): Paper => ({ url, fileId: '', state: 'uploading' }))])
      await Promise.all(paths.map(send))
    },
    async again(index: number): Promise<void> {
      const paper = list[index]
      if (paper) await send(paper.url)
    },
    remove(index: number): void {
      put(list.filter((_, at) => at !== index))
    },
    fileIds: () => list.map(({ fileId }) => fileId).filter((id) => id !== ''),
    /** What stands in the way of sending them along; empty when nothing does. */
    problem(): string {
      if (list.some(({ state }) => state === 'uploading')) return '照片还在上传，请等一下'
      return list.some(({ state }) => state === 'failed') ? '有照片没传上去，请重传或去掉' : ''
    },
  }
}

export type Papers = ReturnType<typeof papers>
