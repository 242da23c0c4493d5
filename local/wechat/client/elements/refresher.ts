import { type ElementInstance, hostOf } from '../host/contract'
import { numberOf, textOf } from './element'

/** Resistance of the pull: the indicator follows the finger at this rate. */
const PULL_RATE = 0.5

/** Pull to refresh of a scroll-view. */
export class Refresher {
  readonly #bar = document.createElement('div')
  #startY: number | null = null
  #pulledPx = 0
  #triggered = false

  constructor(private readonly view: ElementInstance) {
    const dom = hostOf(view)
    this.#bar.setAttribute('wx-refresher', '')
    this.#bar.append(document.createElement('i'), document.createElement('i'), document.createElement('i'))
    dom.prepend(this.#bar)
    dom.addEventListener('touchstart', (event) => this.#start(event.touches[0]?.clientY), { passive: true })
    dom.addEventListener('touchmove', (event) => this.#move(event.touches[0]?.clientY), { passive: true })
    dom.addEventListener('touchend', () => this.#end())
    dom.addEventListener('touchcancel', () => this.#end())
    this.refresh()
    if (view.data.refresherTriggered === true) this.setTriggered(true)
  }

  refresh(): void {
    const style = textOf(this.view.data.refresherDefaultStyle)
    this.#bar.style.color = style === 'white' ? '#fff' : '#000'
    this.#bar.style.background = textOf(this.view.data.refresherBackground)
    this.#bar.style.visibility = style === 'none' ? 'hidden' : 'visible'
    if (this.view.data.refresherEnabled !== true && !this.#triggered) this.#show(0)
  }

  /** The product sets `refresher-triggered`: true shows the bar, false puts it away. */
  setTriggered(triggered: boolean): void {
    if (this.view.data.refresherEnabled !== true || this.#triggered === triggered) return
    this.#triggered = triggered
    this.#bar.toggleAttribute('busy', triggered)
    this.#show(triggered ? this.#thresholdPx() : 0)
    this.view.triggerEvent(triggered ? 'refresherrefresh' : 'refresherrestore', { dy: this.#pulledPx })
  }

  #start(y: number | undefined): void {
    const idle = this.view.data.refresherEnabled === true && !this.#triggered
    this.#startY = idle && y !== undefined && hostOf(this.view).scrollTop <= 0 ? y : null
  }

  #move(y: number | undefined): void {
    if (this.#startY === null || y === undefined) return
    const pulled = Math.max(0, (y - this.#startY) * PULL_RATE)
    if (pulled === 0 && this.#pulledPx === 0) return
    this.#pulledPx = pulled
    this.#show(pulled)
    this.view.triggerEvent('refresherpulling', { dy: pulled })
  }

  #end(): void {
    if (this.#startY === null) return
    this.#startY = null
    const pulled = this.#pulledPx
    if (pulled === 0) return
    if (pulled >= this.#thresholdPx()) {
      this.#triggered = true
      this.#bar.toggleAttribute('busy', true)
      this.#show(this.#thresholdPx())
      // As WeChat does: the property counts as true now, so that the product's `false` is a change.
      this.view.setData({ refresherTriggered: true })
      this.view.triggerEvent('refresherrefresh', { dy: pulled })
    } else {
      this.#show(0)
      this.view.triggerEvent('refresherabort', { dy: pulled })
    }
    this.#pulledPx = 0
  }

  #show(heightPx: number): void {
    this.#bar.style.transition = this.#startY === null ? 'height .2s' : 'none'
    this.#bar.style.height = `${heightPx}px`
  }

  #thresholdPx(): number {
    return numberOf(this.view.data.refresherThreshold, 45)
  }
}
