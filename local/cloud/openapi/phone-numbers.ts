import { randomBytes } from 'node:crypto'
import type { LocalPhoneNumbers } from '../../contract'
import type { Store, Table } from '../store'
import { type Api, refuseOthers, textOf, WeChatError } from './api'

interface IssuedCode {
  openid: string
  phoneNumber: string
  expiresAtMs: number
  used: boolean
}

const goodForMs = 5 * 60_000

/** `phonenumber.getPhoneNumber`: a code from the phone's button for the number behind it. */
export class PhoneNumbers implements LocalPhoneNumbers {
  readonly #codes: Table<IssuedCode>
  readonly #appId: string
  readonly #nowMs: () => number

  constructor(appId: string, store: Store, nowMs: () => number) {
    this.#appId = appId
    this.#codes = store.table('phoneCodes')
    this.#nowMs = nowMs
  }

  async issueCode(openid: string, phoneNumber: string): Promise<string> {
    if (!/^1[3-9]\d{9}$/.test(phoneNumber)) throw new Error(`«${phoneNumber}» is no mobile number of mainland China`)
    const nowMs = this.#nowMs()
    for (const [code, { expiresAtMs }] of this.#codes.entries()) {
      if (expiresAtMs < nowMs - goodForMs) await this.#codes.remove(code)
    }
    const code = randomBytes(32).toString('hex')
    await this.#codes.put(code, { openid, phoneNumber, expiresAtMs: nowMs + goodForMs, used: false })
    return code
  }

  /** 40029 for a code that is not ours, has expired or belongs to another person; 40163 for one used before. */
  readonly getPhoneNumber: Api = async (parameters, call) => {
    refuseOthers(parameters, 'phonenumber.getPhoneNumber', ['code', 'openid'])
    const code = textOf(parameters, 'code')
    const issued = this.#codes.get(code)
    const stranger = issued && parameters.openid !== undefined && parameters.openid !== issued.openid
    if (!issued || stranger || issued.expiresAtMs < this.#nowMs()) throw new WeChatError(40029, 'invalid code')
    if (call.caller.openid !== '' && call.caller.openid !== issued.openid) throw new WeChatError(40029, 'invalid code')
    if (issued.used) throw new WeChatError(40163, 'code been used')
    await this.#codes.put(code, { ...issued, used: true })
    const watermark = { timestamp: Math.floor(this.#nowMs() / 1000), appid: this.#appId }
    const { phoneNumber } = issued
    const phone_info = { phoneNumber, purePhoneNumber: phoneNumber, countryCode: '86', watermark }
    return { errcode: 0, errmsg: 'ok', phone_info }
  }
}
