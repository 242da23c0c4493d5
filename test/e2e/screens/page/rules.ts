/** What every page has to hold, each a question to one view of it. */
import {
  type Box,
  type Colour,
  coloursIn,
  endsOnPurpose,
  isWithin,
  type Line,
  nameOf,
  over,
  overlapOf,
  type Seen,
  type View,
} from './seeing'

export interface Fault {
  rule: string
  seen: string
}

type Rule = (view: View, care: boolean) => string[]

/** In the order in which a person would mend them. */
export const rules: Readonly<Record<string, Rule>> = {
  'no failure': ({ seen }) =>
    named(seen, ({ element }) => element.matches('[role=alert].message, .wx-error-bar') && !!element.textContent),
  'no skeleton': ({ seen }) => named(seen, ({ element }) => element.matches('[aria-busy=true]')),
  'some words': ({ lines }) => (lines.length > 0 ? [] : ['the page is blank']),
  'no raw words': ({ lines }) =>
    lines.flatMap(({ text, seen }) => rawWords(text).map((raw) => `${raw} in ${nameOf(seen)}`)),
  'nothing wider than the screen': sideways,
  'no text cut off': cutOff,
  'no text out of its box': spilt,
  'no text over text': overText,
  'no squeezed text': squeezed,
  'targets are tall enough': lowTargets,
  'targets stand apart': crowdedTargets,
  'letters are large enough': smallLetters,
  'contrast is enough': faint,
}

