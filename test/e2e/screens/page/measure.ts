/** Runs in the page: waits until it stands still, and says what is wrong with what it shows. */
import { type Fault, px, rules } from './rules'
import { nameOf, viewOfFront } from './seeing'

const quietMs = 90
const longestMs = 8_000

/** Resolves when the page has its content and nothing moves any more, or after 8 s. */
export async function settled(path: string): Promise<void> {
  const deadline = performance.now() + longestMs
  let changedAt = performance.now()
  const observer = new MutationObserver(() => {
    changedAt = performance.now()
  })
  observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
  const waits = () =>
    document.querySelector(`.wx-frame:not(.wx-behind) wx-page[wx-path="${path}"]`) === null ||
    document.querySelector('.wx-frame:not(.wx-behind) [aria-busy=true]') !== null ||
    performance.now() - changedAt < quietMs
  while (waits() && performance.now() < deadline) await new Promise((done) => setTimeout(done, 20))
  observer.disconnect()
}

export function measure(care: boolean): Fault[] {
  const view = viewOfFront()
  const faults = Object.entries(rules).flatMap(([rule, ask]) =>
    [...new Set(ask(view, care))].slice(0, 6).map((seen) => ({ rule, seen })),
  )
  return [...faults, ...covered()]
}

/** Scrolled to its end, the page's last words and targets are above whatever is fixed at the bottom. */
function covered(): Fault[] {
  const { scroller } = viewOfFront()
  scroller.scrollTop = scroller.scrollHeight
  const { seen, lines, height } = viewOfFront()
  scroller.scrollTop = 0
  const bars = seen.filter(({ element, layer, box }) => {
    return element === layer && box.bottom >= height - 1 && box.top > height / 3 && box.bottom > box.top
  })
  const top = Math.min(...bars.map(({ box }) => box.top), height)
  const last = lines.filter(({ seen: own }) => own.layer.contains(scroller))
  return last
    .filter(({ boxes }) => boxes.some(({ bottom }) => bottom > top + 1))
    .slice(0, 3)
    .map(({ seen: own, boxes }) => ({
      rule: 'nothing is under the bar',
      seen: `${nameOf(own)} ends ${px(Math.max(...boxes.map(({ bottom }) => bottom)) - top)} below it`,
    }))
}

/** How tall a phone would have to be to show the whole page. */
export function wholeHeight(): number {
  const { scroller, height } = viewOfFront()
  return height + scroller.scrollHeight - scroller.clientHeight
}
