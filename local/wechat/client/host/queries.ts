import * as glassEasel from 'glass-easel'
import { createAnimation } from './animation'
import { type Box, boxOf, pageRect, viewOf } from './boxes'
import type { Queries } from './contract'
import { componentOf } from './instances-of'
import { createIntersectionObserver, createMediaQueryObserver } from './observers'

type Callback = (result: unknown) => void

interface Fields {
  id?: boolean
  dataset?: boolean
  mark?: boolean
  rect?: boolean
  size?: boolean
  scrollOffset?: boolean
  properties?: string[]
  computedStyle?: string[]
  context?: boolean
  node?: boolean
}

/** What `wx.createSelectorQuery` and its kin give; without `in(component)` they look into the page on top. */
export function createQueries(topPage: () => unknown): Queries {
  return {
    createSelectorQuery: () => new SelectorQuery(topPage),
    createIntersectionObserver: (component, options) => createIntersectionObserver(component ?? topPage(), options),
    createMediaQueryObserver: () => createMediaQueryObserver(),
    createAnimation: (options) => createAnimation(options),
    nextTick: (callback) => queueMicrotask(callback),
    domElement(id, component) {
      const found: unknown = shadowOf(component ?? topPage())?.querySelector(`#${id}`)?.$$
      return found instanceof HTMLElement ? found : null
    },
  }
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/wxml/SelectorQuery.html */
export class SelectorQuery {
  readonly #queue: { run: () => unknown; callback: Callback | undefined }[] = []
  #owner: () => unknown

  constructor(owner: () => unknown) {
    this.#owner = owner
  }

  in(component: unknown): SelectorQuery {
    this.#owner = () => component
    return this
  }

  select(selector: string): NodesRef {
    const owner = this.#owner
    return this.#ref((fields) => {
      const found = shadowOf(owner())?.querySelector(selector)
      return found === null || found === undefined ? null : fieldsOf(found, fields)
    })
  }

  selectAll(selector: string): NodesRef {
    const owner = this.#owner
    return this.#ref((fields) =>
      (shadowOf(owner())?.querySelectorAll(selector) ?? []).map((found) => fieldsOf(found, fields)),
    )
  }

  selectViewport(): NodesRef {
    const owner = this.#owner
    return this.#ref((fields) => viewportFields(owner(), fields))
  }

  exec(callback?: (results: unknown[]) => void): SelectorQuery {
    const queue = [...this.#queue]
    // After what this turn's setData has put on the screen.
    requestAnimationFrame(() => {
      const results = queue.map((entry) => entry.run())
      queue.forEach((entry, index) => {
        entry.callback?.(results[index])
      })
      callback?.(results)
    })
    return this
  }

  #ref(read: (fields: Fields) => unknown): NodesRef {
    return new NodesRef((fields, callback) => {
      this.#queue.push({ run: () => read(fields), callback })
      return this
    })
  }
}

class NodesRef {
  readonly #push: (fields: Fields, callback: Callback | undefined) => SelectorQuery

  constructor(push: (fields: Fields, callback: Callback | undefined) => SelectorQuery) {
    this.#push = push
  }

  boundingClientRect(callback?: Callback): SelectorQuery {
    return this.#push({ id: true, dataset: true, rect: true, size: true }, callback)
  }

  scrollOffset(callback?: Callback): SelectorQuery {
    return this.#push({ id: true, dataset: true, scrollOffset: true }, callback)
  }

  fields(fields: Fields, callback?: Callback): SelectorQuery {
    return this.#push(fields, callback)
  }

  node(callback?: Callback): SelectorQuery {
    return this.#push({ node: true }, callback)
  }

  context(callback?: Callback): SelectorQuery {
    return this.#push({ context: true }, callback)
  }
}

function shadowOf(owner: unknown): glassEasel.ShadowRoot | null {
  return owner === undefined || owner === null ? null : componentOf(owner).getShadowRoot()
}

function fieldsOf(element: glassEasel.Element, fields: Fields): Record<string, unknown> {
  const dom = boxOf(element)
  const result: Record<string, unknown> = {}
  if (fields.id) result.id = element.id
  if (fields.dataset) result.dataset = { ...element.dataset }
  if (fields.mark) result.mark = element.collectMarks()
  if (fields.rect || fields.size) Object.assign(result, boxFields(dom, fields))
  if (fields.scrollOffset) {
    const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = scrollingBox(dom)
    Object.assign(result, { scrollLeft, scrollTop, scrollWidth, scrollHeight })
  }
  for (const name of fields.properties ?? []) {
    result[name] = glassEasel.Component.isComponent(element)
      ? (element.data as Record<string, unknown>)[name]
      : undefined
  }
  for (const name of fields.computedStyle ?? []) {
    result[name] = getComputedStyle(dom).getPropertyValue(
      name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    )
  }
  if (fields.node) result.node = own(element, 'queryNode')
  if (fields.context) result.context = own(element, 'queryContext')
  return result
}

/** A built-in that has a node or context of its own (canvas, scroll-view …) gives it by a method of this name. */
function own(element: glassEasel.Element, name: string): unknown {
  if (!glassEasel.Component.isComponent(element)) return undefined
  const method = glassEasel.Component.getMethod(element, name)
  return method === undefined ? undefined : method.call(element.getMethodCaller())
}

function boxFields(dom: HTMLElement, fields: Fields): Partial<Box> {
  const { left, top, right, bottom, width, height } = pageRect(dom.getBoundingClientRect(), dom)
  return { ...(fields.rect ? { left, top, right, bottom } : {}), ...(fields.size ? { width, height } : {}) }
}

/** A built-in that scrolls inside itself marks the scrolling node. */
function scrollingBox(dom: HTMLElement): HTMLElement {
  return dom.querySelector<HTMLElement>(':scope > [wx-scrolls]') ?? dom
}

function viewportFields(owner: unknown, fields: Fields): Record<string, unknown> {
  const view = viewOf(owner)
  if (view === undefined) return {}
  const { clientWidth: width, clientHeight: height, scrollLeft, scrollTop, scrollWidth, scrollHeight } = view.scroller
  return {
    ...(fields.id ? { id: '' } : {}),
    ...(fields.dataset ? { dataset: {} } : {}),
    ...(fields.rect ? { left: 0, top: 0, right: width, bottom: height } : {}),
    ...(fields.size ? { width, height } : {}),
    ...(fields.scrollOffset ? { scrollLeft, scrollTop, scrollWidth, scrollHeight } : {}),
  }
}
