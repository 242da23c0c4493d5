import { CallFailure } from '../platform/cloud'

/**
 * The id that a link carries under `name`, such as `fund_…`. Called within a page's read, so that a link that carries
 * none, or another thing's, shows what it would if that thing were not there.
 * @throws CallFailure NOT_FOUND
 */
export function idOf<Kind extends string>(
  query: Readonly<Record<string, string | undefined>>,
  name: string,
  kind: Kind,
): `${Kind}${string}` {
  const id = query[name]
  if (!isIdOf(id, kind)) throw new CallFailure('NOT_FOUND', `the link carries no ${kind}… as ${name}`, false, '')
  return id
}

/** Whether a link's words are an id of this kind: for a page that leads elsewhere when they are not. */
export function isIdOf<Kind extends string>(text: string | undefined, kind: Kind): text is `${Kind}${string}` {
  return text?.startsWith(kind) === true
}
