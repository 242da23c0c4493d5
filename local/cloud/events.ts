import type { WireEvent } from '../contract'

/** Hands every wire event to who listens. A listener that throws does not disturb the cloud. */
export class EventBus {
  readonly #listeners = new Set<(event: WireEvent) => void>()

  on(listener: (event: WireEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly emit = (event: WireEvent): void => {
    for (const listener of this.#listeners) {
      try {
        listener(event)
      } catch (error) {
        console.error('[cloud] a listener failed', error)
      }
    }
  }
}
