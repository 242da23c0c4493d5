import type { Phone } from '../host/contract'
import { appNameOf } from '../overlays/app-name'
import { button, h, openLayer } from '../overlays/kit'
import { askPermission } from '../overlays/permission'

/** What the person is asked for each scope that the local WeChat knows. */
const QUESTIONS: Record<string, { title: string; purpose: string; name: string }> = {
  'scope.userLocation': {
    name: '位置信息',
    title: '获取您的位置信息',
    purpose: '您的位置信息将用于小程序位置接口的效果展示',
  },
  'scope.writePhotosAlbum': { name: '添加到相册', title: '保存图片到您的相册', purpose: '将图片保存到手机相册' },
  'scope.record': { name: '麦克风', title: '使用您的麦克风', purpose: '录制一段声音' },
  'scope.camera': { name: '摄像头', title: '使用您的摄像头', purpose: '拍摄照片' },
}

/** What was answered so far: `true` allowed, `false` refused. A refused scope is not asked for again. */
export function grantedScopes(phone: Phone): Record<string, boolean> {
  const text = localStorage.getItem(keyOf(phone))
  return text === null ? {} : (JSON.parse(text) as Record<string, boolean>)
}

/** Asks once for each scope and keeps the answer, as WeChat does. False means refused, now or earlier. */
export async function allowed(phone: Phone, scope: string): Promise<boolean> {
  const question = QUESTIONS[scope]
  if (question === undefined) throw new Error(`${scope} is not supported by the local WeChat`)
  const known = grantedScopes(phone)[scope]
  if (known !== undefined) return known
  const purpose = purposeOf(phone, scope) ?? question.purpose
  const answer = await askPermission(phone, { appName: appNameOf(phone.appConfig), title: question.title, purpose })
  keep(phone, { ...grantedScopes(phone), [scope]: answer })
  return answer
}

export interface SettingAnswer {
  errMsg: string
  authSetting: Record<string, boolean>
}

/** The page on which the person changes what was answered. */
export function openSetting(phone: Phone): Promise<SettingAnswer> {
  return new Promise((resolve) => {
    const finish = () => {
      layer.close()
      resolve({ errMsg: 'openSetting:ok', authSetting: grantedScopes(phone) })
    }
    const layer = openLayer(phone, { label: '设置', placement: 'sheet', onDismiss: finish })
    const rows = Object.entries(grantedScopes(phone)).map(([scope, granted]) => scopeRow(phone, scope, granted))
    const list = rows.length > 0 ? rows : [h('p', { class: 'wo-hint' }, '小程序还没有申请过权限')]
    layer.root.append(
      h(
        'div',
        { class: 'wo-bar' },
        button('返回', finish, { 'data-first': true }),
        h('strong', {}, '设置'),
        h('span', {}, '\u3000\u3000'),
      ),
      h('div', { class: 'wo-ask' }, ...list),
    )
  })
}

function scopeRow(phone: Phone, scope: string, granted: boolean): HTMLElement {
  const input = document.createElement('input')
  input.type = 'checkbox'
  input.checked = granted
  input.addEventListener('change', () => keep(phone, { ...grantedScopes(phone), [scope]: input.checked }))
  return h('label', { class: 'wo-row' }, h('span', {}, QUESTIONS[scope]?.name ?? scope), input)
}

/** The mini-program's own words from app.json: `permission: { 'scope.userLocation': { desc } }`. */
function purposeOf(phone: Phone, scope: string): string | undefined {
  const permission = phone.appConfig.permission as Record<string, { desc?: unknown } | undefined> | undefined
  const text = permission?.[scope]?.desc
  return typeof text === 'string' && text !== '' ? text : undefined
}

function keep(phone: Phone, scopes: Record<string, boolean>): void {
  localStorage.setItem(keyOf(phone), JSON.stringify(scopes))
}

function keyOf(phone: Phone): string {
  return `${phone.storagePrefix}system:scopes`
}
