import type { MessageKind } from '../../../typings/people'
import { invariant } from '../errors'
import { messageTemplates } from '../operator'

/** WeChat's limit of characters by the type that begins a row's key; a row of another type comes as it must be. */
const mostCharacters: Readonly<Record<string, number>> = { thing: 20, phrase: 5, name: 10, character_string: 32 }

/**
 * The rows of a subscription message, each shortened to what WeChat accepts for its key's type: a row too long would
 * refuse the whole message. The values must be those of the template, no more and no fewer.
 */
export function templateRows(kind: MessageKind, values: Readonly<Record<string, string>>): Record<string, string> {
  const { rows } = messageTemplates[kind]
  invariant(
    rows.length === Object.keys(values).length && rows.every(([key]) => key in values),
    `the rows of ${kind} are those of its template`,
  )
  return Object.fromEntries(rows.map(([key]) => [key, withinLimit(key, values[key] ?? '')]))
}

function withinLimit(key: string, value: string): string {
  const most = mostCharacters[key.replace(/\d+$/, '')]
  const oneLine = value.replace(/\s+/g, ' ').trim()
  return most === undefined ? oneLine : shorten(oneLine, most)
}

/** The first characters, the last of them an ellipsis where something was cut; never half of a character. */
export function shorten(value: string, most: number): string {
  const characters = [...value]
  return characters.length <= most ? value : `${characters.slice(0, most - 1).join('')}…`
}
