/** Filters, changes and groups in MongoDB's words, as far as the product uses them; anything else throws and is named. */
import type { Change, Filter } from '../../../cloudfunctions/shared/ports'

export type Row = Readonly<Record<string, unknown>> & { readonly _id: string }

/** Whether a document matches; arrays match when one of their elements does, as MongoDB has it. */
export function matches(row: Row, filter: Filter): boolean {
  for (const [key, condition] of Object.entries(filter)) {
    if (key === '$or') {
      if (!(condition as Filter[]).some((each) => matches(row, each))) return false
    } else if (key === '$and') {
      if (!(condition as Filter[]).every((each) => matches(row, each))) return false
    } else if (key.startsWith('$')) throw new Error(`the documents in memory do not support ${key}`)
    else if (!fieldMatches(valuesAt(row, key.split('.')), condition)) return false
  }
  return true
}

function fieldMatches(values: readonly unknown[], condition: unknown): boolean {
  if (condition === null || typeof condition !== 'object') return values.some((value) => equal(value, condition))
  if (Array.isArray(condition)) throw new Error('the documents in memory do not compare with a list')
  return Object.entries(condition).every(([operator, operand]) => holds(values, operator, operand))
}

function holds(values: readonly unknown[], operator: string, operand: unknown): boolean {
  switch (operator) {
    case '$eq':
      return values.some((value) => equal(value, operand))
    case '$ne':
      return !values.some((value) => equal(value, operand))
    case '$in':
      return values.some((value) => (operand as unknown[]).some((each) => equal(value, each)))
    case '$nin':
      return !values.some((value) => (operand as unknown[]).some((each) => equal(value, each)))
    case '$gt':
      return values.some((value) => sameKind(value, operand) && (value as number) > (operand as number))
    case '$gte':
      return values.some((value) => sameKind(value, operand) && (value as number) >= (operand as number))
    case '$lt':
      return values.some((value) => sameKind(value, operand) && (value as number) < (operand as number))
    case '$lte':
      return values.some((value) => sameKind(value, operand) && (value as number) <= (operand as number))
    case '$elemMatch':
      return values.some((value) => isObject(value) && matches(value as Row, operand as Filter))
    default:
      throw new Error(`the documents in memory do not support ${operator}`)
  }
}

/** A missing field is as good as null to an equality, and to nothing else. */
function equal(value: unknown, wanted: unknown): boolean {
  return value === wanted || (wanted === null && value === undefined)
}

function sameKind(value: unknown, wanted: unknown): boolean {
  return typeof value === typeof wanted && (typeof value === 'number' || typeof value === 'string')
}

/** All values at a path: the field's own, and those of its elements where it or a part of the way is an array. */
function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  const [name, ...rest] = path
  if (name === undefined) return Array.isArray(value) ? [value, ...value] : [value]
  if (Array.isArray(value)) return value.flatMap((each) => (isObject(each) ? valuesAt(each, path) : []))
  return isObject(value) ? valuesAt((value as Record<string, unknown>)[name], rest) : rest.length > 0 ? [] : [undefined]
}

