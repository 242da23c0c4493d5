/** What a person sees of the page in front: elements with their boxes, the grounds they stand on, and lines of text. */

export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** Red, green, blue and how opaque, 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number, alpha: number]

export interface Seen {
  element: Element
  style: CSSStyleDeclaration
  box: Box
  parent: Seen | null
  /** What scrolls together: the fixed element that it is in, else the page. */
  layer: Element
  /** An ancestor scrolls sideways by itself, or cuts off on purpose. */
  held: boolean
  opacity: number
  /** Every colour that may be behind it: more than one on a gradient. Null: a picture. */
  grounds: readonly Colour[] | null
}

export interface Line {
  seen: Seen
  text: string
  /** One box a line. */
  boxes: readonly Box[]
}

export interface View {
  width: number
  height: number
  scroller: Element
  seen: readonly Seen[]
  lines: readonly Line[]
}

/** WeChat's own bar on top is not the product's. */
const notOurs = '.wx-navigation-bar, .wx-pull-dots, script, style'
/** Drawn, not written: the letters of a seal run around its ring, and a canvas off the screen is for saving a picture. */
const drawn = 'seal, wx-canvas, canvas'

export function viewOfFront(): View {
  const frame = [...document.querySelectorAll('.wx-frame:not(.wx-behind)')].at(-1)
  const scroller = frame?.querySelector('.wx-viewport > .wx-scroller')
  if (!frame || !scroller) throw new Error('no page is in front')
  const seen: Seen[] = []
  look(frame, null, frame, seen)
  return { width: innerWidth, height: innerHeight, scroller, seen, lines: seen.flatMap(linesOf) }
}

function look(element: Element, parent: Seen | null, layer: Element, into: Seen[]): void {
  if (element.matches(notOurs) || element.matches(drawn)) return
  const style = getComputedStyle(element)
  const opacity = (parent?.opacity ?? 1) * Number(style.opacity)
  if (style.display === 'none' || opacity < 0.05) return
  const { left, top, right, bottom } = element.getBoundingClientRect()
  const own = style.position === 'fixed' || element.parentElement?.classList.contains('wx-viewport') ? element : layer
  const here: Seen = {
    ...{ element, style, box: { left, top, right, bottom }, parent, layer: own, opacity },
    held: parent !== null && (parent.held || holds(parent)),
    grounds: groundsOf(style, parent?.grounds ?? [[255, 255, 255, 1]]),
  }
  if (style.visibility === 'visible') into.push(here)
  for (const child of element.children) look(child, here, own, into)
}

/** The page itself scrolls up and down only; whatever else cuts or scrolls sideways does so by its own word. */
function holds({ element, style }: Seen): boolean {
  return style.overflowX !== 'visible' && !element.matches('.wx-scroller, .wx-viewport, .wx-frame')
}

function groundsOf(style: CSSStyleDeclaration, below: readonly Colour[] | null): readonly Colour[] | null {
  if (style.maskImage !== 'none') return below
  const [colour] = coloursIn(style.backgroundColor)
  const plain = colour === undefined || colour[3] === 0 ? below : (below?.map((each) => over(colour, each)) ?? null)
  if (style.backgroundImage === 'none') return plain
  const painted = coloursIn(style.backgroundImage)
  if (painted.length === 0) return null
  return painted.flatMap((each) => (plain ?? [[255, 255, 255, 1] as const]).map((ground) => over(each, ground)))
}

export function coloursIn(css: string): Colour[] {
  return [...css.matchAll(/rgba?\(([^)]+)\)/g)].map(([, inner = '']) => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = inner.split(/[\s,/]+/).map(Number)
    return [red, green, blue, alpha]
  })
}

export function over([red, green, blue, alpha]: Colour, [r, g, b]: Colour): Colour {
  const mix = (upper: number, lower: number) => upper * alpha + lower * (1 - alpha)
  return [mix(red, r), mix(green, g), mix(blue, b), 1]
}

function linesOf(seen: Seen): Line[] {
  return [...seen.element.childNodes].flatMap((node): Line[] => {
    const text = node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '').trim() : ''
    if (text === '') return []
    const range = document.createRange()
    range.selectNodeContents(node)
    const rects = [...range.getClientRects()].filter(({ width, height }) => width > 0.5 && height > 0.5)
    const boxes = joined(endsOnPurpose(seen) ? rects.flatMap((rect) => within(rect, seen.box)) : rects)
    return boxes.length === 0 ? [] : [{ seen, text, boxes }]
  })
}

/** Where letters end in «…» on purpose the class or the style says so. */
export function endsOnPurpose({ element, style }: Seen): boolean {
  return element.classList.contains('one-line') || style.webkitLineClamp !== 'none'
}

function within({ left, top, right, bottom }: DOMRect, box: Box): DOMRect[] {
  const [start, end] = [Math.max(left, box.left), Math.min(right, box.right)]
  return top > box.bottom - 2 || start >= end ? [] : [new DOMRect(start, top, end - start, bottom - top)]
}

/** The browser gives a box for each run of letters; those side by side are one line. */
function joined(rects: readonly DOMRect[]): Box[] {
  const boxes: Box[] = []
  for (const { left, top, right, bottom } of rects) {
    const last = boxes.at(-1)
    const same = last !== undefined && Math.abs((last.top + last.bottom) / 2 - (top + bottom) / 2) < (bottom - top) / 2
    if (last && same) {
      last.left = Math.min(last.left, left)
      last.right = Math.max(last.right, right)
      last.top = Math.min(last.top, top)
      last.bottom = Math.max(last.bottom, bottom)
    } else boxes.push({ left, top, right, bottom })
  }
  return boxes
}

export function isWithin(inner: Seen, outer: Seen): boolean {
  return inner !== outer && outer.element.contains(inner.element)
}

/** How far two boxes lie over each other, in px each way; 0 when they do not. */
export function overlapOf(a: Box, b: Box): number {
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  return Math.max(0, Math.min(across, down))
}

/** How a person who mends it finds it: the class, and the first words. */
export function nameOf({ element }: Seen): string {
  const words = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().replace(/\s+/g, ' ')
  const classes = [...element.classList].filter((each) => !each.includes('--')).join('.')
  const host = element.closest('[wx-host]')?.localName ?? ''
  const place = [host === element.localName ? '' : host, `${element.localName}${classes ? `.${classes}` : ''}`]
  return `${place.filter(Boolean).join(' ')} «${words.slice(0, 24)}»`
}
