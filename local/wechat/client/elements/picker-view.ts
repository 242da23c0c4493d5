import { type ElementDefinition, type ElementInstance, hostOf } from '../host/contract'
import { componentOf, element, OWN_SEGMENT, property, textOf } from './element'

const DEFAULT_ITEM_PX = 34
const watches = new WeakMap<object, { disconnect(): void }>()

/** picker-view and picker-view-column: wheels inside the page. */
export const pickerViews: ElementDefinition[] = [
  element(
    'picker-view',
    {
      properties: {
        value: property(Array, [] as unknown[], function () {
          showSoon(this)
        }),
        indicatorStyle: property(String, '', function () {
          showSoon(this)
        }),
        indicatorClass: property(String, ''),
        maskStyle: property(String, ''),
        maskClass: property(String, ''),
        immediateChange: property(Boolean, false),
      },
      lifetimes: {
        attached() {
          showSoon(this)
        },
      },
    },
    `wx-picker-view { display: flex; position: relative; overflow: hidden }
wx-picker-view-column { display: block; flex: 1; min-width: 0; height: 100%; overflow-y: auto; scroll-snap-type: y mandatory; scrollbar-width: none;
  overscroll-behavior: contain; text-align: center; mask-image: linear-gradient(transparent, #000 40%, #000 60%, transparent) }
wx-picker-view-column::-webkit-scrollbar { display: none }
wx-picker-view-column::before, wx-picker-view-column::after { content: ''; display: block; height: calc(50% - var(--item, 34px) / 2) }
wx-picker-view-column > * { scroll-snap-align: center; height: var(--item, 34px); overflow: hidden }
wx-picker-view::after { content: ''; position: absolute; left: 0; right: 0; top: calc(50% - var(--item, 34px) / 2); height: var(--item, 34px);
  border: solid #e5e5e5; border-width: 1px 0; pointer-events: none; box-sizing: border-box }`,
  ),
  element('picker-view-column', {
    lifetimes: {
      attached() {
        watchColumn(this)
      },
      detached() {
        watches.get(this)?.disconnect()
      },
    },
  }),
]

function itemPx(view: ElementInstance): number {
  return Number.parseFloat(/height:\s*([\d.]+)px/.exec(textOf(view.data.indicatorStyle))?.[1] ?? '') || DEFAULT_ITEM_PX
}

function columnsOf(view: ElementInstance): Element[] {
  return [...hostOf(view).querySelectorAll('wx-picker-view-column')]
}

function showSoon(view: ElementInstance): void {
  view.setNodeStyle(`--item:${itemPx(view)}px`, OWN_SEGMENT)
  requestAnimationFrame(() => {
    const value: unknown[] = Array.isArray(view.data.value) ? view.data.value : []
    columnsOf(view).forEach((column, at) => {
      const index = Math.min(Number(value[at] ?? 0) || 0, Math.max(0, column.childElementCount - 1))
      const top = index * itemPx(view)
      if (Math.abs(column.scrollTop - top) > 1) column.scrollTo({ top, behavior: 'instant' })
    })
  })
}

function watchColumn(column: ElementInstance): void {
  const dom = hostOf(column)
  let timer: ReturnType<typeof setTimeout> | undefined
  let turning = false
  const view = () => {
    const found = dom.closest('wx-picker-view')
    return found === null ? null : componentOf(found)
  }
  dom.addEventListener('scroll', () => {
    const owner = view()
    if (owner === null) return
    if (!turning) owner.triggerEvent('pickstart', {})
    turning = true
    clearTimeout(timer)
    timer = setTimeout(() => {
      turning = false
      settle(owner)
      owner.triggerEvent('pickend', {})
    }, 120)
  })
  const items = new MutationObserver(() => {
    const owner = view()
    if (owner !== null) showSoon(owner)
  })
  items.observe(dom, { childList: true })
  watches.set(column, items)
}

function settle(view: ElementInstance): void {
  const before = JSON.stringify(view.data.value)
  const value = columnsOf(view).map((column) => Math.round(column.scrollTop / itemPx(view)))
  if (JSON.stringify(value) === before) return
  view.setData({ value })
  view.triggerEvent('change', { value })
}
