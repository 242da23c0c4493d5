import * as glassEasel from 'glass-easel'

/** The glass-easel component behind `this` of a mini-program's component. */
export function componentOf(caller: unknown): glassEasel.GeneralComponent {
  if (glassEasel.Component.isComponent(caller as glassEasel.Element)) return caller as glassEasel.GeneralComponent
  const inner: unknown = typeof caller === 'object' && caller !== null ? Reflect.get(caller, '_$') : undefined
  if (inner instanceof glassEasel.Component) return inner as glassEasel.GeneralComponent
  throw new Error('this is not a page or component')
}