const rawPatterns = [
  /\b(?:undefined|null|NaN|true|false|Infinity)\b/,
  /\[object/,
  /\{\{|\}\}/,
  /\b(?:need|fund|gift|entry|case|spend|offer|worker|message|import|cloud)(?:_[0-9a-z]{4,}|:\/\/)/,
  /\b[a-z]+[A-Z][a-zA-Z]+\b/,
  /\d{4}-\d\d-\d\dT\d\d/,
]

function rawWords(text: string): string[] {
  // A digest is letters and digits by nature.
  const words = text.replace(/\b[0-9a-f]{8,}\b/gi, '')
  return rawPatterns.flatMap((pattern) => pattern.exec(words)?.[0] ?? [])
}

function named(seen: readonly Seen[], is: (seen: Seen) => boolean): string[] {
  return seen.filter(is).map(nameOf)
}

/** The innermost of what leaves the screen at a side. */
function sideways({ seen, width, scroller }: View): string[] {
  const out = seen.filter(
    ({ box, held }) => !held && box.right > box.left && (box.left < -0.6 || box.right > width + 0.6),
  )
  const innermost = out.filter((each) => !out.some((other) => isWithin(other, each)))
  const faults = innermost.map((each) => `${nameOf(each)} from ${px(each.box.left)} to ${px(each.box.right)}`)
  const wide = scroller.scrollWidth > scroller.clientWidth
  return wide && faults.length === 0 ? [`the page is ${scroller.scrollWidth} wide`] : faults
}

function cutOff({ seen, lines }: View): string[] {
  return seen.filter(cuts).flatMap((each) => {
    if (endsOnPurpose(each)) return []
    const box = each.element.getBoundingClientRect()
    const lost = lines.filter(
      (line) =>
        (line.seen === each || isWithin(line.seen, each)) && line.boxes.some((own) => !inside(own, box, 1.5, 4)),
    )
    const inner = lost.filter(
      ({ seen: own }) => !seen.some((mid) => isWithin(mid, each) && cuts(mid) && (mid === own || isWithin(own, mid))),
    )
    return inner.map(({ seen: own }) => `${nameOf(own)} in ${nameOf(each)}`)
  })
}

function cuts({ element, style, box }: Seen): boolean {
  // What is there for a screen reader alone.
  if (box.right - box.left < 2) return false
  if (element.matches('.wx-scroller, .wx-viewport, .wx-frame')) return false
  return [style.overflowX, style.overflowY].some((each) => each === 'hidden' || each === 'clip')
}

function inside(inner: Box, outer: Box, aside: number, above: number): boolean {
  return (
    inner.left >= outer.left - aside &&
    inner.right <= outer.right + aside &&
    inner.top >= outer.top - above &&
    inner.bottom <= outer.bottom + above
  )
}

/** A box is what a person sees as one: painted, or to be tapped. */
function isBox(seen: Seen): boolean {
  return (isPainted(seen) || isTarget(seen.element)) && seen.style.display !== 'inline'
}

function isPainted({ style }: Seen): boolean {
  return coloursIn(style.backgroundColor).some(([, , , alpha]) => alpha > 0) || style.boxShadow !== 'none'
}

function spilt({ lines }: View): string[] {
  return lines.flatMap((line) => {
    if (line.seen.held) return []
    let outer: Seen | null = line.seen
    while (outer !== null && !isBox(outer)) outer = outer.parent
    if (outer === null) return []
    const { box } = outer
    return line.boxes.every((own) => inside(own, box, 1.5, 4)) ? [] : [`${nameOf(line.seen)} out of ${nameOf(outer)}`]
  })
}

function overText({ lines }: View): string[] {
  const shown = lines.filter(({ seen }) => !seen.held)
  return shown.flatMap((line, index) =>
    shown
      .slice(index + 1)
      .filter(
        (other) =>
          other.seen.layer === line.seen.layer && !isWithin(other.seen, line.seen) && !isWithin(line.seen, other.seen),
      )
      .filter((other) =>
        other.boxes.some((a) =>
          line.boxes.some((b) => overlapOf(a, b) > Math.min(a.bottom - a.top, b.bottom - b.top) / 3),
        ),
      )
      .map((other) => `${nameOf(line.seen)} and ${nameOf(other.seen)}`),
  )
}

/** Words that stand one or two letters to a line: the column is too narrow for them. */
function squeezed({ lines }: View): string[] {
  return lines.flatMap(({ seen, boxes, text }) => {
    if (boxes.length < 2 || text.includes('\n')) return []
    const letter = Number.parseFloat(seen.style.fontSize)
    const widest = Math.max(...boxes.map(({ left, right }) => right - left))
    if (widest < letter * 2.6) return [`${nameOf(seen)}: ${boxes.length} lines`]
    // A button, a tab or a heading of a few words looks broken when its last letter falls to a line of its own.
    const last = boxes.at(-1)
    const short = isTarget(seen.element) || targetOf(seen) !== null || Number(seen.style.fontWeight) >= 600
    const alone = last !== undefined && last.right - last.left < letter * 1.3
    return short && alone && [...text].length <= 10 ? [`${nameOf(seen)}: one letter alone`] : []
  })
}

const targetRoles = ['button', 'link', 'radio', 'checkbox', 'switch', 'tab', 'option', 'menuitem'].map(
  (role) => `[role=${role}]`,
)
const targetSelector = [
  ...targetRoles,
  'wx-button',
  'wx-switch',
  'wx-picker',
  'wx-slider',
  'wx-input',
  'wx-textarea',
].join()

function isTarget(element: Element): boolean {
  return element.matches(targetSelector)
}

function targetOf(seen: Seen): Seen | null {
  for (let each: Seen | null = seen.parent; each !== null; each = each.parent) if (isTarget(each.element)) return each
  return null
}

/** What a finger aims at: of things that do the same, inside each other, the outer one. */
function targetsOf({ seen }: View): Seen[] {
  return seen.filter((each) => {
    if (!isTarget(each.element) || each.box.right - each.box.left < 1) return false
    const outer = targetOf(each)
    return outer === null || (each.element.hasAttribute('role') && !outer.element.matches('wx-picker'))
  })
}

/** A box to write in reaches as far as what is painted around it. */
function reachOf(target: Seen): Box {
  if (!target.element.matches('wx-input, wx-textarea')) return target.box
  let outer: Seen = target
  while (outer.parent !== null && !isPainted(outer)) outer = outer.parent
  return outer.box
}

function lowTargets(view: View, care: boolean): string[] {
  const least = care ? 60 : 44
  return targetsOf(view).flatMap((target) => {
    const { top, bottom, left, right } = reachOf(target)
    // The bar on top is as high as WeChat's capsule in it.
    const low = target.element.closest('nav-header') ? 44 : least
    const small = bottom - top < low - 0.6 || right - left < 44 - 0.6
    return small ? [`${nameOf(target)} ${px(right - left)}×${px(bottom - top)}`] : []
  })
}

function crowdedTargets(view: View): string[] {
  const targets = targetsOf(view).filter(({ held }) => !held)
  return targets.flatMap((target, index) =>
    targets
      .slice(index + 1)
      .filter((other) => other.layer === target.layer && !isWithin(other, target) && !isWithin(target, other))
      .filter((other) => overlapOf(target.box, other.box) > 1)
      .map((other) => `${nameOf(target)} and ${nameOf(other)}`),
  )
}

function smallLetters({ lines }: View, care: boolean): string[] {
  const least = care ? 18 : 12
  return lines
    .filter(({ seen }) => Number.parseFloat(seen.style.fontSize) < least - 0.1)
    .map(({ seen }) => `${seen.style.fontSize} ${nameOf(seen)}`)
}

function faint({ lines }: View): string[] {
  return lines.flatMap((line) => {
    const ratio = contrastOf(line)
    const size = Number.parseFloat(line.seen.style.fontSize)
    const large = size >= 24 || (size >= 18.66 && Number(line.seen.style.fontWeight) >= 600)
    return ratio < (large ? 3 : 4.5) - 0.01 ? [`${ratio.toFixed(2)} ${nameOf(line.seen)}`] : []
  })
}

/** WCAG 2's contrast of the letters with the worst of what may be behind them. */
function contrastOf({ seen }: Line): number {
  const [ink] = coloursIn(seen.style.webkitTextFillColor || seen.style.color)
  if (ink === undefined || seen.grounds === null) return 21
  return Math.min(
    ...seen.grounds.map((ground) => {
      const [red, green, blue, alpha] = ink
      const [a, b] = [luminance(over([red, green, blue, alpha * seen.opacity], ground)), luminance(ground)]
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    }),
  )
}

function luminance([red, green, blue]: Colour): number {
  const linear = (part: number) => (part <= 0.04045 * 255 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4)
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

export function px(length: number): string {
  return String(Math.round(length))
}
