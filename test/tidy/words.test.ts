/** What a screen says of the cloud's numbers is what the cloud does; where the two cannot share a table, they are compared. */

import { leastGiftFen, mostGiftFen } from '../../cloudfunctions/funds/gifts/limits'
import { mostFileBytes } from '../../cloudfunctions/funds/income/parse'
import { refundTerms } from '../../cloudfunctions/funds/income/refund-rule'
import { mostSumFen } from '../../cloudfunctions/funds/ledger/fen'
import { leastMembers, mostMembers } from '../../cloudfunctions/funds/policy/roster'
import { AFTERWARDS_MS, relationWords as relationsInCloud } from '../../cloudfunctions/needs/aftercare/rules'
import { accessDays } from '../../cloudfunctions/needs/casework/policy'
import {
  levelWords as levelsInCloud,
  subSkillWords as subSkillsInCloud,
} from '../../cloudfunctions/needs/routing/words'
import { roleWords as rolesInCloud } from '../../cloudfunctions/shared/access/role-words'
import { ADDRESS_GOOD_S } from '../../cloudfunctions/shared/adapters/files'
import { quietHours } from '../../cloudfunctions/shared/operator'
import { fieldWords as fieldsInCloud } from '../../cloudfunctions/shared/words'
import { fields, fieldWords, subSkillsOf } from '../../miniprogram/format/fields'
import { levelName } from '../../miniprogram/format/needs'
import { roleWords } from '../../miniprogram/format/people'
import { relationWords } from '../../miniprogram/format/residents'
import * as yuan from '../../miniprogram/format/yuan-input'
import type { Field, LicenceLevel, SubSkill } from '../../typings/terms'
import { read, trackedFiles } from './source'

const screens = trackedFiles().filter((file) => /^miniprogram\/(?!miniprogram_npm\/).*\.(ts|wxml|json)$/.test(file))

/** Where the screens say it: the file, and what they say. */
function said(words: RegExp): string[] {
  return screens.flatMap((file) => [...read(file).matchAll(words)].map((found) => `${file}: ${found[1] ?? found[0]}`))
}

function clockOf(minute: number): string {
  const hour = Math.floor(minute / 60)
  return `${hour > 12 ? hour - 12 : hour} 点${minute % 60 === 30 ? '半' : ''}`
}

describe('what both sides say', () => {
  test('a role has one name', () => {
    expect(roleWords).toEqual(rolesInCloud)
  })
  test('kinship has one name', () => {
    expect(relationWords).toEqual(relationsInCloud)
  })
  test('fields, their kinds and the licences have one name', () => {
    for (const [field, name] of Object.entries(fieldsInCloud)) expect(fieldWords(field as Field).name).toBe(name)
    const names = new Map(
      fields.flatMap(({ field }) => subSkillsOf(field).map(({ subSkill, name }) => [subSkill, name])),
    )
    for (const [subSkill, name] of Object.entries(subSkillsInCloud)) {
      if (subSkill !== 'general') expect(names.get(subSkill as SubSkill)).toBe(name)
    }
    for (const [level, name] of Object.entries(levelsInCloud)) expect(levelName(level as LicenceLevel)).toBe(name)
  })
})

describe('what a screen promises', () => {
  test('a gift is as small and as large as the cloud takes', () => {
    expect([yuan.leastGiftFen, yuan.mostGiftFen, yuan.mostSumFen]).toEqual([leastGiftFen, mostGiftFen, mostSumFen])
    expect(yuan.yuanProblemWords.tooSmall).toContain(`${leastGiftFen / 100} 元`)
    expect(yuan.yuanProblemWords.tooLarge).toContain(`${(mostGiftFen / 100).toLocaleString('en')} 元`)
  })
  test('what is refunded by itself, and until when', () => {
    const hours = refundTerms.withinMs / 3_600_000
    const most = (refundTerms.automaticUpToFen / 100).toLocaleString('en')
    expect(read('miniprogram/district/pages/refunds/refunds.wxml')).toContain(`${most} 元以内、${hours} 小时内`)
    expect(read('local/seed/funds.ts')).toContain(`付款后 ${hours} 小时内`)
    expect(read('cloudfunctions/funds/income/refund-rule.ts')).toContain(`已经超过 ${hours} 小时`)
  })
  test('how long a child’s file stays open', () => {
    const days = '零一二三四五六七八九'.charAt(accessDays)
    expect(said(/([零一二三四五六七八九])天内有效/g)).toEqual([
      `miniprogram/station/pages/access/access.ts: ${days}`,
      `miniprogram/worker/pages/files/files.wxml: ${days}`,
    ])
  })
  test('how long the address of a file is good', () => {
    const promises = said(/(\d+) 分钟内有效/g)
    expect(promises.length).toBeGreaterThan(5)
    expect(promises.filter((promise) => !promise.endsWith(`: ${ADDRESS_GOOD_S / 60}`))).toEqual([])
  })
  test('when WeChat is quiet', () => {
    const hours = `晚上 ${clockOf(quietHours.fromMinute)}到早上 ${clockOf(quietHours.untilMinute)}`
    expect(read('miniprogram/pages/notices/notices.wxml')).toContain(hours)
  })
  test('how many sit on a committee', () => {
    expect(said(/委员 (\d+ 到 \d+) 人/g)).toEqual([
      `miniprogram/committee/pages/roster/roster.wxml: ${leastMembers} 到 ${mostMembers}`,
    ])
  })
  test('how large a file may be that is imported', () => {
    const onPhone = /mostFileBytes = ([\d_]+)/.exec(read('miniprogram/platform/chat-file.ts'))?.[1]
    expect(Number(onPhone?.replaceAll('_', ''))).toBe(mostFileBytes)
    expect(said(/文件超过 (\d+) MB/g)).toEqual([
      `miniprogram/district/pages/import/import.ts: ${mostFileBytes / 1_000_000}`,
    ])
    expect(read('cloudfunctions/funds/procedures/income/imports.ts')).toContain(`超过 ${mostFileBytes / 1_000_000} MB`)
  })
  test('how long a need can be opened again', () => {
    expect(read('cloudfunctions/needs/cases/messages.ts')).toContain(`${AFTERWARDS_MS / 86_400_000} 天内可以再提出来`)
  })
  test('how soon somebody comes is told by the cloud, never as hours in the screen', () => {
    expect(said(/\d+ ?(?:分钟|小时)内有社工/g)).toEqual([])
  })
})

/** One word for one thing. What is left out is a name that others gave: of a law, of a column in a bank's file. */
describe('one word for one thing', () => {
  const gone: readonly (readonly [old: string, now: string])[] = [
    ['需求', '求助'],
    ['接单', '接手'],
    ['告急', '紧急求助'],
    ['月捐', '每月提醒'],
    ['服务点', '社工站'],
    ['不限领域', '哪里需要用哪里'],
    ['领域', '方面'],
    ['超时', '超期'],
    ['终止代办', '取消代办'],
    ['街道审', '街镇审'],
    ['授权', '同意'],
    ['TA', '对方, 本人 or 家人'],
  ]
  const words = (file: string) =>
    read(file)
      .split('\n')
      .filter((line) => /[一-鿿]/.test(line) && !/^\s*(\*|\/\*\*|\/\/)/.test(line))
      .join('\n')

  test.each(gone)('no screen says %s: it is %s', (old) => {
    const found = screens.filter((file) => new RegExp(/^[A-Z]+$/.test(old) ? `\\b${old}\\b` : old).test(words(file)))
    expect(found).toEqual([])
  })
})
