/** Filters: checked strictly, then tested by mingo with MongoDB's own comparison where mingo's is looser. */
import { Context } from 'mingo/core'
import * as expressionOperators from 'mingo/operators/expression'
import * as queryOperators from 'mingo/operators/query'
import { Query } from 'mingo/query'
import type { Doc } from '../../contract'
import { isPlainObject } from './ejson'
import { queryRefused, refusing } from './errors'
import { candidates, compareValues, equalValues, typeTag } from './values'

export type Filter = Record<string, unknown>
export type Matcher = (document: Doc) => boolean

const LOGICAL = new Set(['$and', '$or', '$nor'])
const FIELD_OPERATORS = new Set([
  '$eq',
  '$ne',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
  '$in',
  '$nin',
  '$not',
  '$exists',
  '$mod',
  '$regex',
  '$options',
  '$all',
  '$elemMatch',
  '$size',
])

type Test = (document: Record<string, unknown>) => boolean
type Compare = (path: string, value: unknown, options?: unknown) => Test

const equals: Compare = (path, value) => {
  const wanted = value ?? null
  return (document) => candidates(document, path).some((found) => equalValues(found ?? null, wanted))
}

const within: Compare = (path, value) => {
  const list = value as unknown[]
  const patterns = list.filter((item) => item instanceof RegExp)
  const wanted = list.filter((item) => !(item instanceof RegExp))
  const texts = new Set(wanted.filter((item) => typeof item === 'string'))
  const others = wanted.filter((item) => typeof item !== 'string')
  return (document) =>
    candidates(document, path).some((found) => {
      if (typeof found === 'string') return texts.has(found) || patterns.some((pattern) => pattern.test(found))
      return others.some((item) => equalValues(found ?? null, item ?? null))
    })
}

const ordered =
  (accepts: (order: number) => boolean): Compare =>
  (path, value) => {
    const tag = typeTag(value)
    return (document) =>
      candidates(document, path).some(
        (found) => !(found instanceof RegExp) && typeTag(found) === tag && accepts(compareValues(found ?? null, value)),
      )
  }

const negated =
  (compare: Compare): Compare =>
  (path, value) => {
    const test = compare(path, value)
    return (document) => !test(document)
  }

const comparisons = {
  $eq: equals,
  $ne: negated(equals),
  $in: within,
  $nin: negated(within),
  $gt: ordered((order) => order > 0),
  $gte: ordered((order) => order >= 0),
  $lt: ordered((order) => order < 0),
  $lte: ordered((order) => order <= 0),
}

/** What a query may use. Expressions are copied at each use, so they are there only for `$expr`. */
const fieldContext = Context.init({ query: { ...queryOperators, ...comparisons } })
export const queryContext = Context.init({
  query: { ...queryOperators, ...comparisons },
  expression: { ...expressionOperators },
})

/**
 * Turns a filter into a test of documents.
 * @throws DatabaseError for an operator that MongoDB does not have or the emulator does not support, by its name
 */
export function compileFilter(filter: Filter): Matcher {
  checkFilter(filter)
  if (Object.keys(filter).length === 0) return () => true
  return refusing(() => {
    const context = '$expr' in filter ? queryContext : fieldContext
    const query = new Query(filter, { context, scriptEnabled: false })
    return (document: Doc) => refusing(() => query.test(document))
  })
}

/** Refuses what MongoDB would refuse. */
export function checkFilter(filter: unknown): void {
  if (!isPlainObject(filter)) throw queryRefused('a filter must be an object')
  for (const [key, value] of Object.entries(filter)) {
    if (LOGICAL.has(key)) {
      if (!Array.isArray(value) || value.length === 0) throw queryRefused(`${key} must be a nonempty array`)
      for (const branch of value) checkFilter(branch)
    } else if (key === '$expr') {
      // mingo names an expression operator that it does not know.
    } else if (key.startsWith('$')) {
      throw queryRefused(`unknown top level operator: ${key}`)
    } else {
      checkCondition(value)
    }
  }
}

/** The operators of a condition, or null when it is a value to equal. */
export function operatorsOf(condition: unknown): Record<string, unknown> | null {
  if (!isPlainObject(condition)) return null
  return Object.keys(condition)[0]?.startsWith('$') ? condition : null
}

function checkCondition(condition: unknown): void {
  if (!isPlainObject(condition)) return
  const names = Object.keys(condition)
  if (!names.some((name) => name.startsWith('$'))) return
  for (const name of names) {
    if (!FIELD_OPERATORS.has(name)) throw queryRefused(`unknown operator: ${name}`)
    checkOperand(name, condition[name], condition)
  }
}

function checkOperand(name: string, operand: unknown, condition: Record<string, unknown>): void {
  switch (name) {
    case '$in':
    case '$nin':
    case '$all':
      if (!Array.isArray(operand)) throw queryRefused(`${name} needs an array`)
      return
    case '$not':
      if (operand instanceof RegExp) return
      if (!operatorsOf(operand)) throw queryRefused('$not needs a regex or a document')
      checkCondition(operand)
      return
    case '$elemMatch':
      if (!isPlainObject(operand)) throw queryRefused('$elemMatch needs an Object')
      if (operatorsOf(operand) && !Object.keys(operand).some((key) => LOGICAL.has(key))) checkCondition(operand)
      else checkFilter(operand)
      return
    case '$options':
      if (!('$regex' in condition)) throw queryRefused('$options needs a $regex')
      return
    case '$regex':
      if (typeof operand !== 'string' && !(operand instanceof RegExp)) throw queryRefused('$regex has to be a string')
      return
    case '$size':
      if (!Number.isInteger(operand) || (operand as number) < 0) throw queryRefused('$size must be a whole number')
      return
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
    case '$ne':
      if (operand instanceof RegExp) throw queryRefused(`Can't have RegEx as arg to predicate over field with ${name}`)
      return
    default:
  }
}
