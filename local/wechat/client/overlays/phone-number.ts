import type { Phone } from '../host/contract'
import { appNameOf } from './app-name'
import { askPermission } from './permission'

/** The dialog of `<button open-type="getPhoneNumber">`. True when the person gives the number bound to WeChat. */
export function askPhoneNumber(phone: Phone): Promise<boolean> {
  return askPermission(phone, {
    appName: appNameOf(phone.appConfig),
    title: '获取并验证您的手机号',
    purpose: '将提供您微信绑定的手机号码，用于与您联系',
    denyText: '不允许',
  })
}
