import type { SpendingDetail, SpendingStepView, VoteView } from '../../../../typings/spending'
import { grouped, money } from '../../../format/money'
import { statusWords, stepNames, voteWords } from '../../../format/spending'
import { fullDate, fullDateAndTime } from '../../../format/time'

export interface Paragraph {
  heading: string
  lines: readonly string[]
}

export interface Minutes {
  title: string
  about: string
  parts: readonly Paragraph[]
  /** All of it as plain text, to be pasted into a letter or kept. */
  text: string
}

/** The whole record of a decision: what was asked, who signed, every round of the vote with every opinion, how it ended. */
export function minutesOf(request: SpendingDetail): Minutes {
  const title = `${request.fundName}支出审批纪要`
  const about = `${request.title}（${money(request.amountFen)}）`
  const parts = [matter(request), ...request.steps.flatMap(stepParts), result(request)]
  const text = [title, about, ...parts.flatMap(({ heading, lines }) => ['', heading, ...lines])].join('\n')
  return { title, about, parts, text }
}

function matter({ authorName, submittedAtMs, beneficiary, payeeName, reason, items }: SpendingDetail): Paragraph {
  const helped = beneficiary.count > 1 ? `${beneficiary.name}，${grouped(beneficiary.count)} 人` : beneficiary.name
  const priced = items.map(({ name, quantity, unitFen }) => `${name} ${grouped(quantity)} 件，单价 ${money(unitFen)}`)
  return {
    heading: '申请事项',
    lines: [
      `申请人：${authorName}，${fullDate(submittedAtMs)} 提交`,
      `受益人：${helped}`,
      `收款方：${payeeName}`,
      `事由：${reason}`,
      `用途：${priced.join('；')}`,
    ],
  }
}

function stepParts(step: SpendingStepView): Paragraph[] {
  if (!step.vote) return step.signatures.length === 0 ? [] : [signatures(step)]
  return [...step.earlierVotes, step.vote].map((vote) => voteRound(vote, step))
}

function signatures({ kind, signatures: signed }: SpendingStepView): Paragraph {
  const lines = signed.map(
    ({ name, role, agreed, opinion, atMs }) =>
      `${name}（${role}）${agreed ? '同意' : '不同意'}，${fullDateAndTime(atMs)}。意见：${opinion}`,
  )
  return { heading: stepNames[kind], lines }
}

function voteRound({ round, voters, quorum, cast, supervisorOpinion }: VoteView, step: SpendingStepView): Paragraph {
  const said = (wanted: string) => voters.filter(({ vote }) => vote === wanted).length
  const aside = voters.filter(({ recused }) => recused !== null)
  const silent = voters.filter(({ vote, recused }) => vote === null && recused === null)
  const isLast = step.vote?.round === round
  return {
    heading: `管委会表决${round > 1 || !isLast ? `（第 ${round} 次）` : ''}`,
    lines: [
      `应到 ${voters.length} 人，法定 ${quorum} 人，参加表决 ${cast} 人，回避 ${aside.length} 人。`,
      `同意 ${said('yes')} 票，反对 ${said('no')} 票，弃权 ${said('abstain')} 票。`,
      ...voters.flatMap(({ name, vote, opinion, atMs }) =>
        vote === null
          ? []
          : [
              `${name}：${voteWords[vote]}${atMs === null ? '' : `，${fullDateAndTime(atMs)}`}${opinion ? `。意见：${opinion}` : ''}`,
            ],
      ),
      ...aside.map(({ name, recused }) => `${name}：回避。原因：${recused ?? ''}`),
      ...(silent.length > 0 ? [`没有表态：${silent.map(({ name }) => name).join('、')}`] : []),
      supervisorOpinion
        ? `监事${supervisorOpinion.name}的意见（${fullDateAndTime(supervisorOpinion.atMs)}）：${supervisorOpinion.text}`
        : '监事还没有写下意见。',
      isLast ? `本次结果：${outcomes[step.status]}` : '本次结果：到期时参加表决的人数不够，另行召集。',
    ],
  }
}

const outcomes: Record<SpendingStepView['status'], string> = {
  ...{ ahead: '还没有开始', open: '还在表决', passed: '通过', refused: '没有通过' },
  noQuorum: '参加表决的人数不够',
}

function result({ status, step, next, paidFen, settlement }: SpendingDetail): Paragraph {
  return {
    heading: '现在的情况',
    lines: [
      `${statusWords(status, step).word}。${next}`,
      ...(paidFen > 0 ? [`已付 ${money(paidFen)}。`] : []),
      ...(settlement
        ? [`实际花费 ${money(settlement.actualFen)}，${fullDate(settlement.atMs)} 由${settlement.byName}填报结清。`]
        : []),
    ],
  }
}
