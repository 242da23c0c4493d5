import { ask, byId, h, timeOfDay } from './dom'

interface CallEvent {
  type: 'call'
  procedure: string
  function: string
  openid: string
  ms: number
  roundTrips: number
  ok: boolean
  code?: string
  atMs: number
}

interface Story {
  routing: readonly {
    atMs: number
    need: string
    worker: string
    reasons: readonly { words: string; points: number }[]
  }[]
  postings: readonly {
    atMs: number
    title: string
    lines: readonly { source: string; destination: string; amount: string }[]
  }[]
}

const calls = h('ol', { class: 'wire-list', reversed: true })
const routing = h('ol', { class: 'wire-list' })
const postings = h('ol', { class: 'wire-list' })
const mostRows = 60
let nameOf: (openid: string) => string = (openid) => openid.slice(0, 8)
let open = false

/** The folded drawer below: each call with its time and round trips, why the router chose whom, what a gift posted. */
export function showWire(names: (openid: string) => string): void {
  nameOf = names
  const body = h(
    'div',
    { class: 'wire-body', hidden: true },
    h('section', {}, h('h2', {}, '每次调用'), calls),
    h('section', {}, h('h2', {}, '为什么派给这位社工'), routing),
    h('section', {}, h('h2', {}, '善款的分录'), postings),
  )
  const handle = h('button', { class: 'wire-handle', 'aria-expanded': 'false' }, '幕后：调用、派单、分录')
  handle.addEventListener('click', () => {
    open = !open
    body.hidden = !open
    handle.setAttribute('aria-expanded', String(open))
    document.body.classList.toggle('wire-open', open)
    document.dispatchEvent(new CustomEvent('stage'))
    if (open) void refreshStory()
  })
  byId('wire').append(handle, body)
}

/** One call as it happened. */
export function showCall(event: CallEvent): void {
  const verdict = event.ok ? 'ok' : (event.code ?? '失败')
  const row = h(
    'li',
    { class: event.ok ? '' : 'refused' },
    h('time', {}, timeOfDay(event.atMs)),
    h('span', { class: 'what' }, event.procedure || event.function),
    h('span', { class: 'who' }, nameOf(event.openid)),
    h('span', { class: 'cost' }, `${Math.round(event.ms)} ms · ${event.roundTrips} 次往返 · ${verdict}`),
  )
  calls.prepend(row)
  while (calls.children.length > mostRows) calls.lastChild?.remove()
  if (open) void refreshStory()
}

let pending: Promise<void> | null = null

/** Reads the latest decisions and entries; calls in between share one read. */
function refreshStory(): Promise<void> {
  pending ??= new Promise<void>((resolve) => setTimeout(resolve, 300))
    .then(() => ask<Story>('/desk/story'))
    .then(renderStory)
    .finally(() => {
      pending = null
    })
  return pending
}

function renderStory(story: Story): void {
  routing.replaceChildren(
    ...story.routing.map((choice) =>
      h(
        'li',
        {},
        h('time', {}, timeOfDay(choice.atMs)),
        h('span', { class: 'what' }, `${choice.need} → ${choice.worker}`),
        h(
          'span',
          { class: 'cost' },
          choice.reasons.map(({ words, points }) => `${words} ${signed(points)}`).join('；'),
        ),
      ),
    ),
  )
  postings.replaceChildren(
    ...story.postings.map((entry) =>
      h(
        'li',
        {},
        h('time', {}, timeOfDay(entry.atMs)),
        h('span', { class: 'what' }, entry.title),
        ...entry.lines.map((line) =>
          h('span', { class: 'cost' }, `${line.source} → ${line.destination}  ${line.amount}`),
        ),
      ),
    ),
  )
}

function signed(points: number): string {
  return points >= 0 ? `+${points}` : String(points)
}