function isObject(value: unknown): boolean {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/** The document after the change; the very same when nothing in it is different. */
export function changed(row: Row, change: Change): Row {
  const next = cloned(row) as Record<string, unknown>
  if (change.pull) throw new Error('the documents in memory do not support pull')
  for (const [path, value] of Object.entries(change.set ?? {})) put(next, path, () => cloned(value))
  for (const [path, by] of Object.entries(change.increment ?? {})) put(next, path, (old) => Number(old ?? 0) + by)
  for (const [path, values] of Object.entries(change.push ?? {})) {
    put(next, path, (old) => [...((old ?? []) as unknown[]), ...cloned([...values])])
  }
  for (const path of change.unset ?? []) remove(next, path)
  return JSON.stringify(next) === JSON.stringify(row) ? row : frozen(next as Row)
}

function put(row: Record<string, unknown>, path: string, next: (old: unknown) => unknown): void {
  const names = path.split('.')
  const last = names.pop() ?? ''
  let target = row
  for (const name of names) {
    if (target[name] === undefined) target[name] = {}
    target = target[name] as Record<string, unknown>
  }
  target[last] = next(target[last])
}

function remove(row: Record<string, unknown>, path: string): void {
  const names = path.split('.')
  const last = names.pop() ?? ''
  let target: Record<string, unknown> | undefined = row
  for (const name of names) target = target?.[name] as Record<string, unknown> | undefined
  if (target) delete target[last]
}

/** A copy of plain JSON. */
export function cloned<T>(value: T): T {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(cloned) as T
  const copy: Record<string, unknown> = {}
  for (const name of Object.keys(value)) copy[name] = cloned((value as Record<string, unknown>)[name])
  return copy as T
}

/** Whoever changes what it was given finds out at once. */
export function frozen<T>(value: T): T {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return value
  for (const inner of Object.values(value)) frozen(inner)
  return Object.freeze(value)
}

/** Missing before null, null before numbers, numbers before texts, as MongoDB sorts. */
export function compare(left: unknown, right: unknown): number {
  const kinds = rank(left) - rank(right)
  if (kinds !== 0 || left === right || left === null || left === undefined) return kinds
  return (left as number) < (right as number) ? -1 : 1
}

function rank(value: unknown): number {
  if (value === null || value === undefined) return 0
  return typeof value === 'number' ? 1 : 2
}

/** `$match`, `$group` with `$sum`, `$sort` and `$limit`. */
export function aggregated(rows: readonly Row[], stages: readonly Filter[]): unknown[] {
  let found: Row[] = [...rows]
  for (const stage of stages) {
    const [[name, value] = ['', null]] = Object.entries(stage)
    if (name === '$match') found = found.filter((row) => matches(row, value as Filter))
    else if (name === '$limit') found = found.slice(0, value as number)
    else if (name === '$group') found = grouped(found, value as Record<string, unknown>)
    else throw new Error(`the documents in memory do not support ${name}`)
  }
  return found.slice(0, 100)
}

function grouped(rows: readonly Row[], { _id, ...sums }: Record<string, unknown>): Row[] {
  const groups = new Map<string, Record<string, unknown>>()
  for (const row of rows) {
    const key = evaluated(row, _id)
    const name = JSON.stringify(key)
    const group = groups.get(name) ?? { _id: key, ...Object.fromEntries(Object.keys(sums).map((field) => [field, 0])) }
    groups.set(name, group)
    for (const [field, accumulator] of Object.entries(sums)) {
      const [[operator, operand] = ['', null]] = Object.entries(accumulator as object)
      if (operator !== '$sum') throw new Error(`the documents in memory do not support ${operator}`)
      group[field] = Number(group[field]) + (Number(evaluated(row, operand)) || 0)
    }
  }
  return [...groups.values()] as Row[]
}

function evaluated(row: Row, expression: unknown): unknown {
  if (isPath(expression)) {
    return valuesAt(row, expression.slice(1).split('.'))[0] ?? null
  }
  if (expression === null || typeof expression !== 'object') return expression
  const fields = Object.entries(expression)
  const [[operator, operand] = ['', null]] = fields
  if (operator === '$eq') {
    const [left, right] = operand as [unknown, unknown]
    return equal(evaluated(row, left), evaluated(row, right))
  }
  if (operator.startsWith('$')) throw new Error(`the documents in memory do not support ${operator}`)
  // A path that leads nowhere leaves its field out of the object.
  const there = fields.filter(
    ([, inner]) => !(isPath(inner) && valuesAt(row, inner.slice(1).split('.'))[0] === undefined),
  )
  return Object.fromEntries(there.map(([name, inner]) => [name, evaluated(row, inner)]))
}

function isPath(expression: unknown): expression is string {
  return typeof expression === 'string' && expression.startsWith('$')
}
