import type { ServicePoint } from '../../../typings/territory'
import type { Tap } from '../../behaviors/events'
import { copy, dial } from '../../platform/device'

/** The place that answers when the app does not: who is on duty, when, where; the number is dialled with one tap. */
Component({
  properties: {
    point: { type: Object, value: null as ServicePoint | null },
    /** Also shows where it is. */
    full: { type: Boolean, value: false },
  },
  methods: {
    async call({ currentTarget }: Tap<{ phone: string }>) {
      await dial(currentTarget.dataset.phone)
    },
    async copyAddress({ currentTarget }: Tap<{ address: string }>) {
      await copy(currentTarget.dataset.address, '地址已复制，可粘贴到地图里')
    },
  },
})
