import { pictures } from './pictures'

/** One of our drawings, for empty pages and good news; decoration, so it stays silent. */
Component({
  properties: {
    name: { type: String, value: '' },
    /** Width in rpx; the height is three quarters of it. */
    width: { type: Number, value: 320 },
  },
  data: { drawing: '' },
  observers: {
    name(name: string) {
      if (name === '') return this.setData({ drawing: '' })
      const picture = pictures[name]
      if (picture === undefined) throw new Error(`there is no picture called «${name}»`)
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 180">${picture}</svg>`
      this.setData({
        drawing: `background-image:url("data:image/svg+xml,${encodeURIComponent(svg).replace(/'/g, '%27')}")`,
      })
    },
  },
})
