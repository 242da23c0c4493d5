import type { Page } from '../../typings/page'
import { type Failure, failureWords } from '../format/errors'

/** What a page shows of something far away. A failed refresh keeps what was there and says so in `notice`. */
export type Remote<Value> =
  | { status: 'loading' }
  | { status: 'ready'; value: Value; notice: string }
  | { status: 'empty' }
  | { status: 'failed'; failure: Failure }

export interface RemoteReader<Value> {
  /** Reads; the skeleton shows only while there is nothing yet. Never rejects: a failure becomes a state. */
  load(): Promise<void>
  /** Shows what an action gave back, and drops whatever is still being read. */
  put(value: Value): void
  /** After this nothing is shown any more: call it in onUnload. */
  stop(): void
}

export interface RemoteOptions<Value> {
  read: () => Promise<Value>
  show: (state: Remote<Value>) => void
  isEmpty?: (value: Value) => boolean
}

/** Ties one read to one piece of a page's data. Of two reads under way only the latest is shown. */
export function remote<Value>({ read, show, isEmpty }: RemoteOptions<Value>): RemoteReader<Value> {
  let state: Remote<Value> = { status: 'loading' }
  let turn = 0
  let stopped = false

  const put = (next: Remote<Value>): void => {
    state = next
    if (!stopped) show(next)
  }
  const stateOf = (value: Value): Remote<Value> =>
    isEmpty?.(value) ? { status: 'empty' } : { status: 'ready', value, notice: '' }

  return {
    async load() {
      turn += 1
      const mine = turn
      if (state.status === 'failed') put({ status: 'loading' })
      try {
        const value = await read()
        if (mine === turn) put(stateOf(value))
      } catch (error) {
        if (mine !== turn) return
        const failure = failureWords(error)
        if (state.status === 'ready' && failure.code !== 'NOT_FOUND') {
          put({ ...state, notice: `${failure.title}，显示的是之前的内容。` })
        } else put({ status: 'failed', failure })
      }
    },
    put(value) {
      turn += 1
      put(stateOf(value))
    },
    stop() {
      stopped = true
    },
  }
}

/** A list read page by page; `more` says what its foot shows. */
export interface Listing<Row> {
  rows: readonly Row[]
  more: 'end' | 'more' | 'loading' | 'failed'
}

export interface Paging {
  /** From the beginning. */
  load(): Promise<void>
  /** The next page, if there is one and none is under way: onReachBottom, or a tap on the foot. */
  loadMore(): Promise<void>
  stop(): void
}

export interface PagingOptions<Row, Shown> {
  read: (cursor: string | null) => Promise<Page<Row>>
  /** What a row becomes on the screen. */
  present: (row: Row) => Shown
  show: (state: Remote<Listing<Shown>>) => void
}

/** Ties a list to one piece of a page's data: `remote` for its beginning, then further by key. */
export function paging<Row, Shown>({ read, present, show }: PagingOptions<Row, Shown>): Paging {
  let listing: Listing<Shown> = { rows: [], more: 'end' }
  let cursor: string | null = null
  let turn = 0

  const first = remote<Listing<Shown>>({
    read: async () => {
      turn += 1
      const mine = turn
      const page = await read(null)
      if (mine === turn) cursor = page.nextCursor
      return { rows: page.rows.map(present), more: page.nextCursor === null ? 'end' : 'more' }
    },
    show: (state) => {
      if (state.status === 'ready') listing = state.value
      show(state)
    },
    isEmpty: (value) => value.rows.length === 0,
  })

  return {
    load: () => first.load(),
    async loadMore() {
      if (cursor === null || (listing.more !== 'more' && listing.more !== 'failed')) return
      const mine = turn
      const { rows } = listing
      first.put({ rows, more: 'loading' })
      try {
        const page = await read(cursor)
        if (mine !== turn) return
        cursor = page.nextCursor
        first.put({ rows: [...rows, ...page.rows.map(present)], more: cursor === null ? 'end' : 'more' })
      } catch {
        if (mine === turn) first.put({ rows, more: 'failed' })
      }
    },
    stop: () => first.stop(),
  }
}
