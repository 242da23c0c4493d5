/** An input that a procedure's schema takes, made from the schema: so that a new procedure needs no hand-written one. */
import { z } from 'zod'
import { consentVersionOf } from '../../../cloudfunctions/people/consents/texts'
import type { AnyProcedure } from '../../../cloudfunctions/shared/procedure'

const hex = 'ab12'.repeat(8)

/** Tried in this order at each leaf; what a rule over several fields wants most (longer, later, true) comes first. */
const pool: readonly unknown[] = [
  ...[true, 3, 1, 0, 100, 2026, 1_800_000_000_000, 29.03],
  ...['一二三四五六七八九十', '新山村', '一二', '500110001001', '500110001', '500110', hex],
  ...[
    '13812345678',
    '023-48660001',
    '2026-11-03',
    '2026-11',
    '2026',
    ...['needs', 'cases', 'spending', 'thanks'].map((use) => `cloud://local/${use}/${hex}.png`),
    '删除',
    'abcdefgh-1',
  ],
  ...[consentVersionOf('contact'), 'abc', '1', null, '', [], {}],
]

/** `given` names values by key (`needId`), where the test's own thing should be met. */
export function sampleInput(procedure: AnyProcedure, given: Readonly<Record<string, unknown>>): unknown {
  const sample = sampleOf(procedure.schema, '', given)
  const parsed = procedure.schema.safeParse(sample)
  if (!parsed.success) {
    throw new Error(`no sample for ${procedure.name}: ${JSON.stringify(parsed.error.issues)}; add one to the overrides`)
  }
  return sample
}

function sampleOf(schema: z.ZodType, key: string, given: Readonly<Record<string, unknown>>): unknown {
  if (key in given && schema.safeParse(given[key]).success) return given[key]
  if (schema instanceof z.ZodObject) return sampleObject(schema, given)
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional) return undefined
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodReadonly || schema instanceof z.ZodDefault) {
    return sampleOf(schema.unwrap() as z.ZodType, key, given)
  }
  if (schema instanceof z.ZodArray) return [sampleOf(schema.element as z.ZodType, key, given)]
  if (schema instanceof z.ZodTuple) return schema.def.items.map((item) => sampleOf(item as z.ZodType, key, given))
  if (schema instanceof z.ZodEnum) return schema.options[0]
  if (schema instanceof z.ZodLiteral) return [...schema.values][0]
  if (schema instanceof z.ZodUnion) return sampleOf(schema.options[0] as z.ZodType, key, given)
  if (schema instanceof z.ZodPipe) return sampleOf(schema.in as z.ZodType, key, given)
  if (schema instanceof z.ZodRecord) return sampleRecord(schema, given)
  return sampleLeaf(schema, key)
}

function sampleObject(schema: z.ZodObject, given: Readonly<Record<string, unknown>>): unknown {
  const entries = Object.entries(schema.shape).map(([name, field]) => [name, sampleOf(field as z.ZodType, name, given)])
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function sampleRecord(schema: z.ZodRecord, given: Readonly<Record<string, unknown>>): unknown {
  const keys =
    schema.keyType instanceof z.ZodEnum ? schema.keyType.options : [sampleOf(schema.keyType as z.ZodType, '', given)]
  return Object.fromEntries(keys.map((name) => [name, sampleOf(schema.valueType as z.ZodType, String(name), given)]))
}

function sampleLeaf(schema: z.ZodType, key: string): unknown {
  const found = pool.find((value) => schema.safeParse(value).success)
  if (found !== undefined) return found
  // An id says how it begins, in its own words.
  const words = schema.safeParse(undefined).error?.issues[0]?.message ?? ''
  const kind = /begins with (\w+_)/.exec(words)?.[1] ?? `${key.replace(/Id$/, '')}_`
  return `${kind}${hex}`
}
