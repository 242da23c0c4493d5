import type { Tap } from '../../behaviors/events'
import type { ColleagueRow } from '../../format/colleagues'
import { tell } from '../../platform/device'

/** Colleagues to choose one of; those who cannot take it say why. Event: `choose` {id, name}. */
Component({
  properties: {
    rows: { type: Array, value: [] as ColleagueRow[] },
    chosen: { type: String, value: '' },
  },
  methods: {
    choose({ currentTarget }: Tap<{ id: string; name: string; fits: boolean; words: string }>) {
      const { id, name, fits, words } = currentTarget.dataset
      if (fits) this.triggerEvent('choose', { id, name })
      else tell(`${name}：${words}`)
    },
  },
})
