import type { Paging } from './remote'

interface Reading {
  reader: { load(): Promise<void>; stop(): void } | null
}

/** Spread into a page that reads one thing: pulled down or asked again it reads again, left it stops. */
export const readerHandlers = {
  onUnload(this: Reading) {
    this.reader?.stop()
  },
  async onPullDownRefresh(this: Reading) {
    await this.reader?.load()
    wx.stopPullDownRefresh()
  },
  async retry(this: Reading) {
    await this.reader?.load()
  },
}

interface Listing {
  list: Paging | null
}

/** Spread into a page that is one list: as `readerHandlers`, and at its foot the list goes on. */
export const listHandlers = {
  onUnload(this: Listing) {
    this.list?.stop()
  },
  async onPullDownRefresh(this: Listing) {
    await this.list?.load()
    wx.stopPullDownRefresh()
  },
  async onReachBottom(this: Listing) {
    await this.list?.loadMore()
  },
  async more(this: Listing) {
    await this.list?.loadMore()
  },
  async retry(this: Listing) {
    await this.list?.load()
  },
}
