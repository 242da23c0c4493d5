import { type Listing, paging, type Remote, remote } from '../../../miniprogram/behaviors/remote'
import { CallFailure } from '../../../miniprogram/platform/cloud'
import type { Page } from '../../../typings/page'

const offline = () => new CallFailure('OFFLINE', 'request:fail', true, '')

function shownBy<Value>(read: () => Promise<Value>, isEmpty?: (value: Value) => boolean) {
  const states: Remote<Value>[] = []
  const show = (state: Remote<Value>) => states.push(state)
  const reader = remote(isEmpty ? { read, show, isEmpty } : { read, show })
  return { reader, states, last: () => states.at(-1) }
}

describe('something read from afar', () => {
  test('that fails is failed, never empty', async () => {
    const { reader, last } = shownBy<string[]>(
      () => Promise.reject(offline()),
      (list) => list.length === 0,
    )
    await reader.load()
    expect(last()).toMatchObject({ status: 'failed', failure: { code: 'OFFLINE', retryable: true } })
  })

  test('shows the skeleton again when a failed read is tried once more', async () => {
    let fails = true
    const { reader, states } = shownBy(() => (fails ? Promise.reject(offline()) : Promise.resolve('a')))
    await reader.load()
    fails = false
    await reader.load()
    expect(states.map((state) => state.status)).toEqual(['failed', 'loading', 'ready'])
  })

  test('stays on the screen when a refresh fails, and says that it is old', async () => {
    let fails = false
    const { reader, last } = shownBy(() => (fails ? Promise.reject(offline()) : Promise.resolve('a')))
    await reader.load()
    fails = true
    await reader.load()
    expect(last()).toEqual({ status: 'ready', value: 'a', notice: '网络断了，显示的是之前的内容。' })
  })

  test('of two reads under way only the later is shown, whichever comes first', async () => {
    const waiting: ((value: string) => void)[] = []
    const { reader, last } = shownBy(() => new Promise<string>((resolve) => waiting.push(resolve)))
    const first = reader.load()
    const second = reader.load()
    waiting[1]?.('new')
    waiting[0]?.('old')
    await Promise.all([first, second])
    expect(last()).toMatchObject({ value: 'new' })
  })

  test('an action’s answer is not undone by a read that began before it', async () => {
    const waiting: ((value: string) => void)[] = []
    const { reader, last } = shownBy(() => new Promise<string>((resolve) => waiting.push(resolve)))
    const reading = reader.load()
    reader.put('withdrawn')
    waiting[0]?.('offered')
    await reading
    expect(last()).toMatchObject({ value: 'withdrawn' })
  })

  test('nothing is shown on a page that was left', async () => {
    const { reader, states } = shownBy(() => Promise.resolve('a'))
    const reading = reader.load()
    reader.stop()
    await reading
    expect(states).toEqual([])
  })
})

describe('a list read page by page', () => {
  function listOf(pages: Record<string, () => Promise<Page<number>>>) {
    const states: Remote<Listing<string>>[] = []
    const list = paging<number, string>({
      read: (cursor) => (pages[cursor ?? 'first'] ?? (() => Promise.reject(offline())))(),
      present: (row) => `row ${row}`,
      show: (state) => states.push(state),
    })
    return { list, last: () => states.at(-1) }
  }

  test('goes on by key until the end', async () => {
    const { list, last } = listOf({
      first: async () => ({ rows: [1, 2], nextCursor: 'b' }),
      b: async () => ({ rows: [3], nextCursor: null }),
    })
    await list.load()
    await list.loadMore()
    expect(last()).toMatchObject({ value: { rows: ['row 1', 'row 2', 'row 3'], more: 'end' } })
  })

  test('keeps what is there when the next page fails, and lets it be asked for again', async () => {
    let fails = true
    const { list, last } = listOf({
      first: async () => ({ rows: [1], nextCursor: 'b' }),
      b: () => (fails ? Promise.reject(offline()) : Promise.resolve({ rows: [2], nextCursor: null })),
    })
    await list.load()
    await list.loadMore()
    expect(last()).toMatchObject({ value: { rows: ['row 1'], more: 'failed' } })
    fails = false
    await list.loadMore()
    expect(last()).toMatchObject({ value: { rows: ['row 1', 'row 2'], more: 'end' } })
  })

  test('two quick scrolls to the end read the next page once', async () => {
    let reads = 0
    const { list } = listOf({
      first: async () => ({ rows: [1], nextCursor: 'b' }),
      b: async () => {
        reads += 1
        return { rows: [2], nextCursor: null }
      },
    })
    await list.load()
    await Promise.all([list.loadMore(), list.loadMore()])
    expect(reads).toBe(1)
  })
})
