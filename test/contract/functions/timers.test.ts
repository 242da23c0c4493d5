import { dayMs, minuteMs } from '../../../cloudfunctions/shared/time/spans'
import type { Doc } from '../../../local/contract'
import { startTestCloud, type TestCloud } from '../fixtures/cloud'

let test: TestCloud
beforeAll(async () => {
  test = await startTestCloud(['probe', 'clockwork'])
})
afterAll(() => test.close())
beforeEach(() => test.cloud.database.clear())

type Firing = Doc & { trigger: string; due: string; startedAtMs: number; source: string; openid: string | null }

function firings(trigger: string): Firing[] {
  const found = test.cloud.database.find('firings', { trigger }) as Firing[]
  return found.sort((a, b) => a.startedAtMs - b.startedAtMs)
}

/** Moves to half a minute after a multiple of five minutes, and forgets what fired on the way. */
async function alignClock(): Promise<void> {
  const intoMs = test.cloud.clock.nowMs() % (5 * minuteMs)
  await test.cloud.clock.advance(5 * minuteMs - intoMs + 30_000)
  await test.cloud.database.clear()
}

describe('timers', () => {
  it('an advance stops at each firing on the way: the function sees the moment it was due, as nobody', async () => {
    await alignClock()
    await test.cloud.clock.advance(30 * minuteMs)
    const fired = firings('everyFiveMinutes')
    expect(fired).toHaveLength(6)
    for (const { due, startedAtMs, source, openid } of fired) {
      expect(Date.parse(due) % (5 * minuteMs)).toBe(0)
      expect(startedAtMs - Date.parse(due)).toBeGreaterThanOrEqual(0)
      expect(startedAtMs - Date.parse(due)).toBeLessThan(3_000)
      expect({ source, openid }).toEqual({ source: 'wx_trigger', openid: null })
    }
    const call = test.events.filter((event) => event.type === 'call').at(-1)
    expect(call).toMatchObject({ procedure: 'timer:everyFiveMinutes', openid: '', roundTrips: 1, ok: true })
  })

  it('a long advance fires each timer at evenly spread moments, the last at its end, and rare ones all', async () => {
    await alignClock()
    const startMs = test.cloud.clock.nowMs()
    await test.cloud.clock.advance(3 * dayMs, 12)
    const fired = firings('everyFiveMinutes')
    expect(fired).toHaveLength(12)
    const gaps = fired.slice(1).map(({ due }, index) => Date.parse(due) - Date.parse(fired[index]?.due ?? ''))
    for (const gapMs of gaps) expect(Math.abs(gapMs - dayMs / 4)).toBeLessThanOrEqual(5 * minuteMs)
    expect(startMs + 3 * dayMs - Date.parse(fired.at(-1)?.due ?? '')).toBeLessThanOrEqual(5 * minuteMs)
    // 02:30 in Beijing is 18:30 the day before in Greenwich.
    expect(firings('nightly').map(({ due }) => due.slice(11, 19))).toEqual(['18:30:00', '18:30:00', '18:30:00'])
  })

  it('kept still, timers do not fire as real time passes; switched on, they do, once', async () => {
    await alignClock()
    await test.cloud.clock.advance(4.5 * minuteMs - 400)
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect(firings('everyFiveMinutes')).toHaveLength(0)

    await test.restart({ timers: true })
    const intoMs = test.cloud.clock.nowMs() % (5 * minuteMs)
    await test.cloud.clock.advance(5 * minuteMs - intoMs - 400)
    await until(() => firings('everyFiveMinutes').length > 0)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(firings('everyFiveMinutes')).toHaveLength(1)
  })
})

describe('the clock', () => {
  it('functions live on the advanced clock, whichever way they ask', async () => {
    await test.probe('oZhang', 'now')
    await test.cloud.clock.advance(2 * dayMs)
    const seen = await test.probe<{ now: number; date: string; fixed: string; isDate: boolean }>('oZhang', 'now')
    expect(Math.abs(seen.now - test.cloud.clock.nowMs())).toBeLessThan(1_000)
    expect(Math.abs(Date.parse(seen.date) - seen.now)).toBeLessThan(1_000)
    expect(seen).toMatchObject({ fixed: '1970-01-01T00:00:00.000Z', isDate: true })
  })

  it('keeps its offset through a restart', async () => {
    const offsetMs = test.cloud.clock.offsetMs()
    expect(offsetMs).toBeGreaterThan(dayMs)
    await test.restart()
    expect(test.cloud.clock.offsetMs()).toBe(offsetMs)
  })
})

async function until(condition: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + 5_000
  while (!condition()) {
    if (Date.now() > giveUpAt) throw new Error('it did not come to pass in 5 s')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
