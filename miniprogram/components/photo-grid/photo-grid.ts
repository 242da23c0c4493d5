import type { Tap } from '../../behaviors/events'
import { showPictures } from '../../platform/files'

interface Shown {
  url: string
  state: 'uploading' | 'uploaded' | 'failed'
}

/**
 * Pictures in squares; a tap shows one whole. With `most` above 0 the person may add and remove: events `add`,
 * `remove` {index}, `again` {index} for one that did not get through.
 */
Component({
  properties: {
    photos: { type: Array, value: [] as Shown[] },
    most: { type: Number, value: 0 },
  },
  methods: {
    show({ currentTarget }: Tap<{ index: number }>) {
      const { index } = currentTarget.dataset
      const shown = this.data.photos as readonly Shown[]
      const photo = shown[index]
      if (photo === undefined) return
      if (photo.state === 'failed') this.triggerEvent('again', { index })
      else
        showPictures(
          shown.map(({ url }) => url),
          photo.url,
        )
    },
    add() {
      this.triggerEvent('add')
    },
    remove({ currentTarget }: Tap<{ index: number }>) {
      this.triggerEvent('remove', { index: currentTarget.dataset.index })
    },
  },
})
