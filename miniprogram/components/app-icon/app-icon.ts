import { shapes } from './shapes'

/** An icon in the colour of the text around it: decoration, the words beside it speak. */
Component({
  properties: {
    name: { type: String, value: '' },
    /** Side in rpx. */
    size: { type: Number, value: 40 },
  },
  data: { mask: '' },
  observers: {
    name(name: string) {
      if (name === '') return this.setData({ mask: '' })
      const shape = shapes[name]
      if (shape === undefined) throw new Error(`there is no icon called «${name}»`)
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#000" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">${shape}</svg>`
      const url = `url("data:image/svg+xml,${encodeURIComponent(svg).replace(/'/g, '%27')}")`
      this.setData({ mask: `-webkit-mask-image:${url};mask-image:${url}` })
    },
  },
})
