import { currentPhone } from '../api/current'
import { type ElementDefinition, type ElementInstance, hostOf } from '../host/contract'
import { element, property, textOf } from './element'
import { hoverProperties, watchHover } from './hover'

const NAVIGATOR_TYPES = ['navigate', 'redirect', 'switchTab', 'reLaunch', 'navigateBack', 'exit'] as const

/** view, navigator and root-portal: boxes. */
export const boxes: ElementDefinition[] = [
  element(
    'view',
    {
      properties: hoverProperties(),
      lifetimes: {
        attached() {
          watchHover(this)
        },
      },
    },
    'wx-view { display: block }',
  ),
  element(
    'navigator',
    {
      properties: {
        ...hoverProperties('navigator-hover', 50, 600),
        url: property(String, ''),
        openType: property(String, 'navigate'),
        delta: property(Number, 1),
        target: property(String, 'self'),
      },
      lifetimes: {
        attached() {
          watchHover(this)
          const dom = hostOf(this)
          if (!dom.hasAttribute('role')) dom.setAttribute('role', 'link')
        },
      },
      listeners: {
        'this.tap'() {
          void follow(this)
          return undefined
        },
      },
    },
    'wx-navigator { display: block } wx-navigator:where([navigator-hover]) { background-color: rgba(0, 0, 0, .1); opacity: .7 }',
  ),
  element(
    'root-portal',
    { properties: { enable: property(Boolean, true) } },
    // Above everything of the page; the page's own viewport is what `fixed` counts from.
    'wx-root-portal { display: block; position: relative; z-index: 10000 }',
  ),
]

async function follow(navigator: ElementInstance): Promise<void> {
  const { navigation } = currentPhone()
  const url = textOf(navigator.data.url)
  const type = NAVIGATOR_TYPES.find((known) => known === navigator.data.openType)
  try {
    if (navigator.data.target !== 'self')
      throw new Error('navigator target="miniProgram" is not supported by the local WeChat')
    if (type === 'navigate') await navigation.navigateTo(url)
    else if (type === 'redirect') await navigation.redirectTo(url)
    else if (type === 'switchTab') await navigation.switchTab(url)
    else if (type === 'reLaunch') await navigation.reLaunch(url)
    else if (type === 'navigateBack') await navigation.navigateBack(Number(navigator.data.delta))
    else
      throw new Error(`navigator open-type="${textOf(navigator.data.openType)}" is not supported by the local WeChat`)
  } catch (error) {
    currentPhone().reportError(error)
  }
}
