import type * as glassEasel from 'glass-easel'
import { SEGMENT } from './segments'
import { rpxToPx } from './units'

interface Step {
  transforms: string[]
  styles: Record<string, string>
  options: { duration: number; timingFunction: string; delay: number; transformOrigin: string }
}

interface ExportedAnimation {
  actions: Step[]
}

type Options = Partial<Step['options']>

const TRANSFORMS = (
  'rotate rotate3d rotateX rotateY rotateZ scale scale3d scaleX scaleY scaleZ skew skewX skewY ' +
  'translate translate3d translateX translateY translateZ matrix matrix3d'
).split(' ')
const STYLES = ['opacity', 'backgroundColor', 'width', 'height', 'left', 'right', 'top', 'bottom']

/**
 * `wx.createAnimation`: calls collect, `step()` closes a group, `export()` gives what the `animation` attribute takes,
 * and starts anew. https://developers.weixin.qq.com/miniprogram/dev/api/ui/animation/Animation.html
 */
export function createAnimation(defaults: Options = {}): object {
  const initial = { duration: 400, timingFunction: 'linear', delay: 0, transformOrigin: '50% 50% 0', ...defaults }
  let actions: Step[] = []
  let transforms: string[] = []
  let styles: Record<string, string> = {}
  const animation: Record<string, unknown> = {
    step(options: Options = {}) {
      actions.push({ transforms, styles, options: { ...initial, ...options } })
      transforms = [...transforms]
      styles = {}
      return animation
    },
    export(): ExportedAnimation {
      const exported = { actions }
      actions = []
      return exported
    },
  }
  for (const name of TRANSFORMS) {
    animation[name] = (...values: (number | string)[]) => {
      transforms = [
        ...transforms.filter((known) => !known.startsWith(`${name}(`)),
        `${name}(${transformValues(name, values)})`,
      ]
      return animation
    }
  }
  for (const name of STYLES) {
    animation[name] = (value: number | string) => {
      const property = name === 'backgroundColor' ? 'background-color' : name
      styles[property] = name === 'opacity' || name === 'backgroundColor' ? String(value) : length(value)
      return animation
    }
  }
  return animation
}

const playing = new WeakMap<glassEasel.Element, number>()

/** Plays what `export()` gave, one step after another, on the element's own style. */
export function playAnimation(element: glassEasel.Element, exported: unknown): void {
  if (!isExported(exported)) return
  const turn = (playing.get(element) ?? 0) + 1
  playing.set(element, turn)
  const held: Record<string, string> = {}
  const play = (index: number): void => {
    const step = exported.actions[index]
    if (step === undefined || playing.get(element) !== turn) return
    const { duration, timingFunction, delay, transformOrigin } = step.options
    Object.assign(held, step.styles)
    if (step.transforms.length > 0) held.transform = step.transforms.join(' ')
    const text = Object.entries(held).map(([name, value]) => `${name}:${value}`)
    text.push(`transition:all ${duration}ms ${timingFunction} ${delay}ms`, `transform-origin:${transformOrigin}`)
    element.setNodeStyle(text.join(';'), SEGMENT.animation)
    setTimeout(() => play(index + 1), duration + delay)
  }
  requestAnimationFrame(() => play(0))
}

function isExported(value: unknown): value is ExportedAnimation {
  return typeof value === 'object' && value !== null && 'actions' in value && Array.isArray(value.actions)
}

function transformValues(name: string, values: readonly (number | string)[]): string {
  if (name.startsWith('translate')) return values.map(length).join(',')
  const isAngle = (index: number): boolean => /^(rotate|skew)/.test(name) && (name !== 'rotate3d' || index === 3)
  return values
    .map((value, index) => (isAngle(index) && typeof value === 'number' ? `${value}deg` : String(value)))
    .join(',')
}

function length(value: number | string): string {
  if (typeof value === 'number') return `${value}px`
  return value.replace(/(-?[\d.]+)rpx/g, (_all, number: string) => {
    return `${rpxToPx(Number(number), { widthPx: document.documentElement.clientWidth, pixelRatio: devicePixelRatio })}px`
  })
}
