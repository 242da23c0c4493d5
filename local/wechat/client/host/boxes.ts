import * as glassEasel from 'glass-easel'
import { viewportOrigin } from './gestures'
import { componentOf } from './instances-of'
import { pageViewOf } from './page-view'

/** The page that a component stands in. */
export function viewOf(owner: unknown): ReturnType<typeof pageViewOf> {
  let component = componentOf(owner)
  for (
    let host = component.ownerShadowRoot?.getHostNode();
    host !== undefined;
    host = component.ownerShadowRoot?.getHostNode()
  ) {
    component = host
  }
  return pageViewOf(component.getMethodCaller() as object)
}

export interface Box {
  left: number
  top: number
  right: number
  bottom: number
  width: number
  height: number
}

/** In the page's own coordinates: they begin below the navigation bar. */
export function pageRect(rect: DOMRectReadOnly, dom: Element): Box {
  const { left: x, top: y } = viewportOrigin(dom)
  const { left, top, right, bottom, width, height } = rect
  return { left: left - x, top: top - y, right: right - x, bottom: bottom - y, width, height }
}

/** An element without a box (a virtual host) answers with its first child's. */
export function boxOf(element: glassEasel.Element): HTMLElement {
  const dom: unknown = element.$$
  if (dom instanceof HTMLElement) return dom
  const inner = glassEasel.Component.isComponent(element) ? element.getShadowRoot()?.childNodes : element.childNodes
  for (const child of inner ?? []) if (child instanceof glassEasel.Element) return boxOf(child)
  throw new Error('this element has no box')
}
