import { prefersLargeText } from '../platform/device'
import { keep, recall } from '../platform/storage'

const key = 'care'
const listeners = new Set<(care: boolean) => void>()
const leaving = new WeakMap<object, () => void>()
let current: boolean | null = null

/** Whether care mode (长辈版) is on; until the person chooses, the system's letter size decides. */
function isCare(): boolean {
  current ??= recall(key, isBoolean) ?? prefersLargeText()
  return current
}

/** Switches it for every page at once, and keeps it on this phone. */
export function setCare(care: boolean): void {
  current = care
  keep(key, care)
  for (const listener of listeners) listener(care)
}

/** Gives a page or component `care` in its data, true while care mode is on. */
export const careBehavior = Behavior({
  data: { care: false },
  lifetimes: {
    attached() {
      const follow = (care: boolean): void => this.setData({ care })
      listeners.add(follow)
      leaving.set(this, () => listeners.delete(follow))
      if (isCare()) follow(true)
    },
    detached() {
      leaving.get(this)?.()
    },
  },
})

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean'
}
