import { failureWords } from '../../../miniprogram/format/errors'
import { fieldAndSkill, fields, fieldWords, subSkillsOf } from '../../../miniprogram/format/fields'
import { answerPromise, statusSentence, statusWords, timeline } from '../../../miniprogram/format/needs'
import { phoneInGroups } from '../../../miniprogram/format/people'
import { CallFailure } from '../../../miniprogram/platform/cloud'
import type { NeedEvent, NeedEventKind, NeedSummary } from '../../../typings/needs'
import type { NeedStatus } from '../../../typings/terms'

const nowMs = Date.UTC(2026, 10, 23, 6, 20)

test('right after asking one reads until when the worker who was asked answers, and no hours while nobody is asked', () => {
  expect(answerPromise(nowMs + 2 * 3_600_000, nowMs)).toBe('已经请一位社工在今天 16:20 前答复，没空就换下一位')
  expect(answerPromise(null, nowMs)).toBe('正在找合适的社工，有结果马上告诉您')
})

const need = (status: NeedStatus): NeedSummary => ({
  needId: 'need_1',
  field: 'elderCare',
  subSkill: 'livingAlone',
  excerpt: '',
  status,
  urgency: 'normal',
  submittedAtMs: nowMs,
  deadlineMs: null,
  forName: null,
})

const helper = { name: '李社工', level: 'certified', servicePointName: '古南街道社工站', reasons: [] } as const

test.each<NeedStatus>(['submitted', 'offered', 'accepted', 'serving', 'closed', 'triage', 'withdrawn'])(
  'a need that is %s says where it stands and what comes next, with an icon and a word',
  (status) => {
    const { now, next } = statusSentence(need(status), null)
    expect(now.length).toBeGreaterThan(3)
    expect(next.length).toBeGreaterThan(3)
    expect(statusWords(status).icon).not.toBe('')
    expect(statusWords(status).word).not.toBe('')
  },
)

test('once a worker is known, the sentence names them', () => {
  expect(statusSentence(need('accepted'), helper).now).toBe('李社工来帮您')
})

describe('the timeline', () => {
  const event = (kind: NeedEventKind, minute: number, actorName: string | null = null): NeedEvent => ({
    kind,
    atMs: nowMs - minute * 60_000,
    actorName,
    note: null,
  })

  test('has the newest first and marks it alone', () => {
    const items = timeline([event('submitted', 3), event('offered', 2), event('accepted', 1, '李社工')], nowMs)
    expect(items.map((item) => item.title)).toEqual(['李社工接手了', '已通知一位社工', '求助已提交'])
    expect(items.map((item) => item.latest)).toEqual([true, false, false])
  })

  test('gives every event a key of its own, also two of a kind in the same moment', () => {
    const keys = timeline([event('offered', 1), event('offered', 1)], nowMs).map((item) => item.key)
    expect(new Set(keys).size).toBe(2)
  })

  test('never says why a worker declined', () => {
    expect(timeline([event('declined', 1, '李社工')], nowMs)[0]?.title).toBe('李社工没空，正在换人')
  })
})

describe('fields', () => {
  test('are five, told apart by name and icon', () => {
    expect(new Set(fields.map(({ name }) => name)).size).toBe(5)
    expect(new Set(fields.map(({ icon }) => icon)).size).toBe(5)
  })

  test('each lets those choose who cannot tell, as the last', () => {
    expect(fields).toHaveLength(5)
    for (const { field } of fields) expect(subSkillsOf(field).at(-1)?.subSkill).toBe('general')
  })

  test('a sub-skill is named after its field; without one the field stands alone', () => {
    expect(fieldAndSkill('elderCare', 'livingAlone')).toBe('养老服务 · 独居探访')
    expect(fieldAndSkill('elderCare', 'general')).toBe(fieldWords('elderCare').name)
  })
})

describe('a failure on the screen', () => {
  const requestId = '0123456789abcdef0123456789abcdef'

  test('says what happened and what to do, never its code', () => {
    const { title, advice } = failureWords(new CallFailure('OFFER_GONE', 'offer is closed', false, requestId))
    expect(`${title}${advice}`).toBe('这件事已经有人接了谢谢您愿意帮忙，看看别的任务吧。')
  })

  test('gives a short number to read out, but not where the call never left the phone', () => {
    expect(failureWords(new CallFailure('INTERNAL', '', true, requestId)).reference).toBe('abcdef')
    expect(failureWords(new CallFailure('OFFLINE', '', true, requestId)).reference).toBe('')
  })

  test('that nobody foresaw shows nothing of its insides', () => {
    const { title, advice } = failureWords(new TypeError('undefined is not a function'))
    expect(`${title}${advice}`).not.toMatch(/undefined|异常/)
  })
})

test('a mobile number is read in groups, a landline stays as it is', () => {
  expect(phoneInGroups('13800001234')).toBe('138 0000 1234')
  expect(phoneInGroups('023-48662110')).toBe('023-48662110')
})
