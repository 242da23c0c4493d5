import { type Node, parse } from 'acorn'

/** Names a WXS file may use without declaring them; the phone gives them in `__wxs`. */
const GLOBALS = 'var getRegExp=__wxs.getRegExp,getDate=__wxs.getDate;'

export interface WxsModule {
  code: string
  /** What it requires, as written. */
  requires: string[]
}

/**
 * Makes a WXS source runnable as JavaScript: WXS values answer `x.constructor` with a type's name (`'Array'`), and
 * `require('./a.wxs')` names the file with its extension where modules are known without. One line stays one line.
 */
export function compileWxs(source: string): WxsModule {
  const requires: string[] = []
  const edits: { start: number; end: number; text: string }[] = []
  walk(parse(source, { ecmaVersion: 'latest', sourceType: 'script', allowReturnOutsideFunction: true }), (node) => {
    if (isConstructorRead(node)) {
      const object = source.slice(node.object.start, node.object.end)
      edits.push({ start: node.start, end: node.end, text: `__wxs.constructorOf(${object})` })
    }
    const path = requiredPath(node)
    if (path !== null) {
      requires.push(path.value)
      edits.push({ start: path.start, end: path.end, text: JSON.stringify(path.value.replace(/\.wxs$/, '')) })
    }
  })
  return { code: `${GLOBALS}${applyEdits(source, edits)}\n;__wxs.mark(module.exports)`, requires }
}

interface MemberNode extends Node {
  object: Node
}

function isConstructorRead(node: Node): node is MemberNode {
  if (node.type !== 'MemberExpression' || !('property' in node) || !('computed' in node)) return false
  const property = node.property
  return node.computed === false && isNode(property) && 'name' in property && property.name === 'constructor'
}

function requiredPath(node: Node): { value: string; start: number; end: number } | null {
  if (node.type !== 'CallExpression' || !('callee' in node) || !('arguments' in node)) return null
  const { callee } = node
  if (!isNode(callee) || !('name' in callee) || callee.name !== 'require' || !Array.isArray(node.arguments)) return null
  const argument: unknown = node.arguments[0]
  if (!isNode(argument) || !('value' in argument) || typeof argument.value !== 'string') return null
  return { value: argument.value, start: argument.start, end: argument.end }
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node)
  for (const value of Object.values(node)) {
    const children: unknown[] = Array.isArray(value) ? value : [value]
    for (const child of children) if (isNode(child)) walk(child, visit)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value
}

/** An edit inside another one (`a.constructor.constructor`) is dropped: WXS has no use for it. */
function applyEdits(source: string, edits: { start: number; end: number; text: string }[]): string {
  let code = ''
  let from = 0
  for (const edit of edits.sort((a, b) => a.start - b.start)) {
    if (edit.start < from) continue
    code += source.slice(from, edit.start) + edit.text
    from = edit.end
  }
  return code + source.slice(from)
}
