/** What rich-text trusts; every other tag is dropped with what it holds. */
const TAGS = new Set(
  (
    'a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del div dl dt em ' +
    'fieldset font footer h1 h2 h3 h4 h5 h6 header hr i img ins label legend li mark nav ol p pre q rt ruby s section ' +
    'small span strong sub sup table tbody td tfoot th thead tr tt u ul'
  ).split(' '),
)
const ATTRIBUTES = new Set(
  'class style alt src height width span start type colspan rowspan dir size face align cite color'.split(' '),
)

interface RichNode {
  type?: string
  name?: string
  text?: string
  attrs?: Record<string, unknown>
  children?: unknown
}

/** The DOM of rich-text's `nodes`: a text of HTML or a list of nodes. Scripts, handlers and foreign addresses never pass. */
export function sanitizedNodes(nodes: unknown): Node[] {
  if (typeof nodes === 'string') {
    const parsed = new DOMParser().parseFromString(nodes, 'text/html')
    return fromDom(parsed.body)
  }
  return Array.isArray(nodes) ? nodes.flatMap((node) => fromRichNode(node as RichNode)) : []
}

function fromDom(parent: Element): Node[] {
  return [...parent.childNodes].flatMap((child) => {
    if (child instanceof Text) return [document.createTextNode(child.data)]
    if (!(child instanceof Element)) return []
    const attributes = Object.fromEntries([...child.attributes].map(({ name, value }) => [name, value]))
    return made(child.tagName, attributes, () => fromDom(child))
  })
}

function fromRichNode(node: RichNode): Node[] {
  if (node.type === 'text') return [document.createTextNode(decoded(String(node.text ?? '')))]
  return made(String(node.name ?? ''), node.attrs ?? {}, () => sanitizedNodes(node.children ?? []))
}

function made(tag: string, attributes: Record<string, unknown>, children: () => Node[]): Node[] {
  const name = tag.toLowerCase()
  if (!TAGS.has(name)) return []
  const dom = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) {
    if (!ATTRIBUTES.has(attribute.toLowerCase())) continue
    if (attribute.toLowerCase() === 'src' && !/^(https?:|data:image\/|\/)/i.test(String(value))) continue
    dom.setAttribute(attribute, String(value))
  }
  dom.append(...children())
  return [dom]
}

function decoded(text: string): string {
  return new DOMParser().parseFromString(text.replace(/</g, '&lt;'), 'text/html').body.textContent ?? ''
}
