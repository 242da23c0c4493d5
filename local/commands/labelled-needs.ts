import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import type { Field } from '../../typings/terms'
import type { Labelled } from './suggestion-training'
import { root } from './terminal'

/** How often a word of the lexicon counts, beside a sentence that counts once. */
const LEXICON_WEIGHT = 2

/** Sentences written by hand, by the half they belong to (`test/data/README.md`). */
export function labelledNeeds(split: 'training' | 'heldOut'): Labelled[] {
  return rowsOf('needs-labelled.csv')
    .filter(([, half]) => half === split)
    .map(([field, , text]) => ({ field: field as Field, text: text ?? '' }))
}

/** The words of each field as they stand in law and forms. */
export function lexicon(): Labelled[] {
  const once = rowsOf('needs-lexicon.csv').flatMap(([field, words]) =>
    (words ?? '').split(' ').map((text) => ({ field: field as Field, text })),
  )
  return Array<Labelled[]>(LEXICON_WEIGHT).fill(once).flat()
}

function rowsOf(file: string): string[][] {
  return parse(readFileSync(join(root, 'test/data', file)), { from_line: 2 })
}
