import { type ElementDefinition, type ElementInstance, hostOf } from '../host/contract'
import { element, numberOf, OWN_SEGMENT, property, StateOf, textOf } from './element'
import { registerField } from './fields'

interface SliderState {
  native: HTMLInputElement
  output: HTMLElement
  unregister: () => void
}

const sliders = new StateOf<SliderState>(() => {
  const native = document.createElement('input')
  native.type = 'range'
  return { native, output: document.createElement('span'), unregister: () => {} }
})

const redrawn = <Value>(type: typeof String | typeof Number | typeof Boolean, value: Value) =>
  property(type, value, function () {
    draw(this)
  })

export const sliderElements: ElementDefinition[] = [
  element(
    'slider',
    {
      properties: {
        name: property(String, ''),
        min: redrawn(Number, 0),
        max: redrawn(Number, 100),
        step: redrawn(Number, 1),
        value: redrawn(Number, 0),
        disabled: redrawn(Boolean, false),
        color: redrawn(String, '#e9e9e9'),
        selectedColor: redrawn(String, '#1aad19'),
        activeColor: redrawn(String, '#1aad19'),
        backgroundColor: redrawn(String, '#e9e9e9'),
        blockSize: redrawn(Number, 28),
        blockColor: redrawn(String, '#ffffff'),
        showValue: redrawn(Boolean, false),
      },
      lifetimes: {
        attached() {
          attach(this)
        },
        detached() {
          sliders.of(this).unregister()
        },
      },
    },
    `wx-slider { display: flex; align-items: center; margin: 10px 18px; gap: 12px; min-height: 32px }
wx-slider > input { flex: 1; min-width: 0; margin: 0; height: 28px; background: transparent; -webkit-appearance: none; cursor: pointer }
wx-slider > input::-webkit-slider-runnable-track { height: 2px; border-radius: 2px;
  background: linear-gradient(to right, var(--active) var(--part), var(--rest) var(--part)) }
wx-slider > input::-webkit-slider-thumb { -webkit-appearance: none; width: var(--block); height: var(--block); border-radius: 50%;
  margin-top: calc(1px - var(--block) / 2); background: var(--block-color); box-shadow: 0 0 4px rgba(0, 0, 0, .2) }
wx-slider > span { color: #888; font-size: 14px }`,
  ),
]

function attach(slider: ElementInstance): void {
  const state = sliders.of(slider)
  const dom = hostOf(slider)
  const initial = numberOf(slider.data.value, 0)
  dom.append(state.native, state.output)
  const commit = (event: 'changing' | 'change') => {
    const value = Number(state.native.value)
    slider.setData({ value })
    slider.triggerEvent(event, { value })
  }
  state.native.addEventListener('input', () => commit('changing'))
  state.native.addEventListener('change', () => commit('change'))
  state.unregister = registerField(dom, {
    name: () => textOf(slider.data.name),
    value: () => Number(state.native.value),
    reset: () => slider.setData({ value: initial }),
  })
  draw(slider)
}

function draw(slider: ElementInstance): void {
  const { data } = slider
  const { native, output } = sliders.of(slider)
  native.min = String(numberOf(data.min, 0))
  native.max = String(numberOf(data.max, 100))
  native.step = String(numberOf(data.step, 1))
  native.value = String(numberOf(data.value, 0))
  native.disabled = data.disabled === true
  native.setAttribute('aria-label', hostOf(slider).getAttribute('aria-label') ?? textOf(data.name))
  output.hidden = data.showValue !== true
  output.textContent = native.value
  const span = Number(native.max) - Number(native.min)
  const part = span > 0 ? ((Number(native.value) - Number(native.min)) / span) * 100 : 0
  const active = textOf(data.activeColor) === '#1aad19' ? textOf(data.selectedColor) : textOf(data.activeColor)
  const rest = textOf(data.backgroundColor) === '#e9e9e9' ? textOf(data.color) : textOf(data.backgroundColor)
  slider.setNodeStyle(
    `--active:${active};--rest:${rest};--part:${part}%;--block:${numberOf(data.blockSize, 28)}px;--block-color:${textOf(data.blockColor)}`,
    OWN_SEGMENT,
  )
}
