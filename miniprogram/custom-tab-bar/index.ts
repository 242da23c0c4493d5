import { careBehavior } from '../behaviors/care'
import { followMe } from '../behaviors/session'

const leaving = new WeakMap<object, () => void>()

/** The tabs: own, so that they grow in care mode and speak whole words to a screen reader. */
Component({
  behaviors: [careBehavior],
  data: {
    path: 'pages/home/home',
    unreadCount: 0,
    tabs: [
      { path: 'pages/home/home', text: '首页', short: '首页', icon: 'home' },
      { path: 'pages/needs/needs', text: '我的求助', short: '求助', icon: 'needs' },
      { path: 'pages/funds/funds', text: '社区基金', short: '基金', icon: 'fund' },
      { path: 'pages/me/me', text: '我的', short: '我的', icon: 'me' },
    ],
  },
  lifetimes: {
    attached() {
      leaving.set(
        this,
        followMe(({ unreadCount }) => {
          if (unreadCount !== this.data.unreadCount) this.setData({ unreadCount })
        }),
      )
    },
    detached() {
      leaving.get(this)?.()
    },
  },
  methods: {
    choose(event: WechatMiniprogram.TouchEvent<Record<never, never>, Record<never, never>, { path: string }>) {
      void wx.switchTab({ url: `/${event.currentTarget.dataset.path}` })
    },
  },
})
