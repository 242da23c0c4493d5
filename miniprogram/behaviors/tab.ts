/** A tab page's onShow tells its tab bar which tab it is. */
export function showTab(page: unknown, path: string): void {
  const bar = hasTabBar(page) ? page.getTabBar() : null
  bar?.setData({ path })
}

interface WithTabBar {
  getTabBar(): { setData(data: { path: string }): void } | null
}

function hasTabBar(page: unknown): page is WithTabBar {
  return typeof page === 'object' && page !== null && 'getTabBar' in page && typeof page.getTabBar === 'function'
}
