import type { Duty, Role } from '../../typings/people'
import { hourOfDay } from './time'

/** As the cloud's `shared/access/role-words.ts` says it; `words.test.ts` holds both to it. */
export const roleWords: Readonly<Record<Role, string>> = {
  socialWorker: '社工',
  stationSupervisor: '社工站督导',
  communityStaff: '社区工作者',
  streetStaff: '街镇工作人员',
  fundCommitteeMember: '基金管委会委员',
  fundSupervisor: '基金监事',
  districtStaff: '区级工作人员',
  auditor: '审计员',
  dutyOfficer: '值班员',
}

/** 古南街道 · 社工站督导 */
export function dutyName(duty: Duty): string {
  return `${duty.territoryName} · ${roleWords[duty.role]}`
}

export function holds(duties: readonly Duty[], ...wanted: readonly Role[]): boolean {
  return duties.some((duty) => wanted.includes(duty.role))
}

/** 早上好, 上午好 … by the hour in China. */
export function greeting(nowMs: number): string {
  const hour = hourOfDay(nowMs)
  if (hour < 5) return '夜深了'
  if (hour < 9) return '早上好'
  if (hour < 12) return '上午好'
  if (hour < 14) return '中午好'
  if (hour < 18) return '下午好'
  return '晚上好'
}

/** A mainland mobile number, written with or without blanks. */
export function isMobile(text: string): boolean {
  return /^1[3-9]\d{9}$/.test(plainPhone(text))
}

/** The same, or a landline with its area code. */
export function isPhone(text: string): boolean {
  return isMobile(text) || /^0\d{9,11}$/.test(plainPhone(text))
}

/** As the cloud takes it, without blanks and strokes. */
export function plainPhone(text: string): string {
  return text.replace(/[\s-]/g, '')
}

/** 138 0000 1234; what is no mobile number stays as it is. */
export function phoneInGroups(phone: string): string {
  return phone.replace(/^(1\d{2})(\d{4})(\d{4})$/, '$1 $2 $3')
}

/** A name's first character, for the placeholder of a photo. */
export function initial(name: string | null): string {
  return name === null || name === '' ? '您' : name.slice(0, 1)
}
