import type { Field } from '../../../typings/terms'
import { fieldWords } from '../../format/fields'

/** A field's icon on its own hue: it tells the five fields apart, with or without its word. */
Component({
  properties: {
    field: { type: String, value: '' as Field | '' },
    /** Side in rpx. */
    size: { type: Number, value: 80 },
  },
  data: { icon: '', name: '' },
  observers: {
    field(field: Field | '') {
      if (field === '') this.setData({ icon: 'gift', name: '哪里需要用哪里' })
      else {
        const { icon, name } = fieldWords(field)
        this.setData({ icon, name })
      }
    },
  },
})
