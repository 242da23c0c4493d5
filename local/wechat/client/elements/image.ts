import { resolvedSource } from '../api/sources'
import { type ElementDefinition, type ElementInstance, hostOf } from '../host/contract'
import { element, OWN_SEGMENT, property, StateOf } from './element'

/** `object-fit` and `object-position` of each mode. */
const MODES: Record<string, readonly [fit: string, position: string]> = {
  scaleToFill: ['fill', 'center'],
  aspectFit: ['contain', 'center'],
  aspectFill: ['cover', 'center'],
  widthFix: ['fill', 'center'],
  heightFix: ['fill', 'center'],
  top: ['none', 'top'],
  bottom: ['none', 'bottom'],
  center: ['none', 'center'],
  left: ['none', 'left'],
  right: ['none', 'right'],
  'top left': ['none', 'top left'],
  'top right': ['none', 'top right'],
  'bottom left': ['none', 'bottom left'],
  'bottom right': ['none', 'bottom right'],
}

const observers = new WeakMap<object, ResizeObserver>()
const pictures = new StateOf((image) => makePicture(image))

export const images: ElementDefinition[] = [
  element(
    'image',
    {
      properties: {
        src: property(String, '', function () {
          void load(this)
        }),
        mode: property(String, 'scaleToFill', function () {
          showMode(this)
        }),
        lazyLoad: property(Boolean, false),
        showMenuByLongpress: property(Boolean, false),
        webp: property(Boolean, false),
        fadeIn: property(Boolean, false),
        ariaLabel: property(String, '', function (label) {
          pictures.of(this).alt = label
        }),
      },
      lifetimes: {
        attached() {
          const dom = hostOf(this)
          dom.append(pictures.of(this))
          const sizes = new ResizeObserver(() =>
            requestAnimationFrame(() => {
              if (observers.has(this)) fixSide(this)
            }),
          )
          sizes.observe(dom)
          observers.set(this, sizes)
          void load(this)
        },
        detached() {
          observers.get(this)?.disconnect()
          observers.delete(this)
        },
      },
    },
    `wx-image { display: inline-block; width: 320px; height: 240px; overflow: hidden; position: relative }
wx-image > img { display: block; width: 100%; height: 100%; pointer-events: none; user-select: none }
wx-image > img:not([src]) { visibility: hidden }`,
  ),
]

function makePicture(image: ElementInstance): HTMLImageElement {
  const picture = document.createElement('img')
  picture.draggable = false
  picture.alt = ''
  picture.addEventListener('load', () => {
    // The page may have been left on the way.
    if (!picture.isConnected) return
    showMode(image)
    image.triggerEvent('load', { width: picture.naturalWidth, height: picture.naturalHeight })
  })
  picture.addEventListener('error', () => {
    image.triggerEvent('error', { errMsg: `GET ${String(image.data.src)} 404 (Not Found)` })
  })
  return picture
}

async function load(image: ElementInstance): Promise<void> {
  const picture = pictures.of(image)
  const source = String(image.data.src ?? '')
  if (picture.parentNode === null) return
  if (source === '') {
    picture.removeAttribute('src')
    return
  }
  picture.loading = image.data.lazyLoad === true ? 'lazy' : 'eager'
  try {
    const address = await resolvedSource(source)
    if (String(image.data.src) === source) picture.src = address
  } catch (error) {
    image.triggerEvent('error', { errMsg: error instanceof Error ? error.message : String(error) })
  }
}

/** The modes that fix one side compute the other from the picture, as the element is laid out; the rest is `object-fit`. */
function showMode(image: ElementInstance): void {
  const picture = pictures.of(image)
  const [objectFit, position] = MODES[String(image.data.mode)] ?? ['fill', 'center']
  picture.style.objectFit = objectFit
  picture.style.objectPosition = position
  fixSide(image)
}

function fixSide(image: ElementInstance): void {
  const { naturalWidth, naturalHeight } = pictures.of(image)
  const { clientWidth, clientHeight } = hostOf(image)
  const { mode } = image.data
  if (naturalWidth === 0 || naturalHeight === 0 || (mode !== 'widthFix' && mode !== 'heightFix')) {
    image.setNodeStyle('', OWN_SEGMENT)
  } else if (mode === 'widthFix') {
    image.setNodeStyle(`height:${(clientWidth * naturalHeight) / naturalWidth}px`, OWN_SEGMENT)
  } else {
    image.setNodeStyle(`width:${(clientHeight * naturalWidth) / naturalHeight}px`, OWN_SEGMENT)
  }
}
