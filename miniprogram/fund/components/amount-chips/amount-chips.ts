/** Amounts to tap; `chosen` is in yuan, 0 when the person writes their own. Emits `choose` with `{ yuan }`. */
Component({
  properties: {
    amounts: { type: Array, value: [10, 20, 50, 100, 200, 500] },
    chosen: { type: Number, value: 0 },
  },
  methods: {
    onTap(event: WechatMiniprogram.TouchEvent<object, object, { yuan: number }>) {
      this.triggerEvent('choose', { yuan: event.currentTarget.dataset.yuan })
    },
  },
})
