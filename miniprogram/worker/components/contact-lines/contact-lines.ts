import { copy, dial } from '../../../platform/device'

interface Contact {
  name: string
  phone: string
  phoneWords: string
  address: string
}

/** How a worker reaches the resident: phone, address, message; and below, that reading this was recorded. Event: `fund`. */
Component({
  properties: {
    contact: { type: Object, value: { name: '', phone: '', phoneWords: '', address: '' } as Contact },
    /** The community, before the address where it is copied. */
    place: { type: String, value: '' },
    needId: { type: String, value: '' },
    /** The name stands over the number. */
    named: { type: Boolean, value: false },
    asksFund: { type: Boolean, value: false },
    talks: { type: Boolean, value: false },
    unreadNotes: { type: Number, value: 0 },
    logged: { type: String, value: '' },
  },
  methods: {
    async call() {
      await dial(this.data.contact.phone)
    },
    async copyAddress() {
      await copy(`${this.data.place}${this.data.contact.address}`, '地址已复制，可粘贴到地图里导航')
    },
    askFund() {
      this.triggerEvent('fund')
    },
    openThread() {
      void wx.navigateTo({ url: `/resident/pages/thread/thread?needId=${this.data.needId}` })
    },
  },
})
