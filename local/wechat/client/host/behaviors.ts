import type { CodeSpace } from 'glass-easel-miniprogram-adapter'
import type { ElementInstance } from './contract'
import { componentOf } from './instances-of'

type AdapterBehavior = ReturnType<CodeSpace['behavior']> extends { register(): infer Registered } ? Registered : never

/** Makes a component's `name` and `value` part of the form around it, until the returned function is called. */
export type RegisterField = (component: ElementInstance) => () => void

/**
 * WeChat's own behaviors, which components name by a text:
 * https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/behaviors.html
 */
export function builtInBehaviors(space: CodeSpace, registerField: RegisterField): ReadonlyMap<string, AdapterBehavior> {
  const plain = (): AdapterBehavior => space.behavior().register() as AdapterBehavior
  return new Map<string, AdapterBehavior>([
    ['wx://form-field', formField(space, registerField)],
    ['wx://form-field-group', plain()],
    ['wx://form-field-button', plain()],
    // `export()` in the definition does the work; the behavior only allows it.
    ['wx://component-export', plain()],
  ])
}

/** Replaces names by behaviors; an unknown name throws. */
export function resolveBehaviors(behaviors: unknown, known: ReadonlyMap<string, AdapterBehavior>): unknown {
  if (!Array.isArray(behaviors)) return behaviors
  return behaviors.map((behavior: unknown) => {
    if (typeof behavior !== 'string') return behavior
    const found = known.get(behavior)
    if (found === undefined) throw new Error(`behavior "${behavior}" is not supported by the local WeChat`)
    return found
  })
}

function formField(space: CodeSpace, registerField: RegisterField): AdapterBehavior {
  const ends = new WeakMap<object, () => void>()
  const lifetimes = {
    attached(this: object) {
      ends.set(this, registerField(componentOf(this)))
    },
    detached(this: object) {
      ends.get(this)?.()
    },
  }
  const properties = { name: { type: String, value: '' }, value: { type: null, value: '' } }
  return space
    .behavior()
    .definition({ properties, lifetimes: lifetimes as never })
    .register() as AdapterBehavior
}
