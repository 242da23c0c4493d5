import { minutesOf } from '../../../miniprogram/committee/pages/minutes/view'
import { decisionWords } from '../../../miniprogram/format/spending'
import type { Fen } from '../../../typings/money'
import type { PolicyRules, SpendingDetail, StepVoter, VoteView } from '../../../typings/spending'

const fen = (amount: number) => amount as Fen
const atMs = Date.parse('2026-03-02T02:00:00Z')
const voter = (name: string, change: Partial<StepVoter>): StepVoter => ({
  ...{ name, isYou: false, vote: null, recused: null, opinion: '', atMs: null },
  ...change,
})
const firstRound: VoteView = {
  ...{ round: 1, quorum: 3, cast: 1, supervisorOpinion: null },
  voters: [voter('邓玉兰', { vote: 'no', opinion: '报价偏高', atMs }), voter('赵一', {}), voter('钱二', {})],
}
const secondRound: VoteView = {
  ...{ round: 2, quorum: 3, cast: 3, supervisorOpinion: { name: '曾明', text: '程序合规', atMs } },
  voters: [
    voter('邓玉兰', { vote: 'yes', opinion: '已经重新比价', atMs }),
    voter('赵一', { vote: 'yes', atMs }),
    voter('钱二', { vote: 'abstain', atMs }),
    voter('黄国强', { recused: '与收款方有关联，自动回避' }),
  ],
}
const request = {
  ...{ fundName: '新山村社区治理专项基金', title: '为独居老人安装扶手', amountFen: fen(500_000), authorName: '张晓敏' },
  ...{ submittedAtMs: atMs, beneficiary: { kind: 'person', name: '周**', count: 1 }, payeeName: '便民五金店' },
  ...{ reason: '卫生间湿滑', items: [{ name: '扶手', quantity: 5, unitFen: fen(100_000) }], status: 'committed' },
  ...{ step: null, next: '等待付款。', paidFen: fen(0), settlement: null },
  steps: [
    {
      ...{ kind: 'staff', status: 'passed', deadlineMs: null, awaited: [], vote: null, earlierVotes: [] },
      signatures: [{ name: '何雪梅', role: '社区工作者', agreed: true, opinion: '情况属实', atMs }],
    },
    {
      ...{ kind: 'committee', status: 'passed', deadlineMs: atMs, signatures: [], awaited: [] },
      ...{ vote: secondRound, earlierVotes: [firstRound] },
    },
  ],
} as unknown as SpendingDetail

test('the minutes hold every signature, every round and every opinion, who stood aside and why, and what came of it', () => {
  const { text } = minutesOf(request)
  for (const words of [
    ...['何雪梅（社区工作者）同意', '情况属实', '第 1 次', '报价偏高', '没有表态：赵一、钱二', '监事还没有写下意见'],
    ...['第 2 次', '已经重新比价', '黄国强：回避。原因：与收款方有关联，自动回避', '同意 2 票，反对 0 票，弃权 1 票'],
    ...['监事曾明的意见', '程序合规', '本次结果：通过', '另行召集', '受益人：周**', '等待付款'],
  ]) {
    expect(text).toContain(words)
  }
  expect(text.indexOf('第 1 次')).toBeLessThan(text.indexOf('第 2 次'))
})

test('who decides is said in plain words, and a step that no amount can reach is not mentioned', () => {
  const rules = {
    ...{ committeeAboveFen: fen(100_000), streetAboveFen: fen(500_000), districtAboveFen: fen(3_000_000) },
    ...{ requestMostFen: fen(1_000_000), quorumPercent: 60 },
  } as PolicyRules
  const words = decisionWords(rules).join('。')
  expect(words).toContain('社工和社区工作者一起签字')
  expect(words).toContain('管委会表决')
  expect(words).toContain('再经街镇')
  expect(words).not.toContain('再经区里')
})
