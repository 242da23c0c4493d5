/** Updates of one document, with MongoDB's own refusals. */
import type { Doc } from '../../contract'
import { isPlainObject } from './ejson'
import { updateRefused } from './errors'
import { arrayOperators } from './update-arrays'
import { checkedParts, type Operator, place, type Slot, type Target } from './update-paths'
import { cloneValue, compareValues, equalValues, typeName } from './values'

export type Update = Record<string, unknown>

const set: Operator = (target, path, value) => {
  place(target, path, true)?.write(cloneValue(value))
}

const unset: Operator = (target, path) => {
  place(target, path, false)?.remove()
}

const arithmetic =
  (name: string, verb: string, missing: (by: number) => number, apply: (now: number, by: number) => number): Operator =>
  (target, path, by) => {
    if (typeof by !== 'number')
      throw updateRefused(`Cannot ${verb} with non-numeric argument: {${path}: ${JSON.stringify(by)}}`)
    const slot = place(target, path, true)
    const now = slot?.read()
    if (!slot?.exists()) return slot?.write(missing(by))
    if (typeof now !== 'number') {
      throw updateRefused(
        `Cannot apply ${name} to a value of non-numeric type. {_id: ${JSON.stringify(target._id)}} has the field '${path}' of non-numeric type ${typeName(now)}`,
      )
    }
    slot.write(apply(now, by))
  }

const extreme =
  (wins: (order: number) => boolean): Operator =>
  (target, path, value) => {
    const slot = place(target, path, true)
    if (slot && (!slot.exists() || wins(compareValues(value, slot.read())))) slot.write(cloneValue(value))
  }

const rename: Operator = (target, path, to) => {
  if (typeof to !== 'string') throw updateRefused(`The 'to' field for $rename must be a string: ${path}`)
  const slot: Slot | undefined = place(target, path, false)
  if (!slot?.exists()) return
  const value = slot.read()
  slot.remove()
  place(target, to, true)?.write(value)
}

const operators: Readonly<Record<string, Operator>> = {
  $set: set,
  $unset: unset,
  $inc: arithmetic(
    '$inc',
    'increment',
    (by) => by,
    (now, by) => now + by,
  ),
  $mul: arithmetic(
    '$mul',
    'multiply',
    () => 0,
    (now, by) => now * by,
  ),
  $min: extreme((order) => order < 0),
  $max: extreme((order) => order > 0),
  $rename: rename,
  ...arrayOperators,
}

/**
 * The document after an update; the given one stays as it is. `inserting` applies `$setOnInsert` too.
 * @throws DatabaseError in MongoDB's words, when the present value does not allow the update
 */
export function applyUpdate(document: Doc, update: Update, inserting = false): Doc {
  const after: Target = cloneValue(document)
  for (const [name, fields] of Object.entries(update)) {
    const operator = name === '$setOnInsert' ? set : operators[name]
    if (!operator) throw updateRefused(`Unknown modifier: ${name}`)
    if (name === '$setOnInsert' && !inserting) continue
    for (const [path, argument] of Object.entries(fields as Record<string, unknown>)) operator(after, path, argument)
  }
  if (after._id !== document._id) throw immutableId()
  return after
}

/** Refuses an update that no document could take, before any is touched. */
export function checkUpdate(update: Update): void {
  const names = Object.keys(update)
  if (names.length === 0)
    throw updateRefused("'$set' is empty. You must specify a field like so: {$set: {<field>: ...}}")
  const paths: string[] = []
  for (const name of names) {
    if (name !== '$setOnInsert' && !operators[name]) throw updateRefused(`Unknown modifier: ${name}`)
    const fields = update[name]
    if (!isPlainObject(fields))
      throw updateRefused(`Modifiers operate on fields but we found ${typeName(fields)} for ${name}`)
    for (const [path, argument] of Object.entries(fields)) {
      for (const touched of name === '$rename' && typeof argument === 'string' ? [path, argument] : [path]) {
        checkedParts(touched)
        const clash = paths.find((other) => covers(other, touched) || covers(touched, other))
        if (clash !== undefined) {
          throw updateRefused(`Updating the path '${touched}' would create a conflict at '${clash}'`)
        }
        paths.push(touched)
      }
      if (name === '$set' || name === '$setOnInsert') checkStorable(argument)
    }
  }
}

/** Refuses field names that cannot be stored, anywhere in the value. */
export function checkStorable(value: unknown): void {
  if (typeof value !== 'object' || value === null || value instanceof Date) return
  if (value instanceof RegExp) throw updateRefused('a regular expression as a stored value is not supported')
  if (Array.isArray(value)) {
    for (const element of value) checkStorable(element)
    return
  }
  for (const key in value) {
    if (key.startsWith('$')) throw updateRefused(`The dollar ($) prefixed field '${key}' is not valid for storage.`)
    if (key.includes('.')) throw updateRefused(`The dotted field '${key}' is not valid for storage.`)
    checkStorable((value as Record<string, unknown>)[key])
  }
}

/** The whole document replaced, its id kept: what `set` does. */
export function replaceDocument(id: string, data: Record<string, unknown>): Doc {
  if ('_id' in data && data._id !== id) throw immutableId()
  checkStorable(data)
  return withId(id, data)
}

/** A document as MongoDB stores it: the id first. */
export function withId(id: string, data: Record<string, unknown>): Doc {
  const { _id, ...fields } = data
  return { _id: id, ...fields }
}

export function sameDocument(a: Doc, b: Doc): boolean {
  return equalValues(a, b)
}

function immutableId(): Error {
  return updateRefused("Performing an update on the path '_id' would modify the immutable field '_id'")
}

function covers(path: string, other: string): boolean {
  return path === other || other.startsWith(`${path}.`)
}
