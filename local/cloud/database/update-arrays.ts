/** Update operators that change arrays. */
import type { Doc } from '../../contract'
import { isPlainObject } from './ejson'
import { updateRefused } from './errors'
import { compileFilter, operatorsOf } from './filter'
import { type Operator, place, type Slot, type Target } from './update-paths'
import { cloneValue, compareValues, equalValues, typeName } from './values'

const PUSH_MODIFIERS = new Set(['$each', '$position', '$slice', '$sort'])

const push: Operator = (target, path, argument) => {
  const { each, position, slice, order } = pushArguments(argument)
  const array = arrayToGrow(target, path, 'must be an array but is of type')
  array.splice(position ?? array.length, 0, ...each.map(cloneValue))
  if (order !== undefined) array.sort(comparator(order))
  if (slice !== undefined) {
    if (slice < 0) array.splice(0, Math.max(0, array.length + slice))
    else array.splice(slice)
  }
}

const addToSet: Operator = (target, path, argument) => {
  const each = isPlainObject(argument) && '$each' in argument ? eachOf(argument, '$addToSet') : [argument]
  const array = arrayToGrow(target, path, 'must be an array but is of type')
  for (const value of each) {
    if (!array.some((present) => equalValues(present, value))) array.push(cloneValue(value))
  }
}

const pop: Operator = (target, path, end) => {
  if (end !== 1 && end !== -1) throw updateRefused(`$pop expects 1 or -1, found: ${JSON.stringify(end)}`)
  const slot = place(target, path, false)
  if (!slot?.exists()) return
  const array = slot.read()
  if (!Array.isArray(array))
    throw updateRefused(`Path '${path}' contains an element of non-array type '${typeName(array)}'`)
  if (end === 1) array.pop()
  else array.shift()
}

const pull: Operator = (target, path, condition) => {
  const leaves = pullTest(condition)
  shrink(target, path, '$pull', (element) => leaves(element))
}

const pullAll: Operator = (target, path, values) => {
  if (!Array.isArray(values))
    throw updateRefused(`$pullAll requires an array argument but was given a ${typeName(values)}`)
  shrink(target, path, '$pullAll', (element) => values.some((value) => equalValues(value, element)))
}

export const arrayOperators: Readonly<Record<string, Operator>> = {
  $push: push,
  $addToSet: addToSet,
  $pop: pop,
  $pull: pull,
  $pullAll: pullAll,
}

function pushArguments(argument: unknown) {
  if (!operatorsOf(argument)) return { each: [argument], position: undefined, slice: undefined, order: undefined }
  const modifiers = argument as Record<string, unknown>
  const unknown = Object.keys(modifiers).find((name) => !PUSH_MODIFIERS.has(name))
  if (unknown !== undefined) throw updateRefused(`Unrecognized clause in $push: ${unknown}`)
  return {
    each: eachOf(modifiers, '$push'),
    position: wholeNumber(modifiers.$position, '$position'),
    slice: wholeNumber(modifiers.$slice, '$slice'),
    order: modifiers.$sort,
  }
}

function eachOf(modifiers: Record<string, unknown>, name: string): unknown[] {
  const each = modifiers.$each
  if (!Array.isArray(each)) {
    throw updateRefused(`The argument to $each in ${name} must be an array but it was of type: ${typeName(each)}`)
  }
  return each
}

function wholeNumber(value: unknown, name: string): number | undefined {
  if (value === undefined) return undefined
  if (!Number.isInteger(value)) throw updateRefused(`The value for ${name} must be an integer value`)
  return value as number
}

function comparator(order: unknown): (a: unknown, b: unknown) => number {
  if (order === 1 || order === -1) return (a, b) => order * compareValues(a, b)
  if (!isPlainObject(order) || Object.keys(order).length === 0)
    throw updateRefused('The $sort is invalid: 1, -1 or fields')
  const fields = Object.entries(order).map(([path, direction]) => {
    if (direction !== 1 && direction !== -1) throw updateRefused('The $sort element value must be either 1 or -1')
    return [path, direction] as const
  })
  return (a, b) => {
    for (const [path, direction] of fields) {
      const difference = compareValues(fieldOf(a, path), fieldOf(b, path))
      if (difference !== 0) return direction * difference
    }
    return 0
  }
}

function fieldOf(value: unknown, path: string): unknown {
  let found = value
  for (const part of path.split('.')) found = isPlainObject(found) ? found[part] : undefined
  return found
}

function arrayToGrow(target: Target, path: string, complaint: string): unknown[] {
  const slot: Slot | undefined = place(target, path, true)
  if (slot && !slot.exists()) slot.write([])
  const array = slot?.read()
  if (Array.isArray(array)) return array
  throw updateRefused(
    `The field '${path}' ${complaint} ${typeName(array)} in document {_id: ${JSON.stringify(target._id)}}`,
  )
}

function shrink(target: Target, path: string, name: string, leaves: (element: unknown) => boolean): void {
  const slot = place(target, path, false)
  if (!slot?.exists()) return
  const array = slot.read()
  if (!Array.isArray(array)) throw updateRefused(`Cannot apply ${name} to a non-array value`)
  slot.write(array.filter((element) => !leaves(element)))
}

/** `$pull` takes a value, a condition on the element, or a filter on the element's fields. */
function pullTest(condition: unknown): (element: unknown) => boolean {
  if (condition instanceof RegExp) return (element) => typeof element === 'string' && condition.test(element)
  if (!isPlainObject(condition)) return (element) => equalValues(element, condition)
  if (operatorsOf(condition)) {
    const matches = compileFilter({ element: condition })
    return (element) => matches({ _id: '', element })
  }
  const matches = compileFilter(condition)
  return (element) => isPlainObject(element) && matches(element as Doc)
}
