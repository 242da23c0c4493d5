import type { EventChannelLike } from './contract'

type Listener = (...args: unknown[]) => void

/** WeChat's EventChannel, by which two pages talk. */
export class EventChannel implements EventChannelLike {
  readonly #listeners = new Map<string, { listener: Listener; once: boolean }[]>()
  #report: (error: unknown) => void

  constructor(report: (error: unknown) => void) {
    this.#report = report
  }

  emit(name: string, ...args: unknown[]): void {
    const listeners = this.#listeners.get(name) ?? []
    this.#listeners.set(
      name,
      listeners.filter((entry) => !entry.once),
    )
    for (const { listener } of listeners) {
      try {
        listener(...args)
      } catch (error) {
        this.#report(error)
      }
    }
  }

  on(name: string, listener: Listener): void {
    this.#add(name, listener, false)
  }

  once(name: string, listener: Listener): void {
    this.#add(name, listener, true)
  }

  off(name: string, listener?: Listener): void {
    const kept = (this.#listeners.get(name) ?? []).filter(
      (entry) => listener !== undefined && entry.listener !== listener,
    )
    this.#listeners.set(name, kept)
  }

  #add(name: string, listener: Listener, once: boolean): void {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), { listener, once }])
  }
}

/** A small typed emitter. A listener that throws does not keep the others from hearing. */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(event: never) => void>>()

  constructor(private readonly report: (error: unknown) => void) {}

  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners)
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        ;(listener as (event: Events[Name]) => void)(event)
      } catch (error) {
        this.report(error)
      }
    }
  }
}
