/** What WeChat's documentation allows in each kind of template row («参数值内容限制说明» of subscribeMessage.send). */
const rules: Record<string, (value: string) => boolean> = {
  thing: (value) => lengthOf(value) <= 20,
  number: (value) => value.length <= 32 && /^-?\d+(\.\d+)?$/.test(value),
  letter: (value) => /^[A-Za-z]{1,32}$/.test(value),
  symbol: (value) => lengthOf(value) <= 5 && /^[\p{P}\p{S}]+$/u.test(value),
  character_string: (value) => /^[\x21-\x7e ]{1,32}$/.test(value),
  time: (value) => isPeriod(value, (part) => clockTime.test(part) || dayAndTime.test(part)),
  date: (value) => isPeriod(value, (part) => day.test(part) || dayAndTime.test(part)),
  amount: (value) => /^[¥￥$€£]?\d{1,10}(\.\d+)?元?$/.test(value),
  phone_number: (value) => /^[\d+\-() ]{1,17}$/.test(value),
  car_number: (value) => /^[\p{Script=Han}A-Za-z0-9][A-Za-z0-9]{0,6}[\p{Script=Han}A-Za-z0-9]$/u.test(value),
  name: (value) => /^\p{Script=Han}{1,10}$/u.test(value) || /^[A-Za-z\p{P}\p{S} ]{1,20}$/u.test(value),
  phrase: (value) => /^\p{Script=Han}{1,5}$/u.test(value),
}

const clockTime = /^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/
const day = /^\d{4}年(0?[1-9]|1[0-2])月(0?[1-9]|[12]\d|3[01])日$/
const dayAndTime = /^\d{4}年(0?[1-9]|1[0-2])月(0?[1-9]|[12]\d|3[01])日 ?([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/

/** The kind of a row: the letters of its key (`thing1` → `thing`). Throws for a kind that WeChat does not have. */
export function kindOf(key: string): string {
  const kind = /^([a-z_]+?)\d+$/.exec(key)?.[1]
  if (kind === undefined || !(kind in rules)) throw new Error(`«${key}» is no key of a subscription template's row`)
  return kind
}

/** Whether WeChat takes this value in a row of this key. */
export function fits(key: string, value: string): boolean {
  return rules[kindOf(key)]?.(value) ?? false
}

function lengthOf(value: string): number {
  return [...value].length
}

/** One moment, or two joined by `~`. */
function isPeriod(value: string, isMoment: (part: string) => boolean): boolean {
  const parts = value.split('~')
  return parts.length <= 2 && parts.every((part) => isMoment(part.trim()))
}
