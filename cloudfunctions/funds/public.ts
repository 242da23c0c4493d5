/** What clockwork and payments may ask of the funds. */
export { runNightly } from './audit/nightly'
export { rollUpDue } from './books/roll-up'
export { deliverGiftMessages } from './gifts/deliver'
export { type Settlement, settleOrder } from './gifts/settle'
export { closeStaleOrders } from './gifts/stale'
export { deliverSpendingMessages, moveSpendingOn } from './spending/timer'
