import type { ElementDefinition } from '../host/contract'
import { buttons } from './button'
import { choices } from './choice'
import { forms } from './form'
import { images } from './image'
import { inputs } from './input'
import { media } from './media'
import { pickers } from './picker'
import { pickerViews } from './picker-view'
import { scrollViews } from './scroll-view'
import { sliderElements } from './slider'
import { swipers } from './swiper'
import { texts } from './text'
import { boxes } from './view'

/** WeChat's built-in elements, as far as the product and TDesign use them. */
export const elements: ElementDefinition[] = [
  ...boxes,
  ...texts,
  ...images,
  ...buttons,
  ...inputs,
  ...forms,
  ...choices,
  ...sliderElements,
  ...scrollViews,
  ...swipers,
  ...pickers,
  ...pickerViews,
  ...media,
]

export { registerCustomField } from './fields'
