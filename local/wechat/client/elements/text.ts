import { type ElementDefinition, hostOf } from '../host/contract'
import { element, OWN_SEGMENT, property } from './element'
import { sanitizedNodes } from './rich-text'

/** text and rich-text. */
export const texts: ElementDefinition[] = [
  element(
    'text',
    {
      properties: {
        selectable: property(Boolean, false, function (value) {
          hostOf(this).toggleAttribute('selectable', value)
        }),
        userSelect: property(Boolean, false, function (value) {
          hostOf(this).toggleAttribute('user-select', value)
        }),
        space: property(String, '', function (value) {
          hostOf(this).setAttribute('space', value)
        }),
        decode: property(Boolean, false),
        overflow: property(String, 'visible', function (value) {
          hostOf(this).setAttribute('overflow', value)
        }),
        maxLines: property(Number, 0, function (value) {
          this.setNodeStyle(value > 0 ? clampStyle(value) : '', OWN_SEGMENT)
        }),
      },
    },
    `wx-text { white-space: pre-line; user-select: none; -webkit-user-select: none }
wx-text[selectable], wx-text[user-select] { user-select: text; -webkit-user-select: text }
wx-text[user-select] { display: inline-block }
wx-text[space=ensp], wx-text[space=emsp], wx-text[space=nbsp] { white-space: pre-wrap }
wx-text[overflow=ellipsis] { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }`,
  ),
  element(
    'rich-text',
    {
      properties: {
        nodes: property(null, [] as unknown, function (value) {
          hostOf(this).replaceChildren(...sanitizedNodes(value))
        }),
        space: property(String, '', function (value) {
          hostOf(this).setAttribute('space', value)
        }),
        userSelect: property(Boolean, false),
      },
    },
    'wx-rich-text { display: block } wx-rich-text img { max-width: 100% } wx-rich-text[space] { white-space: pre-wrap }',
  ),
]

function clampStyle(lines: number): string {
  return `display:-webkit-box;-webkit-box-orient:vertical;overflow:hidden;-webkit-line-clamp:${lines}`
}
