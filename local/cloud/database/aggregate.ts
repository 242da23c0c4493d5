/** Aggregation: the head of the pipeline goes to the planner, the rest to mingo. */
import { Aggregator } from 'mingo/aggregator'
import { Context, ProcessingMode } from 'mingo/core'
import * as accumulatorOperators from 'mingo/operators/accumulator'
import * as expressionOperators from 'mingo/operators/expression'
import * as pipelineOperators from 'mingo/operators/pipeline'
import * as projectionOperators from 'mingo/operators/projection'
import type { Doc } from '../../contract'
import type { Collection } from './collection'
import { isPlainObject } from './ejson'
import { queryRefused, refusing } from './errors'
import { checkFilter, type Filter, queryContext } from './filter'
import { parseOrder, type Selected, type Selection, select } from './query'
import { candidates } from './values'

export type Stage = readonly [name: string, argument: unknown]

const STAGES = new Set([
  '$addFields',
  '$bucket',
  '$bucketAuto',
  '$count',
  '$group',
  '$limit',
  '$lookup',
  '$match',
  '$project',
  '$replaceRoot',
  '$sample',
  '$skip',
  '$sort',
  '$sortByCount',
  '$unwind',
])

const context = Context.from(
  queryContext,
  Context.init({
    accumulator: { ...accumulatorOperators },
    pipeline: { ...pipelineOperators },
    projection: { ...projectionOperators },
    expression: { ...expressionOperators },
  }),
)

/**
 * Runs a pipeline. A leading `$match`, and the `$sort` and `$limit` right after it, use the collection's indexes;
 * `$lookup` by fields uses those of the other collection.
 * @throws DatabaseError for a stage or operator that is not supported, by its name
 */
export function aggregate(
  collection: Collection,
  stages: readonly Stage[],
  collections: (name: unknown) => Collection,
  refuseUnindexed: boolean,
): Selected {
  for (const [name, argument] of stages) checkStage(name, argument)
  const { selection, rest } = splitHead(stages)
  const selected = select(collection, selection, refuseUnindexed && !readsAll(selection))
  let documents = selected.documents
  let examined = selected.examined
  for (const part of runs(rest)) {
    const lookup = part.length === 1 && part[0]?.[0] === '$lookup' ? part[0] : undefined
    if (lookup) {
      const joined = joinedDocuments(documents, lookup[1] as Filter, collections, refuseUnindexed)
      examined += joined.examined
      documents = run([['$lookup', { ...(lookup[1] as Filter), from: joined.documents }]], documents)
    } else {
      documents = run(part, documents)
    }
  }
  return { documents, index: selected.index, examined }
}

function run(stages: readonly Stage[], documents: Doc[]): Doc[] {
  return refusing(() => {
    const pipeline = stages.map(([name, argument]) => ({ [name]: argument }))
    // The documents are shared with the collection, and some stages write into nested objects.
    const options = { context, processingMode: ProcessingMode.CLONE_INPUT, scriptEnabled: false }
    return new Aggregator(pipeline, options).run<Doc>(documents)
  })
}

function checkStage(name: string, argument: unknown): void {
  if (!STAGES.has(name)) throw queryRefused(`Unrecognized pipeline stage name: '${name}'`)
  if (name === '$match') checkFilter(argument)
  if (name === '$limit' && !(Number.isInteger(argument) && (argument as number) > 0)) {
    throw queryRefused('the limit must be positive')
  }
}

function splitHead(stages: readonly Stage[]): { selection: Selection; rest: readonly Stage[] } {
  const selection: Selection = { filter: {} }
  let at = 0
  const next = (name: string): unknown => {
    const stage = stages[at]
    if (stage?.[0] !== name) return undefined
    at++
    return stage[1]
  }
  for (let filter = next('$match'); filter !== undefined; filter = next('$match')) {
    selection.filter = at === 1 ? (filter as Filter) : { $and: [selection.filter, filter] }
  }
  const order = next('$sort')
  if (isPlainObject(order)) selection.order = parseOrder(order)
  const limit = next('$limit')
  if (limit !== undefined) selection.limit = limit as number
  return { selection, rest: stages.slice(at) }
}

/** A pipeline that begins without `$match` means to read everything; an index would not help it. */
function readsAll({ filter, order = [] }: Selection): boolean {
  return Object.keys(filter).length === 0 && order.length === 0
}

/** Cuts the pipeline so that each `$lookup` by fields stands alone, where its input is known. */
function runs(stages: readonly Stage[]): Stage[][] {
  const parts: Stage[][] = []
  for (const stage of stages) {
    const last = parts.at(-1)
    const alone = stage[0] === '$lookup'
    if (!last || alone || last[0]?.[0] === '$lookup') parts.push([stage])
    else last.push(stage)
  }
  return parts
}

/** The documents of the other collection that a `$lookup` can need. */
function joinedDocuments(
  documents: readonly Doc[],
  lookup: Filter,
  collections: (name: unknown) => Collection,
  refuseUnindexed: boolean,
): Selected {
  const { localField, foreignField, from, as } = lookup
  const other = collections(from)
  if (typeof as !== 'string') throw queryRefused("$lookup needs 'as', a text")
  if (foreignField === undefined) return select(other, { filter: {} }, refuseUnindexed)
  if (typeof localField !== 'string' || typeof foreignField !== 'string') {
    throw queryRefused('$lookup needs localField and foreignField together')
  }
  const wanted = new Set(documents.flatMap((document) => candidates(document, localField)))
  const values = [...wanted].filter((value) => !Array.isArray(value)).map((value) => value ?? null)
  return select(other, { filter: { [foreignField]: { $in: values } } }, refuseUnindexed)
}
