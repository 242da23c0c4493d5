import type { CompileProblem } from '../../compiler/types'

/** The quiet red bar: what went wrong in the product, with file and line, until it is tapped away. */
export class ErrorBar {
  private readonly dom = document.createElement('div')
  private readonly list = document.createElement('ul')

  constructor(root: HTMLElement) {
    this.dom.className = 'wx-error-bar'
    this.dom.hidden = true
    this.dom.setAttribute('role', 'alert')
    const close = document.createElement('button')
    close.type = 'button'
    close.textContent = '收起'
    close.addEventListener('click', () => this.clear())
    this.dom.append(this.list, close)
    root.append(this.dom)
  }

  show(message: string, place: string): void {
    const item = document.createElement('li')
    const at = document.createElement('b')
    at.textContent = place
    item.append(at, ` ${message}`)
    const last = this.list.lastElementChild
    if (last?.textContent !== item.textContent) this.list.append(item)
    while (this.list.children.length > 4) this.list.firstElementChild?.remove()
    this.dom.hidden = false
  }

  showProblems(problems: readonly CompileProblem[]): void {
    for (const problem of problems.slice(0, 4)) {
      this.show(problem.message, problem.line > 0 ? `${problem.file}:${problem.line}:${problem.column}` : problem.file)
    }
  }

  clear(): void {
    this.dom.hidden = true
    this.list.replaceChildren()
  }
}
