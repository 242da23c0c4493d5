import type { ImportSource } from '../../../typings/income'

/** A column by its header, as it may be written: brackets of either width and blanks make no difference. */
export interface Columns {
  order: readonly string[]
  at: readonly string[]
  amount: readonly string[]
  donor: readonly string[]
  /** What tells the fund: the project's name, a transfer's remark. */
  about: readonly string[]
  remark?: readonly string[]
  fee?: readonly string[]
  earmark?: readonly string[]
  /** Money that left the account: such a row is no gift and is passed over. */
  outgoing?: readonly string[]
}

export interface SourceFormat {
  name: string
  kind: 'platformGift' | 'bankReceipt'
  columns: Columns
}

/**
 * The files that can be imported. The two platforms stand for those that the ministry designates: their columns are those
 * that the federation agreed with them; when a platform changes its export, this table changes and nothing else.
 *
 * | file | encoding | columns (the first row that has the required ones is the header; what stands above it is passed over) |
 * |---|---|---|
 * | 腾讯公益 项目捐赠明细 | UTF-8 | 订单号 捐赠时间 项目名称 捐赠人 捐赠金额(元); 手续费(元) 定向用途 留言 may be missing |
 * | 支付宝公益 收入明细 | GB18030 | 业务流水号 入账时间 项目名称 捐赠人昵称 收入金额(元); 服务费(元) 备注 may be missing |
 * | 银行交易清单 | either | 交易流水号 交易时间 对方户名 贷方发生额 附言; 借方发生额 may be missing |
 *
 * Amounts are yuan with up to two decimals; times are Shanghai's.
 */
export const sources: Readonly<Record<ImportSource, SourceFormat>> = {
  tencentGongyi: {
    name: '腾讯公益',
    kind: 'platformGift',
    columns: {
      order: ['订单号'],
      at: ['捐赠时间'],
      amount: ['捐赠金额(元)', '捐赠金额'],
      donor: ['捐赠人'],
      about: ['项目名称'],
      fee: ['手续费(元)', '手续费'],
      earmark: ['定向用途'],
      remark: ['留言'],
    },
  },
  alipayGongyi: {
    name: '支付宝公益',
    kind: 'platformGift',
    columns: {
      order: ['业务流水号'],
      at: ['入账时间'],
      amount: ['收入金额(元)', '收入金额'],
      donor: ['捐赠人昵称', '捐赠人'],
      about: ['项目名称'],
      fee: ['服务费(元)', '服务费'],
      remark: ['备注'],
    },
  },
  bankList: {
    name: '银行流水',
    kind: 'bankReceipt',
    columns: {
      order: ['交易流水号', '流水号'],
      at: ['交易时间', '交易日期'],
      amount: ['贷方发生额', '收入金额'],
      outgoing: ['借方发生额', '支出金额'],
      donor: ['对方户名'],
      about: ['附言', '摘要'],
    },
  },
}
