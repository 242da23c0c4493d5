import type {
  Difference,
  ImportRowState,
  ImportSource,
  ImportSummary,
  Proposal,
  Reconciliation,
  RefundStatus,
} from '../../typings/income'

export interface StateWords {
  word: string
  tone: 'waiting' | 'moving' | 'done' | 'danger' | 'quiet'
  icon: string
}

export const sourceNames: Record<ImportSource, string> = {
  tencentGongyi: '腾讯公益',
  alipayGongyi: '支付宝公益',
  bankList: '银行流水',
}

export const importWords: Record<ImportSummary['status'], StateWords> = {
  previewed: { word: '待确认', tone: 'waiting', icon: 'clock' },
  posting: { word: '入账中', tone: 'moving', icon: 'refresh' },
  posted: { word: '已入账', tone: 'done', icon: 'done' },
  discarded: { word: '已放弃', tone: 'quiet', icon: 'close' },
}

export const rowWords: Record<ImportRowState, StateWords> = {
  new: { word: '可入账', tone: 'done', icon: 'plus' },
  known: { word: '已有', tone: 'quiet', icon: 'check' },
  unmatched: { word: '待认领', tone: 'waiting', icon: 'ask' },
  wrong: { word: '有错', tone: 'danger', icon: 'alert' },
}

export const differenceNames: Record<Difference['kind'], string> = {
  paidNotBooked: '付了款，没入账',
  amountDiffers: '金额不一样',
  unknownOrder: '不认识的付款',
  bookedNotPaid: '入了账，账单没有',
  refundNotBooked: '退了款，没记账',
  refundNotPaid: '记了退款，账单没有',
  feeCharged: '微信收了手续费',
  unmatchedReceipt: '等待认领的捐款',
}

export const dayWords: Record<Reconciliation['status'], StateWords> = {
  agreed: { word: '一致', tone: 'done', icon: 'done' },
  differs: { word: '有差异', tone: 'danger', icon: 'alert' },
  waiting: { word: '等账单', tone: 'waiting', icon: 'clock' },
}

export const proposalWords: Record<Proposal['status'], StateWords> = {
  open: { word: '待审批', tone: 'waiting', icon: 'clock' },
  posting: { word: '入账中', tone: 'moving', icon: 'refresh' },
  posted: { word: '已入账', tone: 'done', icon: 'done' },
  rejected: { word: '未通过', tone: 'quiet', icon: 'close' },
}

export const proposalNames: Record<Proposal['kind'], string> = {
  seedGrants: '启动资金',
  correction: '更正账目',
  transfer: '基金划转',
}

export const refundWords: Record<RefundStatus, StateWords> = {
  asked: { word: '等待审核', tone: 'waiting', icon: 'clock' },
  sending: { word: '正在退款', tone: 'moving', icon: 'refresh' },
  done: { word: '已退款', tone: 'done', icon: 'done' },
  failed: { word: '没有退成', tone: 'danger', icon: 'alert' },
  declined: { word: '不能退款', tone: 'quiet', icon: 'info' },
}
