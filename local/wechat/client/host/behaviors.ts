import type { CodeSpace } from 'glass-easel-miniprogram-adapter'

type AdapterBehavior = ReturnType<CodeSpace['behavior']> extends { register(): infer Registered } ? Registered : never

/** WeChat's own behaviors, which components name by a text: https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/behaviors.html */
export function builtInBehaviors(space: CodeSpace): ReadonlyMap<string, AdapterBehavior> {
  const field = { name: { type: String, value: '' }, value: { type: null, value: '' } }
  return new Map<string, AdapterBehavior>([
    ['wx://form-field', define(space, field)],
    ['wx://form-field-group', define(space, {})],
    ['wx://form-field-button', define(space, {})],
    // `export()` in the definition does the work; the behavior only allows it.
    ['wx://component-export', define(space, {})],
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

function define(
  space: CodeSpace,
  properties: Record<string, { type: StringConstructor | null; value: string }>,
): AdapterBehavior {
  return space.behavior().definition({ properties }).register() as AdapterBehavior
}
