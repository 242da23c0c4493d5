import { button, h, type OverlayHost, openLayer } from './kit'

/**
 * The files that came in chats: of this machine, as the local WeChat has no chats. Resolves with them in the order in which
 * they were chosen, or null when it is closed.
 */
export function openChatFiles(host: OverlayHost, most: number, accept: string): Promise<File[] | null> {
  return new Promise((resolve) => {
    const finish = (files: File[] | null) => {
      layer.close()
      resolve(files)
    }
    const layer = openLayer(host, { label: '选择聊天中的文件', placement: 'full', onDismiss: () => finish(null) })
    const input = h('input', { type: 'file', accept, multiple: most > 1, 'aria-label': '选择本机的文件' })
    input.addEventListener('change', () => {
      const files = input instanceof HTMLInputElement ? [...(input.files ?? [])] : []
      if (files.length > 0) finish(files.slice(0, most))
    })
    layer.root.append(
      h(
        'div',
        { class: 'wo-bar', style: 'background:#fff' },
        button('取消', () => finish(null)),
        h('strong', {}, '选择文件'),
        h('span', {}, ''),
      ),
      h(
        'div',
        {
          style:
            'flex:1;display:flex;flex-direction:column;gap:16px;align-items:center;justify-content:center;padding:24px',
        },
        h(
          'div',
          { style: 'color:#616b69;text-align:center' },
          '在手机上，这里是聊天里的文件；在这台机器上，请选一个本机的文件。',
        ),
        h('label', { class: 'wo-file', style: 'margin:8px;color:#576b95;border-color:#ddd' }, '选择本机的文件', input),
      ),
    )
  })
}
