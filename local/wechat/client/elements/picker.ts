import { currentPhone } from '../api/current'
import { type ElementDefinition, type ElementInstance, hostOf } from '../host/contract'
import { openWheels } from '../overlays/wheels'
import { dateColumns, timeColumns, type Wheels } from './calendar-columns'
import { element, property, textOf } from './element'
import { onActivation, registerField } from './fields'

const unregisters = new WeakMap<object, () => void>()

export const pickers: ElementDefinition[] = [
  element(
    'picker',
    {
      properties: {
        name: property(String, ''),
        headerText: property(String, ''),
        mode: property(String, 'selector'),
        disabled: property(Boolean, false),
        range: property(Array, [] as unknown[]),
        rangeKey: property(String, ''),
        value: property(null, null as unknown),
        start: property(String, ''),
        end: property(String, ''),
        fields: property(String, 'day'),
      },
      lifetimes: {
        attached() {
          attach(this)
        },
        detached() {
          unregisters.get(this)?.()
        },
      },
      listeners: {
        'this.tap'() {
          run(this)
          return undefined
        },
      },
    },
    'wx-picker { display: block; cursor: pointer }',
  ),
]

function attach(picker: ElementInstance): void {
  const dom = hostOf(picker)
  const initial: unknown = picker.data.value
  if (!dom.hasAttribute('role')) dom.setAttribute('role', 'button')
  dom.setAttribute('aria-haspopup', 'dialog')
  dom.tabIndex = 0
  onActivation(dom, () => run(picker))
  dom.addEventListener('keydown', (event) => {
    if (event.target !== dom || (event.key !== 'Enter' && event.key !== ' ')) return
    event.preventDefault()
    run(picker)
  })
  const field = {
    name: () => textOf(picker.data.name),
    value: () => picker.data.value as unknown,
    reset: () => picker.setData({ value: initial }),
  }
  unregisters.set(picker, registerField(dom, field))
}

function run(picker: ElementInstance): void {
  if (picker.data.disabled === true) return
  open(picker).catch((error: unknown) => currentPhone().reportError(error))
}

async function open(picker: ElementInstance): Promise<void> {
  const wheels = wheelsOf(picker)
  const sheet = openWheels(currentPhone(), {
    title: textOf(picker.data.headerText) || '请选择',
    columns: wheels.columns,
    selected: wheels.selected,
    onTurn: (column, selected) => {
      // Columns that follow from others (the days of a month, a range that the product replaces) are drawn anew.
      if (picker.data.mode !== 'multiSelector') return wheels.turned?.(selected)
      picker.triggerEvent('columnchange', { column, value: selected[column] })
      queueMicrotask(() => {
        const next = wheelsOf(picker)
        const kept = selected.map((index, at) => (at <= column ? index : (next.selected[at] ?? 0)))
        sheet.update(next.columns, kept)
      })
      return undefined
    },
  })
  const selected = await sheet.answer
  if (selected === null) {
    picker.triggerEvent('cancel', {})
    return
  }
  const value = wheels.valueOf(selected)
  picker.setData({ value })
  picker.triggerEvent('change', { value })
}

function wheelsOf(picker: ElementInstance): Wheels {
  const { mode, value, range, rangeKey, start, end, fields } = picker.data
  const text = textOf(value)
  switch (mode) {
    case 'selector':
      return selectorWheels(labels(range, rangeKey), value)
    case 'multiSelector':
      return multiWheels(Array.isArray(range) ? range.map((column) => labels(column, rangeKey)) : [], value)
    case 'time':
      return timeColumns(text, textOf(start), textOf(end))
    case 'date':
      return dateColumns(text || today(), textOf(start), textOf(end), textOf(fields))
    default:
      throw new Error(`picker mode="${textOf(mode)}" is not supported by the local WeChat`)
  }
}

function selectorWheels(items: string[], value: unknown): Wheels {
  return { columns: [items], selected: [Number(value) || 0], valueOf: ([index]) => String(index ?? 0) }
}

function multiWheels(columns: string[][], value: unknown): Wheels {
  const chosen = Array.isArray(value) ? value.map(Number) : []
  return { columns, selected: columns.map((_, at) => chosen[at] ?? 0), valueOf: (selected) => selected }
}

function labels(column: unknown, key: unknown): string[] {
  if (!Array.isArray(column)) return []
  const name = textOf(key)
  return column.map((item: unknown) => {
    if (name === '' || typeof item !== 'object' || item === null) return textOf(item)
    return textOf((item as Record<string, unknown>)[name])
  })
}

/** A Shanghai day, as the phone's clock says. */
function today(): string {
  return new Date(currentPhone().nowMs() + 8 * 3600_000).toISOString().slice(0, 10)
}
