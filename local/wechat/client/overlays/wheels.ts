import { button, h, type OverlayHost, openLayer } from './kit'

const ITEM_PX = 48

export interface WheelColumns {
  title: string
  columns: readonly (readonly string[])[]
  selected: readonly number[]
  /** A column was turned. The answer replaces the columns and the selection, where given. */
  onTurn?: (column: number, selected: number[]) => Pick<WheelColumns, 'columns' | 'selected'> | undefined
}

/** The picker's sheet: one wheel a column. `onTurn` may change it from outside through `update`. */
export interface WheelSheet {
  /** Indexes chosen, or null when cancelled. */
  readonly answer: Promise<number[] | null>
  update(columns: WheelColumns['columns'], selected: WheelColumns['selected']): void
}

export function openWheels(host: OverlayHost, options: WheelColumns): WheelSheet {
  let update: WheelSheet['update'] = () => {}
  const answer = new Promise<number[] | null>((resolve) => {
    const finish = (value: number[] | null) => {
      layer.close()
      resolve(value)
    }
    const layer = openLayer(host, { label: options.title, placement: 'sheet', onDismiss: () => finish(null) })
    const area = h('div', { class: 'wo-wheels' })
    let wheels: Wheel[] = []
    const draw: WheelSheet['update'] = (columns, selected) => {
      if (wheels.length !== columns.length) {
        wheels = columns.map((_, index) => new Wheel(`第 ${index + 1} 列`, () => turned(index)))
        area.replaceChildren(...wheels.map((wheel) => wheel.dom))
      }
      for (const [index, wheel] of wheels.entries()) wheel.set(columns[index] ?? [], selected[index] ?? 0)
    }
    const chosen = () => wheels.map((wheel) => wheel.index)
    const turned = (column: number) => {
      const next = options.onTurn?.(column, chosen())
      if (next !== undefined) draw(next.columns, next.selected)
    }
    layer.root.append(
      h(
        'div',
        { class: 'wo-bar' },
        button('取消', () => finish(null)),
        h('strong', {}, options.title),
        button('确定', () => finish(chosen()), { class: 'wo-green' }),
      ),
      area,
    )
    draw(options.columns, options.selected)
    update = draw
  })
  return { answer, update }
}

/** One column: turn it, tap an item, or use the arrow keys. */
class Wheel {
  readonly dom: HTMLElement
  index = 0
  #items: readonly string[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    label: string,
    private readonly onTurn: () => void,
  ) {
    this.dom = h('div', { class: 'wo-wheel', role: 'listbox', 'aria-label': label, tabindex: 0 })
    this.dom.addEventListener('scroll', () => {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.#settle(), 120)
    })
    this.dom.addEventListener('keydown', (event) => {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
      if (step === 0) return
      event.preventDefault()
      this.#choose(this.index + step)
    })
  }

  set(items: readonly string[], index: number): void {
    const last = Math.max(0, items.length - 1)
    this.index = Math.min(Math.max(0, index), last)
    if (items.length !== this.#items.length || items.some((item, at) => item !== this.#items[at])) {
      this.#items = [...items]
      this.dom.replaceChildren(
        ...items.map((item, at) => h('div', { role: 'option', onclick: () => this.#choose(at) }, item)),
      )
    }
    this.#show()
    requestAnimationFrame(() => this.dom.scrollTo({ top: this.index * ITEM_PX, behavior: 'instant' }))
  }

  /** The scroll has come to rest. */
  #settle(): void {
    const index = Math.min(Math.max(0, Math.round(this.dom.scrollTop / ITEM_PX)), this.#items.length - 1)
    if (index !== this.index && index >= 0) this.#choose(index)
  }

  #choose(index: number): void {
    if (index < 0 || index >= this.#items.length || index === this.index) return
    this.index = index
    this.#show()
    this.dom.scrollTo({ top: index * ITEM_PX, behavior: 'instant' })
    this.onTurn()
  }

  #show(): void {
    for (const [at, item] of [...this.dom.children].entries())
      item.setAttribute('aria-selected', String(at === this.index))
  }
}
