import { h, type OverlayHost, useStyles } from './kit'

export type ToastIcon = 'success' | 'error' | 'loading' | 'none'

export interface ToastOptions {
  title: string
  icon: ToastIcon
  /** Address of a picture of its own, instead of the icon. */
  image?: string
  /** Keeps taps from the page. */
  mask: boolean
}

const ICONS: Record<Exclude<ToastIcon, 'none'>, string> = {
  success: '<path d="M8 21 17 30 33 12" />',
  error: '<path d="M20 8v16M20 30v2" /><circle cx="20" cy="20" r="17" />',
  loading: '<path d="M20 4a16 16 0 1 1-16 16" />',
}

/** WeChat has one place for toast and loading: a new one replaces what is there. Returns what takes it away. */
export function showToast(host: OverlayHost, options: ToastOptions): () => void {
  useStyles()
  host.overlayRoot.querySelector('.wo-toast')?.remove()
  const toast = h(
    'div',
    {
      class: `wo-toast${options.mask ? ' wo-blocking' : ''}`,
      role: options.icon === 'error' ? 'alert' : 'status',
      'aria-live': 'polite',
    },
    h(
      'div',
      { class: options.icon === 'none' && options.image === undefined ? 'wo-words' : '' },
      picture(options),
      h('span', {}, options.title),
    ),
  )
  host.overlayRoot.append(toast)
  return () => toast.remove()
}

function picture({ icon, image }: ToastOptions): Node | null {
  if (image !== undefined) return h('img', { src: image, alt: '' })
  if (icon === 'none') return null
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 40 40')
  svg.setAttribute('aria-hidden', 'true')
  svg.setAttribute('fill', 'none')
  svg.setAttribute('stroke', 'currentColor')
  svg.setAttribute('stroke-width', '3')
  svg.setAttribute('stroke-linecap', 'round')
  if (icon === 'loading') svg.setAttribute('class', 'wo-spin')
  svg.innerHTML = ICONS[icon]
  return svg
}
