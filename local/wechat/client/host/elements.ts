import * as glassEasel from 'glass-easel'
import { playAnimation } from './animation'
import type { PhoneBackend } from './backend'
import { type ElementDefinition, type ElementInstance, hostOf } from './contract'

/** Registers the built-in elements; the result is for `setGlobalUsingComponent`. */
export function defineElements(
  space: glassEasel.ComponentSpace,
  backend: PhoneBackend,
  elements: readonly ElementDefinition[],
): Map<string, glassEasel.GeneralComponentDefinition> {
  backend.registerStyleSheetContent(
    'built-in elements',
    elements.map((element) => element.styles ?? '').join('\n') + HIDDEN,
  )
  backend.appendStyleSheetPath('built-in elements')
  const common = commonBehavior(space)
  return new Map(elements.map((element) => [element.tag, define(space, common, element)]))
}

const HIDDEN = '\n[wx-hidden] { display: none !important }'

function define(
  space: glassEasel.ComponentSpace,
  common: glassEasel.GeneralBehavior,
  { tag, definition, template }: ElementDefinition,
): glassEasel.GeneralComponentDefinition {
  const options = {
    styleScope: glassEasel.StyleScopeManager.globalScope(),
    idPrefixGenerator: null,
    ...definition.options,
  }
  const params = {
    ...definition,
    is: tag,
    behaviors: [common, ...(definition.behaviors ?? [])],
    options,
    ...(template === undefined ? {} : { template }),
  }
  return space.defineComponent(params as never) as unknown as glassEasel.GeneralComponentDefinition
}

/** What every element has in WXML: `hidden` and `animation`. */
function commonBehavior(space: glassEasel.ComponentSpace): glassEasel.GeneralBehavior {
  const observers = {
    hidden(this: ElementInstance, hidden: unknown) {
      hostOf(this).toggleAttribute('wx-hidden', Boolean(hidden))
    },
    animation(this: ElementInstance, animation: unknown) {
      if (animation) playAnimation(this, animation)
    },
  }
  return space.defineBehavior({
    properties: { hidden: { type: Boolean, value: false }, animation: { type: null, value: null } },
    observers,
  } as never) as unknown as glassEasel.GeneralBehavior
}
