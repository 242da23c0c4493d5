const TRIGGER_PX = 50
const LONGEST_PX = 120

/** Pull-down refresh of a page: drag at the top, three dots, `onPullDownRefresh`, and back when the page says so. */
export class PullDown {
  enabled = false
  private readonly dots = document.createElement('div')
  private startY: number | null = null
  private shift = 0
  private refreshing = false
  private readonly listeners = new AbortController()

  constructor(
    private readonly viewport: HTMLElement,
    private readonly scroller: HTMLElement,
    private readonly onRefresh: () => void,
  ) {
    this.dots.className = 'wx-pull-dots'
    this.dots.innerHTML = '<i></i><i></i><i></i>'
    this.viewport.prepend(this.dots)
    const { signal } = this.listeners
    viewport.addEventListener('touchstart', (event) => this.press(event), { signal, passive: true })
    viewport.addEventListener('touchmove', (event) => this.drag(event), { signal, passive: false })
    viewport.addEventListener('touchend', () => this.release(), { signal })
    viewport.addEventListener('touchcancel', () => this.release(), { signal })
  }

  /** As if the person had pulled. */
  start(): void {
    this.refreshing = true
    this.settle(TRIGGER_PX)
    this.onRefresh()
  }

  stop(): void {
    if (!this.refreshing) return
    this.refreshing = false
    this.settle(0)
  }

  close(): void {
    this.listeners.abort()
  }

  private press(event: TouchEvent): void {
    const idle = !this.enabled || this.refreshing || this.scroller.scrollTop > 0
    this.startY = idle || isInsideScroll(event.target, this.scroller) ? null : (event.touches[0]?.clientY ?? null)
  }

  private drag(event: TouchEvent): void {
    const y = event.touches[0]?.clientY
    if (this.startY === null || y === undefined || event.defaultPrevented) return
    const pulled = y - this.startY
    if (pulled <= 8 || this.scroller.scrollTop > 0) {
      if (this.shift > 0) this.settle(0)
      return
    }
    if (event.cancelable) event.preventDefault()
    this.shift = Math.min(LONGEST_PX, (pulled - 8) * 0.5)
    this.scroller.style.transition = 'none'
    this.scroller.style.transform = `translateY(${this.shift}px)`
    this.dots.style.opacity = String(Math.min(1, this.shift / TRIGGER_PX))
  }

  private release(): void {
    if (this.startY === null || this.shift === 0) return
    this.startY = null
    if (this.shift >= TRIGGER_PX) this.start()
    else this.settle(0)
  }

  private settle(shift: number): void {
    this.shift = shift
    this.dots.style.opacity = shift > 0 ? '1' : '0'
    this.dots.classList.toggle('wx-pull-busy', shift > 0)
    this.scroller.style.transition = 'transform 200ms ease-out'
    this.scroller.style.transform = shift > 0 ? `translateY(${shift}px)` : ''
  }
}

/** A scroll-view that is not at its top has the drag first. */
function isInsideScroll(target: EventTarget | null, stop: HTMLElement): boolean {
  for (
    let node = target instanceof Element ? target : null;
    node !== null && node !== stop;
    node = node.parentElement
  ) {
    if (node.scrollTop > 0 && node.scrollHeight > node.clientHeight) return true
  }
  return false
}
