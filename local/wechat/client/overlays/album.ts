import { button, h, type OverlayHost, openLayer } from './kit'
import { samplePhotos } from './sample-photos'

/**
 * The phone's album: drawn sample pictures, so that a demo works at once, and any file of this machine.
 * Resolves with the files in the order they were chosen, or null when it is closed.
 */
export function openAlbum(host: OverlayHost, most: number, accept: string): Promise<Blob[] | null> {
  return new Promise((resolve) => {
    const chosen: Blob[] = []
    const finish = (files: Blob[] | null) => {
      layer.close()
      resolve(files)
    }
    const layer = openLayer(host, { label: '选择图片', placement: 'full', onDismiss: () => finish(null) })
    const grid = h('div', { class: 'wo-album' })
    const done = button('完成', () => finish(chosen), { class: 'wo-green', disabled: true })
    const marks = new Map<Blob, HTMLElement>()
    const show = () => {
      done.textContent = chosen.length === 0 ? '完成' : `完成(${chosen.length})`
      done.toggleAttribute('disabled', chosen.length === 0)
      for (const [file, mark] of marks) {
        const order = chosen.indexOf(file) + 1
        mark.setAttribute('aria-pressed', String(order > 0))
        mark.setAttribute('data-order', String(order))
      }
    }
    const toggle = (file: Blob) => {
      const at = chosen.indexOf(file)
      if (at >= 0) chosen.splice(at, 1)
      else if (most === 1) chosen.splice(0, 1, file)
      else if (chosen.length < most) chosen.push(file)
      show()
    }
    const input = h('input', { type: 'file', accept, multiple: most > 1, 'aria-label': '选择本机的图片' })
    input.addEventListener('change', () => {
      const files = input instanceof HTMLInputElement ? [...(input.files ?? [])] : []
      if (files.length > 0) finish([...chosen, ...files].slice(0, most))
    })
    layer.root.append(
      h(
        'div',
        { class: 'wo-bar', style: 'background:#fff' },
        button('取消', () => finish(null)),
        h('strong', {}, '最近项目'),
        done,
      ),
      grid,
      h(
        'div',
        { class: 'wo-bar', style: 'background:#fff;position:relative;justify-content:center' },
        h('label', { class: 'wo-file', style: 'margin:8px;color:#576b95;border-color:#ddd' }, '选择本机的图片', input),
      ),
    )
    if (accept.includes('image')) {
      void samplePhotos().then((photos) => {
        for (const { name, file, url } of photos) {
          const mark = button('', () => toggle(file), {
            class: 'wo-photo',
            'aria-label': name,
            'aria-pressed': 'false',
          })
          mark.append(h('img', { src: url, alt: '' }))
          marks.set(file, mark)
          grid.append(mark)
        }
      })
    }
  })
}
