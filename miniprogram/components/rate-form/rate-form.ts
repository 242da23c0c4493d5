import type { Rating } from '../../../typings/aftercare'
import type { Said, Tap } from '../../behaviors/events'

type Answer = 'yes' | 'no' | ''

/** 解决/未解决, 满意/不满意. Event `rate` {solved, satisfied, comment}. What was said before stands in it. */
Component({
  properties: {
    rating: { type: Object, optionalTypes: [Object], value: null as unknown as Rating },
    busy: { type: Boolean, value: false },
  },
  data: { solved: '' as Answer, satisfied: '' as Answer, comment: '', changing: true },
  observers: {
    rating(rating: Rating | null) {
      if (rating === null) return
      const { solved, satisfied, comment } = rating
      this.setData({ solved: solved ? 'yes' : 'no', satisfied: satisfied ? 'yes' : 'no', comment, changing: false })
    },
  },
  methods: {
    choose({ currentTarget }: Tap<{ name: 'solved' | 'satisfied'; value: Answer }>) {
      const { name, value } = currentTarget.dataset
      this.setData({ [name]: value })
    },
    type({ detail }: Said<{ value: string }>) {
      this.setData({ comment: detail.value })
    },
    change() {
      this.setData({ changing: true })
    },
    send() {
      const { solved, satisfied, comment } = this.data
      if (solved === '' || satisfied === '') return
      this.triggerEvent('rate', { solved: solved === 'yes', satisfied: satisfied === 'yes', comment: comment.trim() })
    },
  },
})
