import type { Phone, TabBarControl } from '../host/contract'
import { asynchronous, Failure, type Options, requiredText } from './call'

/** Moving between pages, the navigation bar and the tab bar: the host does the work. */
export function navigationApis(phone: Phone): Record<string, unknown> {
  const { navigation } = phone
  const page = (name: string, work: (url: string, options: Options) => Promise<object | undefined> | Promise<void>) =>
    asynchronous(name, async (options) => (await work(requiredText(options, 'url'), options)) ?? undefined)
  return {
    navigateTo: page('navigateTo', (url, options) =>
      navigation.navigateTo(url, options.events as Record<string, (...args: unknown[]) => void>),
    ),
    redirectTo: page('redirectTo', (url) => navigation.redirectTo(url)),
    switchTab: page('switchTab', (url) => navigation.switchTab(url)),
    reLaunch: page('reLaunch', (url) => navigation.reLaunch(url)),
    navigateBack: done('navigateBack', ({ delta }) => navigation.navigateBack(typeof delta === 'number' ? delta : 1)),
    setNavigationBarTitle: done('setNavigationBarTitle', (options) =>
      navigation.setTitle(requiredText(options, 'title')),
    ),
    setNavigationBarColor: done('setNavigationBarColor', (options) => {
      const front = requiredText(options, 'frontColor')
      if (front !== '#ffffff' && front !== '#000000') throw new Failure(`invalid frontColor "${front}"`)
      navigation.setBarColor(front, requiredText(options, 'backgroundColor'))
    }),
    showNavigationBarLoading: done('showNavigationBarLoading', () => navigation.showBarLoading()),
    hideNavigationBarLoading: done('hideNavigationBarLoading', () => navigation.hideBarLoading()),
    hideHomeButton: done('hideHomeButton', () => navigation.hideHomeButton()),
    startPullDownRefresh: done('startPullDownRefresh', () => navigation.startPullDownRefresh()),
    stopPullDownRefresh: done('stopPullDownRefresh', () => navigation.stopPullDownRefresh()),
    pageScrollTo: done('pageScrollTo', (options) => {
      const { scrollTop, selector, offsetTop, duration } = options
      return navigation.pageScrollTo({
        ...(typeof scrollTop === 'number' ? { scrollTop } : {}),
        ...(typeof selector === 'string' ? { selector } : {}),
        ...(typeof offsetTop === 'number' ? { offsetTop } : {}),
        durationMs: typeof duration === 'number' ? duration : 300,
      })
    }),
    ...tabBarApis(navigation.tabBar),
  }
}

function tabBarApis(tabBar: TabBarControl): Record<string, unknown> {
  const at = ({ index }: Options): number => {
    if (typeof index !== 'number') throw new Failure('parameter error: parameter.index should be Number')
    return index
  }
  return {
    setTabBarBadge: done('setTabBarBadge', (options) => tabBar.setBadge(at(options), requiredText(options, 'text'))),
    removeTabBarBadge: done('removeTabBarBadge', (options) => tabBar.removeBadge(at(options))),
    showTabBarRedDot: done('showTabBarRedDot', (options) => tabBar.showRedDot(at(options))),
    hideTabBarRedDot: done('hideTabBarRedDot', (options) => tabBar.hideRedDot(at(options))),
    showTabBar: done('showTabBar', () => tabBar.show()),
    hideTabBar: done('hideTabBar', () => tabBar.hide()),
    setTabBarItem: done('setTabBarItem', (options) =>
      tabBar.setItem(at(options), options as Parameters<TabBarControl['setItem']>[1]),
    ),
    setTabBarStyle: done('setTabBarStyle', (options) =>
      tabBar.setStyle(options as Parameters<TabBarControl['setStyle']>[0]),
    ),
  }
}

/** A function whose success says nothing but ok. */
function done(name: string, work: (options: Options) => Promise<void> | void): ReturnType<typeof asynchronous> {
  return asynchronous(name, async (options) => {
    await work(options)
    return undefined
  })
}
