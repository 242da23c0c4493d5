import type { SpendingStepView, StepStatus, StepVoter } from '../../../../typings/spending'
import { stepNames, voteWords } from '../../../format/spending'
import { dayAndTime } from '../../../format/time'

interface Line {
  name: string
  note: string
  opinion: string
  /** yes | no | aside | out */
  mark: string
  icon: string
}

interface StepRow {
  name: string
  status: StepStatus
  word: string
  lines: Line[]
  awaited: string
  count: string
  opinion: { name: string; text: string } | null
  needsOpinion: boolean
  /** Rounds before this one; what was said in them stands in the minutes. */
  earlier: string
}

const stepWords: Record<StepStatus, string> = {
  ahead: '还没到',
  open: '进行中',
  passed: '已同意',
  refused: '没有同意',
  noQuorum: '人数不够',
}

/** The steps that a request takes, who signed or voted how, who stands aside, and who is still awaited. */
Component({
  properties: {
    steps: { type: Array, value: [] as SpendingStepView[] },
  },
  data: { rows: [] as StepRow[] },
  observers: {
    steps(steps: readonly SpendingStepView[]) {
      this.setData({ rows: steps.map((step) => row(step, Date.now())) })
    },
  },
})

function row(step: SpendingStepView, nowMs: number): StepRow {
  const { kind, status, signatures, awaited, vote } = step
  const signed = signatures.map(
    ({ name, role, agreed, opinion, atMs }): Line => ({
      name: `${name}（${role}）`,
      note: `${agreed ? '同意' : '不同意'} · ${dayAndTime(atMs, nowMs)}`,
      opinion,
      ...(agreed ? { mark: 'yes', icon: 'check' } : { mark: 'no', icon: 'close' }),
    }),
  )
  return {
    name: vote && vote.round > 1 ? `${stepNames[kind]}（第 ${vote.round} 次）` : stepNames[kind],
    status,
    word: stepWords[status],
    lines: [...signed, ...(vote?.voters ?? []).map(voterLine)],
    awaited: awaited.length > 0 ? `还等：${awaited.join('，')}` : '',
    count: vote ? `已投 ${vote.cast} 票，至少要 ${vote.quorum} 人参加` : '',
    opinion: vote?.supervisorOpinion ?? null,
    earlier: step.earlierVotes.map(({ round, cast }) => `第 ${round} 次表决只有 ${cast} 人参加，人数不够`).join('；'),
    needsOpinion: status === 'open' && vote !== null && vote.supervisorOpinion === null,
  }
}

function voterLine({ name, isYou, vote, recused, opinion }: StepVoter): Line {
  const who = isYou ? `${name}（您）` : name
  if (recused !== null) return { name: who, note: `回避：${recused}`, opinion: '', mark: 'aside', icon: 'swap' }
  if (vote === null) return { name: who, note: '还没投', opinion: '', mark: 'out', icon: 'clock' }
  return { name: who, note: voteWords[vote], opinion, mark: vote, icon: vote === 'yes' ? 'check' : 'close' }
}
