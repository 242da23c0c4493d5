/** The desk: phones side by side, the cast, the wall of codes and the clock, and the wire below. */
import { EventStream } from '../../wechat/client/api/event-stream'
import { type CastMember, markHolders, showCast } from './cast'
import { fitStage, holders, refreshNotices, showProblem, togglePhone } from './phones'
import { setOffset, showWall } from './wall'
import { showCall, showWire } from './wire'

const remembered = 'desk.holders'

async function open(): Promise<void> {
  const toggle = (member: CastMember) => {
    togglePhone(member)
    settle()
  }
  const members = await showCast(toggle)
  await showWall()
  showWire((openid) => members.find((member) => member.openid === openid)?.name ?? '—')
  for (const member of firstHolders(members)) togglePhone(member)
  settle()
  document.addEventListener('stage', settle)
  addEventListener('resize', fitStage)
  listen()
}

/** After the stage changed: sizes, marks, and what a reload of this page brings back. */
function settle(): void {
  fitStage()
  markHolders(holders())
  localStorage.setItem(remembered, JSON.stringify(holders()))
}

/** Whoever held a phone last time; at the first visit the first resident and the first social worker. */
function firstHolders(members: readonly CastMember[]): CastMember[] {
  const saved = JSON.parse(localStorage.getItem(remembered) ?? 'null') as string[] | null
  if (saved) return members.filter((member) => saved.includes(member.openid))
  const parts = ['居民', '社工'].map((role) => members.find((member) => member.role === role))
  return parts.filter((member): member is CastMember => member !== undefined)
}

function listen(): void {
  const events = new EventStream('/wechat/events')
  const on = (type: string, listener: (data: never) => void) =>
    events.addEventListener(type, (event) => listener(JSON.parse((event as MessageEvent<string>).data) as never))
  on('clock', (data: { offsetMs: number }) => setOffset(data.offsetMs))
  on('notice', (data: { notice: { openid: string } }) => void refreshNotices(data.notice.openid))
  on('problem', (data: { openid: string; text: string; where: string }) =>
    showProblem(data.openid, data.text, data.where),
  )
  on('wire', (data: { event: Parameters<typeof showCall>[0] | { type: string } }) => {
    if (data.event.type === 'call') showCall(data.event as Parameters<typeof showCall>[0])
  })
}

void open()
