import { button, h, type OverlayHost, openLayer } from './kit'

/** Pictures over the whole phone: swipe or use the arrow keys; a tap closes. Resolves when it is closed. */
export function openPreview(host: OverlayHost, urls: readonly string[], first: number): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      layer.close()
      resolve()
    }
    const layer = openLayer(host, { label: '图片预览', placement: 'full', dark: true, onDismiss: finish })
    const count = h('strong', { 'aria-live': 'polite' }, '')
    const strip = h(
      'div',
      { class: 'wo-preview', tabindex: 0, 'data-first': true },
      ...urls.map((url, index) => h('div', { onclick: finish }, h('img', { src: url, alt: `第 ${index + 1} 张图片` }))),
    )
    const shown = () => Math.round(strip.scrollLeft / Math.max(1, strip.clientWidth))
    const show = () => {
      count.textContent = `${shown() + 1} / ${urls.length}`
    }
    const go = (index: number) => strip.scrollTo({ left: index * strip.clientWidth, behavior: 'instant' })
    strip.addEventListener('scroll', show)
    strip.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowRight') go(shown() + 1)
      if (event.key === 'ArrowLeft') go(shown() - 1)
    })
    layer.root.append(
      h(
        'div',
        { class: 'wo-bar' },
        button('✕', finish, { 'aria-label': '关闭' }),
        count,
        h('span', { style: 'width:44px' }),
      ),
      strip,
    )
    go(first)
    show()
  })
}
