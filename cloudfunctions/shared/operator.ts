import type { MessageKind } from '../../typings/people'
import type { QuietHours } from './time/quiet'

/**
 * What the operator of a deployment sets: the one file to edit before deploying. Nothing here is secret.
 * Template ids and rows are those registered with WeChat (订阅消息 → 公共模板库); the keys' letters are their types.
 */
export const operator = {
  /** Sub-merchant number (商户号) that receives the gifts for the charity federation. */
  subMchId: '1900000109',
  /** The district whose federation that is: what WeChat's bill says is put before its staff. */
  districtCode: '500110',
  /** Who stands as handler (经手人) on a receipt that the system makes out at once. */
  receiptHandler: '区慈善会财务室',
  /** Direct WeChat payment; when false every fund says where to give instead. */
  directPayment: true,
  /** The district's around-the-clock duty phone, shown with 110, 119 and 120 when life is in danger. */
  emergencyPhone: '023-48662110',
} as const

/**
 * From 21:30 to 7:30 WeChat wakes nobody: what is not urgent waits for the morning, and stands in the inbox at once. What is
 * urgent (an emergency, a danger, an offer that ends before the morning) goes out at any hour.
 */
export const quietHours: QuietHours = { fromMinute: 21 * 60 + 30, untilMinute: 7 * 60 + 30 }

/** Whoever answers for others is told in the inbox when so few WeChat messages of new tasks are left. */
export const fewMessagesLeft = 3

export interface MessageTemplate {
  id: string
  title: string
  rows: readonly (readonly [key: string, label: string])[]
}

export const messageTemplates: Record<MessageKind, MessageTemplate> = {
  taskOffered: {
    id: 'wA7kT2qzX0bN4dHc8LrVjUe5mYpGsQf1oRiZtW3xKv6',
    title: '新任务提醒',
    rows: [
      ['thing1', '任务名称'],
      ['thing2', '所在社区'],
      ['time3', '请在此前答复'],
      ['thing4', '备注'],
    ],
  },
  needProgress: {
    id: 'bQ9xM1uEoS5vJ7yPnRw2CgZk0LtAhDf8iXsGrVq4TcU',
    title: '服务进度提醒',
    rows: [
      ['thing1', '服务事项'],
      ['thing2', '当前进度'],
      ['time3', '更新时间'],
      ['thing4', '温馨提示'],
    ],
  },
  giftReceived: {
    id: 'pZ3nV8hBcK6rWq1YtLmXs9OaDjUe0GfIi5vRgTwN7yE',
    title: '捐赠成功通知',
    rows: [
      ['thing1', '捐赠项目'],
      ['amount2', '捐赠金额'],
      ['time3', '捐赠时间'],
      ['thing4', '温馨提示'],
    ],
  },
  giftReminder: {
    id: 'kR4yWd7sBnX2uJf9EoZm1TqLhVc6GaPiM0vYtK8rQe3',
    title: '每月提醒',
    rows: [
      ['thing1', '捐赠项目'],
      ['amount2', '计划金额'],
      ['time3', '提醒日期'],
      ['thing4', '温馨提示'],
    ],
  },
  giftSpent: {
    id: 'tN5cQe1wVzH8oSb3KxRm7FyJuLd2GiPa9TkXfWrY4Mq',
    title: '善款使用通知',
    rows: [
      ['thing1', '捐赠项目'],
      ['thing2', '用在哪里'],
      ['time3', '付款时间'],
      ['thing4', '温馨提示'],
    ],
  },
  fundTask: {
    id: 'hL6mYd4pXsC9vRt2BnKq8WzEoJg1UaFi7TxNbQrS3Ve',
    title: '待审批提醒',
    rows: [
      ['thing1', '审批事项'],
      ['thing2', '所属基金'],
      ['time3', '请在此前处理'],
      ['thing4', '备注'],
    ],
  },
  fundProgress: {
    id: 'dG2kZu7aRoW4cXm9NyHt1LsVbJp6QiEf5TgBwKrP8Dx',
    title: '申请进度通知',
    rows: [
      ['thing1', '申请事项'],
      ['thing2', '当前进度'],
      ['time3', '更新时间'],
      ['thing4', '温馨提示'],
    ],
  },
}
