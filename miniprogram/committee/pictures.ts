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
  let sending: Promise<unknown> = Promise.resolve()
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
      sending = Promise.all([sending, ...paths.map(send)])
      await sending
    },
    async again(index: number): Promise<void> {
      const paper = list[index]
      if (!paper) return
      sending = Promise.all([sending, send(paper.url)])
      await sending
    },
    remove(index: number): void {
      put(list.filter((_, at) => at !== index))
    },
    fileIds: () => list.map(({ fileId }) => fileId).filter((id) => id !== ''),
    /** Waits for those on their way, then says what stands in the way of sending them along; empty when nothing does. */
    async problem(): Promise<string> {
      await sending
      return list.some(({ state }) => state === 'failed') ? '有照片没传上去，请重传或去掉' : ''
    },
  }
}

export type Papers = ReturnType<typeof papers>
