import { join } from 'node:path'
import simulate from 'miniprogram-simulate'

const rootPath = join(__dirname, '../../miniprogram')
const nowMs = Date.UTC(2026, 10, 23, 8)
const minuteMs = 60_000

type Shown = ReturnType<typeof simulate.render>

/** A component's own module has to run at each registration: jest would otherwise give a shared child from its cache. */
function component(path: string): (properties: Record<string, unknown>) => Shown {
  jest.resetModules()
  const button = simulate.load({ template: '<view class="t-button"><slot /></view>' })
  const usingComponents = { 't-button': button }
  const id = simulate.load(join(rootPath, path), { rootPath, compiler: 'simulate', usingComponents })
  return (properties) => {
    const shown = simulate.render(id, properties)
    shown.attach(document.createElement('parent-wrapper'))
    return shown
  }
}

const chip = component('components/deadline-chip/deadline-chip')
const timeline = component('components/event-timeline/event-timeline')
const pageState = component('components/page-state/page-state')
const picker = component('components/field-picker/field-picker')
const danger = component('components/danger-panel/danger-panel')
const loadBar = component('worker/components/load-bar/load-bar')

const text = (shown: Shown): string => (shown.dom?.textContent ?? '').replace(/\s+/g, '')

async function tapOn(shown: Shown, selector: string, index = 0): Promise<void> {
  const target = shown.querySelectorAll(selector)[index]
  if (target === undefined) throw new Error(`nothing matches ${selector}`)
  target.dispatchEvent('tap')
  await simulate.sleep(20)
}

describe('a deadline', () => {
  beforeEach(() => jest.useFakeTimers({ now: nowMs }))
  afterEach(() => jest.useRealTimers())

  test('is told as the time that is left', () => {
    const shown = chip({ deadlineMs: nowMs + 100 * minuteMs, label: '请答复' })
    expect(text(shown)).toBe('请答复还剩1小时40分')
    expect(shown.data.tone).toBe('waiting')
  })

  test('moves on by itself, and is urgent in its last half hour', () => {
    const shown = chip({ deadlineMs: nowMs + 40 * minuteMs })
    jest.advanceTimersByTime(15 * minuteMs)
    expect(shown.data).toMatchObject({ words: '还剩 25 分钟', tone: 'danger' })
  })

  test('that has passed says for how long', () => {
    expect(chip({ deadlineMs: nowMs - 5 * minuteMs }).data.words).toBe('已超期 5 分钟')
  })

  test('that does not exist shows nothing', () => {
    expect(text(chip({ deadlineMs: 0 }))).toBe('')
  })

  test('leaves no timer behind when its page goes', () => {
    const shown = chip({ deadlineMs: nowMs + 40 * minuteMs })
    expect(jest.getTimerCount()).toBeGreaterThan(0)
    shown.detach()
    expect(jest.getTimerCount()).toBe(0)
  })
})

describe('the timeline of a need', () => {
  const items = [
    { key: 'b', title: '已通知一位社工', note: '', time: '今天 14:21', icon: 'bell', tone: 'moving', latest: true },
    {
      key: 'a',
      title: '求助已提交',
      note: '腿脚不便',
      time: '今天 14:20',
      icon: 'send',
      tone: 'moving',
      latest: false,
    },
  ]

  test('shows each event with its time and its note', () => {
    expect(text(timeline({ items }))).toBe('已通知一位社工今天14:21求助已提交腿脚不便今天14:20')
  })

  test('sets the newest apart and ends its line at the oldest', () => {
    const shown = timeline({ items })
    expect(shown.querySelectorAll('.latest')).toHaveLength(1)
    expect(shown.querySelectorAll('.line')).toHaveLength(1)
  })
})

describe('a page without content', () => {
  const failure = { code: 'OFFLINE', title: '网络断了', advice: '请检查手机网络', retryable: true, reference: '' }

  test('shows bones in the shape of what will come', () => {
    expect(pageState({ status: 'loading', shape: 'list' }).querySelectorAll('.bone-row')).toHaveLength(4)
    expect(pageState({ status: 'loading', shape: 'detail' }).querySelectorAll('.bone-event')).toHaveLength(3)
  })

  test('that failed says why, and tries again at a tap', async () => {
    const shown = pageState({ status: 'failed', failure })
    const retry = jest.fn()
    shown.addEventListener('retry', retry)
    expect(text(shown)).toContain('网络断了请检查手机网络再试一次')
    await tapOn(shown, '.retry')
    expect(retry).toHaveBeenCalledTimes(1)
  })

  test('offers no second try where none can help', () => {
    const forbidden = { ...failure, code: 'FORBIDDEN', retryable: false }
    expect(pageState({ status: 'failed', failure: forbidden }).querySelector('.retry')).toBeUndefined()
  })

  test('a failure is never shown as an empty page', () => {
    expect(text(pageState({ status: 'failed', failure, emptyTitle: '还没有消息' }))).not.toContain('还没有消息')
  })

  test('with content it is silent, unless the content is old', () => {
    expect(text(pageState({ status: 'ready' }))).toBe('')
    expect(text(pageState({ status: 'ready', notice: '显示的是之前的内容' }))).toBe('显示的是之前的内容刷新')
  })
})

describe('choosing the field', () => {
  test('offers five fields, and a field its own sub-skills with a way out for those who cannot tell', () => {
    const shown = picker({ field: 'childCare' })
    expect(shown.querySelectorAll('.field')).toHaveLength(5)
    const skills = shown.querySelectorAll('.skill').map((skill) => skill.dom?.textContent?.replace(/\s+/g, ''))
    expect(skills).toHaveLength(5)
    expect(skills[4]).toContain('说不清')
  })

  test('a tap tells which field, and which sub-skill', async () => {
    const shown = picker({ field: 'elderCare' })
    const heard: unknown[] = []
    shown.addEventListener('field', (event) => heard.push(event.detail))
    shown.addEventListener('skill', (event) => heard.push(event.detail))
    await tapOn(shown, '.field', 1)
    await tapOn(shown, '.skill', 1)
    expect(heard).toEqual([{ field: 'childCare' }, { subSkill: 'livingAlone' }])
  })

  test('marks the choice by a tick and not by colour alone', () => {
    const shown = picker({ field: 'elderCare', subSkill: 'livingAlone' })
    expect(shown.querySelectorAll('.mark-on')).toHaveLength(1)
    expect(shown.querySelectorAll('.skill-on')).toHaveLength(1)
  })
})

test('a danger to life shows 110, 120, 119 and the duty phone at once', () => {
  expect(text(danger({ dutyPhone: '023-48662110' }))).toBe(
    '有生命危险，请先打电话110报警120急救119火警24小时值班电话023-48662110',
  )
})

test('a worker whose hands are more than full sees a full bar, not a broken one', () => {
  expect(loadBar({ loadPoints: 14, capPoints: 12 }).data).toMatchObject({ percent: 100, full: true })
  expect(loadBar({ loadPoints: 0, capPoints: 0 }).data).toMatchObject({ percent: 0, full: false })
})
