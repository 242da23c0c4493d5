/** Built-in tags: `<view>` is `<wx-view>` in the DOM, so that the browser's own elements keep out of the way. */
export const BUILT_IN_TAGS = new Set(
  (
    'page view text image button input textarea form label icon progress slider switch picker picker-view ' +
    'picker-view-column radio radio-group checkbox checkbox-group scroll-view swiper swiper-item movable-area ' +
    'movable-view cover-view cover-image rich-text navigator functional-page-navigator audio video camera ' +
    'live-player live-pusher map canvas open-data web-view ad official-account editor page-container ' +
    'share-element root-portal match-media keyboard-accessory sticky-header sticky-section grid-view list-view ' +
    'page-meta navigation-bar voip-room channel-video channel-live'
  ).split(' '),
)

export interface SelectorScope {
  /** Put before each class with `--`; '' leaves classes as they are. */
  classPrefix: string
  /** What `page` means here: `:scope` in a page's own sheet, `wx-page` elsewhere. */
  pageSelector: string
  /** What `:host` means. */
  hostSelector: string
}

/** Rewrites one selector list for the DOM that the phone builds. Strings and attribute selectors stay as they are. */
export function rewriteSelector(selector: string, scope: SelectorScope): string {
  let result = ''
  let index = 0
  while (index < selector.length) {
    const token = nextToken(selector, index, result)
    result += rewriteToken(token, scope)
    index += token.text.length
  }
  return result
}

interface Token {
  kind: 'class' | 'tag' | 'host' | 'other'
  text: string
}

const NAME = /^-?(?:[A-Za-z_\u0080-\uffff]|\\.)(?:[\w\u0080-\uffff-]|\\.)*/

function nextToken(selector: string, index: number, before: string): Token {
  const rest = selector.slice(index)
  if (rest.startsWith('[')) return { kind: 'other', text: /^\[[^\]]*\]?/.exec(rest)?.[0] ?? rest }
  if (rest.startsWith('.')) {
    const name = NAME.exec(rest.slice(1))?.[0]
    return name === undefined ? { kind: 'other', text: '.' } : { kind: 'class', text: `.${name}` }
  }
  if (/^:host(?![\w-])/.test(rest)) return { kind: 'host', text: ':host' }
  if (rest.startsWith(':') || rest.startsWith('#')) {
    return { kind: 'other', text: /^[:#]+(?:[\w-]|\\.)*/.exec(rest)?.[0] ?? rest.charAt(0) }
  }
  const name = NAME.exec(rest)?.[0]
  if (name === undefined) return { kind: 'other', text: rest.charAt(0) }
  return { kind: /(^|[\s>+~,(*])$/.test(before) ? 'tag' : 'other', text: name }
}

function rewriteToken(token: Token, scope: SelectorScope): string {
  if (token.kind === 'class' && scope.classPrefix !== '') return `.${scope.classPrefix}--${token.text.slice(1)}`
  if (token.kind === 'host') return scope.hostSelector
  if (token.kind === 'tag') {
    if (token.text === 'page') return scope.pageSelector
    if (BUILT_IN_TAGS.has(token.text)) return `wx-${token.text}`
  }
  return token.text
}
