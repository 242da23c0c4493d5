/** Walking to the place that an update changes, making what is missing on the way. */
import { updateRefused } from './errors'
import { typeName } from './values'

export type Target = { _id: string } & Record<string, unknown>
/** Carries out one operator on one path of the document, in place. */
export type Operator = (target: Target, path: string, argument: unknown) => void

/** One field of an object, or one element of an array. */
export interface Slot {
  exists(): boolean
  read(): unknown
  write(value: unknown): void
  /** Takes a field away; an element becomes null, as in MongoDB. */
  remove(): void
}

/** As many nulls as an update may put before a new element of an array. */
const MOST_PADDING = 1_500

/** The parts of a path. Positional ones (`$`, `$[]`) are not supported. */
export function checkedParts(path: string): string[] {
  const parts = path.split('.')
  for (const part of parts) {
    if (part === '')
      throw updateRefused(`The update path '${path}' contains an empty field name, which is not allowed.`)
    if (part === '__proto__') throw updateRefused(`The field name '__proto__' is not supported.`)
    if (part.startsWith('$')) {
      throw updateRefused(`The positional or dollar ($) prefixed field '${part}' in '${path}' is not supported.`)
    }
  }
  return parts
}

/**
 * The place at `path`. With `create`, objects are made for what is missing on the way; without, undefined says that
 * nothing is there.
 * @throws DatabaseError when a value on the way cannot hold fields
 */
export function place(target: Target, path: string, create: boolean): Slot | undefined {
  const parts = checkedParts(path)
  const last = parts.pop() ?? path
  let container: unknown = target
  let at = '_id'
  for (const part of parts) {
    const slot = slotIn(container, part, at, create)
    if (!slot) return undefined
    if (!slot.exists()) {
      if (!create) return undefined
      slot.write({})
    }
    container = slot.read()
    at = part
  }
  return slotIn(container, last, at, create)
}

function slotIn(container: unknown, part: string, at: string, create: boolean): Slot | undefined {
  if (Array.isArray(container)) {
    if (/^(0|[1-9]\d*)$/.test(part)) return elementSlot(container, Number(part))
  } else if (typeof container === 'object' && container !== null && !(container instanceof Date)) {
    return fieldSlot(container as Record<string, unknown>, part)
  }
  if (!create) return undefined
  const shown = typeName(container) === 'null' ? 'null' : JSON.stringify(container)
  throw updateRefused(`Cannot create field '${part}' in element {${at}: ${shown}}`)
}

function fieldSlot(object: Record<string, unknown>, name: string): Slot {
  return {
    exists: () => Object.hasOwn(object, name),
    read: () => (Object.hasOwn(object, name) ? object[name] : undefined),
    write: (value) => {
      object[name] = value
    },
    remove: () => {
      delete object[name]
    },
  }
}

function elementSlot(array: unknown[], index: number): Slot {
  return {
    exists: () => index < array.length,
    read: () => array[index],
    write: (value) => {
      if (index - array.length > MOST_PADDING) throw updateRefused(`can't backfill more than ${MOST_PADDING} elements`)
      while (array.length < index) array.push(null)
      array[index] = value
    },
    remove: () => {
      if (index < array.length) array[index] = null
    },
  }
}
