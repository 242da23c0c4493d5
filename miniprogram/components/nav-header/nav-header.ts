import { frame } from '../../platform/device'

/** The header of a page that draws its own (`navigationStyle: custom`): keeps clear of status bar and WeChat's capsule. */
Component({
  properties: {
    title: { type: String, value: '' },
    /** An icon after the title; then the title can be tapped (event `press`). */
    icon: { type: String, value: '' },
    /** An icon of its own beside the capsule, with the words a screen reader says (event `act`). */
    action: { type: String, value: '' },
    actionLabel: { type: String, value: '' },
  },
  data: { topPx: 20, heightPx: 48, capsulePx: 96 },
  lifetimes: {
    attached() {
      const { statusBarHeightPx, headerHeightPx, capsuleSpacePx } = frame()
      this.setData({ topPx: statusBarHeightPx, heightPx: headerHeightPx, capsulePx: capsuleSpacePx })
    },
  },
  methods: {
    act() {
      this.triggerEvent('act')
    },
    press() {
      this.triggerEvent('press')
    },
  },
})
