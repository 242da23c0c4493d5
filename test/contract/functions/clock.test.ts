import { CloudClock } from '../../../local/cloud/clock'
import { parseCron } from '../../../local/cloud/functions/cron'

const shanghai = (text: string) => Date.parse(`${text}+08:00`)
const readable = (atMs: number | null) =>
  atMs === null ? null : new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 19)

describe('a trigger’s expression', () => {
  it.each([
    // expression              after                  next                   previous
    ['*/5 * * * * * *', '2026-03-01T10:00:00', '2026-03-01T10:00:05', '2026-03-01T10:00:00'],
    ['0 */30 * * * * *', '2026-03-01T23:45:10', '2026-03-02T00:00:00', '2026-03-01T23:30:00'],
    ['0 30 2 * * * *', '2026-03-01T02:30:00', '2026-03-02T02:30:00', '2026-03-01T02:30:00'],
    ['0 0 9 1 * * *', '2026-12-31T09:00:00', '2027-01-01T09:00:00', '2026-12-01T09:00:00'],
    ['0 0 9 * * MON-FRI *', '2026-03-06T12:00:00', '2026-03-09T09:00:00', '2026-03-06T09:00:00'],
    ['0 0 9 * * 0,6 *', '2026-03-06T12:00:00', '2026-03-07T09:00:00', '2026-03-01T09:00:00'],
    ['0 0 0 29 FEB * *', '2026-03-01T00:00:00', '2028-02-29T00:00:00', '2024-02-29T00:00:00'],
    ['0 0 9 15 * MON *', '2026-03-10T00:00:00', '2026-03-15T09:00:00', '2026-03-09T09:00:00'],
    ['15/20 0 0 * * * *', '2026-03-01T00:00:15', '2026-03-01T00:00:35', '2026-03-01T00:00:15'],
    ['0 0 0 1 1 * 2030', '2026-03-01T00:00:00', '2030-01-01T00:00:00', null],
    ['0 0 0 1 1 * 2020', '2026-03-01T00:00:00', null, '2020-01-01T00:00:00'],
  ])('«%s» after %s is due at %s, and was at %s', (expression, at, next, previous) => {
    const cron = parseCron(expression)
    expect(readable(cron.next(shanghai(at)))).toBe(next)
    expect(readable(cron.previous(shanghai(at)))).toBe(previous)
  })

  it.each(['0 0 9 * * *', '60 * * * * * *', '* * * * FOO * *', '5-1 * * * * * *', '*/0 * * * * * *', '0 0 9 ? * * *'])(
    'refuses «%s»',
    (expression) => {
      expect(() => parseCron(expression)).toThrow()
    },
  )
})

describe('the clock', () => {
  const options = { offsetMs: 0, save: async () => undefined, ticking: true }
  const every = (stepMs: number) => ({
    next: (afterMs: number) => Math.floor(afterMs / stepMs) * stepMs + stepMs,
    previous: (atMs: number) => Math.floor(atMs / stepMs) * stepMs,
  })

  it('never runs one timer twice at a time, however slow it is, and leaves none running when it closes', async () => {
    const clock = new CloudClock(options)
    let running = 0
    let most = 0
    let fired = 0
    clock.repeat({
      ...every(10),
      fire: async () => {
        running += 1
        most = Math.max(most, running)
        await new Promise((resolve) => setTimeout(resolve, 35))
        running -= 1
        fired += 1
      },
    })
    await new Promise((resolve) => setTimeout(resolve, 60))
    await clock.advance(50)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await clock.close()
    expect(most).toBe(1)
    expect(running).toBe(0)
    expect(fired).toBeGreaterThan(5)
  })

  it('runs alarms and timers of an advance in the order of their moments, also alarms set on the way', async () => {
    const clock = new CloudClock({ ...options, ticking: false })
    const startMs = clock.nowMs()
    const seen: string[] = []
    clock.repeat({
      next: (afterMs) => (afterMs < startMs + 200_000 ? startMs + 200_000 : null),
      previous: (atMs) => (atMs >= startMs + 200_000 ? startMs + 200_000 : null),
      fire: async () => void seen.push('timer'),
    })
    clock.at(startMs + 300_000, async () => void seen.push('late alarm'))
    clock.at(startMs + 100_000, async () => {
      seen.push('early alarm')
      clock.at(clock.nowMs() + 150_000, async () => void seen.push('alarm set on the way'))
    })
    clock.at(startMs + 900_000, async () => void seen.push('beyond'))
    await clock.advance(400_000)
    expect(seen).toEqual(['early alarm', 'timer', 'alarm set on the way', 'late alarm'])
    expect(clock.offsetMs()).toBe(400_000)
    await clock.close()
  })

  it('does not go back, and two advances at once add up', async () => {
    const clock = new CloudClock(options)
    expect(() => clock.advance(-1)).toThrow('forward')
    await Promise.all([clock.advance(1_000), clock.advance(2_000)])
    expect(clock.offsetMs()).toBe(3_000)
    await clock.close()
  })
})
