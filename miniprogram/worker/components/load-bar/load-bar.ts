/** How full a worker's hands are: the points in words, and a bar that says the same. */
Component({
  properties: {
    loadPoints: { type: Number, value: 0 },
    capPoints: { type: Number, value: 0 },
    /** What stands before the figures. */
    label: { type: String, value: '' },
  },
  data: { percent: 0, full: false },
  observers: {
    'loadPoints, capPoints'(loadPoints: number, capPoints: number) {
      const share = capPoints > 0 ? loadPoints / capPoints : 0
      this.setData({ percent: Math.min(100, Math.round(share * 100)), full: share >= 1 })
    },
  },
})
