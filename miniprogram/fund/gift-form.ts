import type { FundDetail } from '../../typings/funds'
import type { Field } from '../../typings/terms'
import { fieldWords } from '../format/fields'
import { parseYuan, yuanProblemWords } from '../format/yuan-input'
import type { GiftChoice } from './giving'

/** What stands in the form. */
export interface GiftForm {
  /** A tapped amount in yuan; 0 when the person writes their own. */
  chosen: number
  yuanText: string
  /** Empty: wherever the fund needs it most. */
  earmark: Field | ''
  anonymous: boolean
  name: string
  message: string
}

export type FormReading = { ok: true; choice: GiftChoice } | { ok: false; problem: string; nameProblem: string }

/** The form as a gift for the fund, or what has to be mended. */
export function readForm(form: GiftForm, fund: FundDetail): FormReading {
  const amount = form.chosen > 0 ? parseYuan(String(form.chosen)) : parseYuan(form.yuanText)
  const name = form.name.trim()
  const problem = amount.ok ? '' : amount.problem === 'empty' ? '请先选一个金额' : yuanProblemWords[amount.problem]
  const nameProblem = form.anonymous || name !== '' ? '' : '请填写称呼，或选“匿名”'
  if (!amount.ok || nameProblem !== '') return { ok: false, problem, nameProblem }
  return {
    ok: true,
    choice: {
      fundId: fund.fundId,
      amountFen: amount.amountFen,
      earmark: form.earmark === '' ? null : form.earmark,
      donorName: form.anonymous ? null : name,
      message: form.message.trim(),
    },
  }
}

/** What such a gift buys, in a donor's words; the words of the needs would be those of people in distress. */
const earmarkNotes: readonly (readonly [Field, string])[] = [
  ['elderCare', '助餐、探访、居家安全'],
  ['childCare', '陪伴、课业、心理辅导'],
  ['socialAssistance', '大病、突发困难、残疾帮扶'],
  ['socialAffairs', '家庭和睦、新居民融入'],
  ['communitySafety', '邻里调解、安全守护'],
]

export const earmarks: readonly { key: Field | ''; name: string; note: string }[] = [
  { key: '', name: '哪里需要用哪里', note: '由基金管委会按需要安排' },
  ...earmarkNotes.map(([key, note]) => ({ key, name: fieldWords(key).name, note })),
]

export interface SummaryLine {
  label: string
  value: string
  note: string
}

/** What a donor has to know before paying: who gets it, what for, what never, how it comes back, what they receive. */
export function summaryLines(choice: GiftChoice, fund: FundDetail): SummaryLine[] {
  const { organisation, filingNumber } = fund.campaign
  const lines = [
    { label: '捐给', value: fund.name, note: '' },
    { label: '收款单位', value: organisation, note: `备案编号 ${filingNumber}` },
    { label: '用于', value: choice.earmark === null ? '哪里需要用哪里' : fieldWords(choice.earmark).name, note: '' },
    { label: '不能用于', value: fund.bannedUses.join('；'), note: '' },
    { label: '退款', value: fund.refundRule, note: '' },
    { label: '凭证', value: '入账后马上有电子捐赠证书', note: `公益事业捐赠票据（可抵税）由${organisation}开` },
    { label: '署名', value: choice.donorName ?? '匿名（写“爱心人士”）', note: '' },
  ]
  return choice.message === '' ? lines : [...lines, { label: '想说的话', value: choice.message, note: '' }]
}
