import type { MessageTemplate } from '../../../contract'
import type { Phone } from '../host/contract'
import { appNameOf } from '../overlays/app-name'
import { askSubscription } from '../overlays/subscribe'
import { Failure, immediate, type Options } from './call'
import { isInTap } from './gesture'

type Verdict = 'accept' | 'reject'

/** `wx.requestSubscribeMessage`, with WeChat's error codes: https://developers.weixin.qq.com/miniprogram/dev/api/open-api/subscribe-message/wx.requestSubscribeMessage.html */
export function subscriptionApis(phone: Phone): Record<string, unknown> {
  return {
    requestSubscribeMessage: immediate('requestSubscribeMessage', (options) => requestSubscribeMessage(phone, options)),
  }
}

/** What the person told WeChat to keep: template → answer. */
export function keptAnswers(phone: Phone): Record<string, Verdict> {
  const text = localStorage.getItem(keyOf(phone))
  return text === null ? {} : (JSON.parse(text) as Record<string, Verdict>)
}

async function requestSubscribeMessage(phone: Phone, options: Options): Promise<object> {
  const ids: unknown = options.tmplIds
  if (!Array.isArray(ids) || ids.length === 0) throw new Failure("TmplIds can't be empty", 10001)
  if (!ids.every((id): id is string => typeof id === 'string')) throw new Failure('Invalid template id', 10004)
  if (ids.length > 3) throw new Failure('Templates count out of max bounds', 20003)
  if (!isInTap()) throw new Failure('can only be invoked by user TAP gesture.')
  if (!phone.isOnline()) throw new Failure('Request list fail', 10002)
  const templates = await knownTemplates(ids)
  const kept = keptAnswers(phone)
  const open = templates.filter(({ id }) => kept[id] === undefined)
  const answers: Record<string, Verdict> = {}
  for (const { id } of templates) answers[id] = kept[id] ?? 'reject'
  if (open.length > 0) {
    const answer = await askSubscription(
      phone,
      appNameOf(phone.appConfig),
      open.map(({ title }) => title),
    )
    for (const [index, { id }] of open.entries()) answers[id] = answer.accepted[index] === true ? 'accept' : 'reject'
    if (answer.keep) localStorage.setItem(keyOf(phone), JSON.stringify({ ...kept, ...answers }))
  }
  const accepted = templates.map(({ id }) => id).filter((id) => answers[id] === 'accept')
  if (accepted.length > 0) await grant(phone, accepted)
  return answers
}

async function grant(phone: Phone, accepted: readonly string[]): Promise<void> {
  try {
    await phone.post('subscribe', { accepted })
  } catch {
    throw new Failure('Request subscribe fail', 10003)
  }
}

/** The dialog names each template; one that the operator has not registered is refused as a whole. */
async function knownTemplates(ids: readonly string[]): Promise<MessageTemplate[]> {
  const response = await fetch('/wechat/templates').catch(() => null)
  if (response === null || !response.ok) throw new Failure('Request list fail', 10002)
  const all = (await response.json()) as MessageTemplate[]
  const found = [...new Set(ids)].flatMap((id) => all.find((template) => template.id === id) ?? [])
  if (found.length !== new Set(ids).size)
    throw new Failure('No template data return, verify the template id exist', 20001)
  return found
}

function keyOf(phone: Phone): string {
  return `${phone.storagePrefix}system:subscriptions`
}
